import { Button } from '../../ui/index.ts';
import { useRefusal } from '../may.ts';
import { useServices } from '../services.tsx';
import styles from '../people/people.module.css';

/** Of the settings: keys of the store, and erasing by them. */
export function KeysSection() {
  const { layout } = useServices();
  const refusal = useRefusal('keys.rotate');
  return (
    <fieldset className={styles['section']}>
      <legend>Keys and erasing</legend>
      <p>What is erased goes by its key: no file or copy of it can be read afterwards.</p>
      <div className={styles['choice']}>
        <Button disabled={refusal !== null} onClick={() => layout.setState({ dialog: 'rotate' })}>
          Change keys …
        </Button>
        <Button disabled={refusal !== null} onClick={() => layout.setState({ dialog: 'forget' })}>
          Erase studies …
        </Button>
      </div>
      <p className={styles['note']}>{refusal ?? ''}</p>
    </fieldset>
  );
}
