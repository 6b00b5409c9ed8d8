import { Button, FormActions } from '../../ui/index.ts';
import styles from './macros.module.css';
import type { BroughtMacros } from './use-macro-file.ts';

/** What a file holds, before any of it is kept. */
export function MacroBrought({
  brought,
  busy,
  onTake,
  onLeave,
}: {
  readonly brought: BroughtMacros;
  readonly busy: boolean;
  readonly onTake: () => void;
  readonly onLeave: () => void;
}) {
  const { macros, leftOut } = brought;
  return (
    <section className={styles['side']} aria-label="Macros of the file">
      <h3 className={styles['title']}>{`${macros.length} ${macros.length === 1 ? 'macro' : 'macros'} in the file`}</h3>
      <p className={styles['quiet']}>
        One of the same name and shorthand as yours takes its place. What this program does not know is kept with them.
      </p>
      <ul className={styles['brought']}>
        {macros.map(({ macroId, name, shorthand }) => (
          <li key={macroId}>
            {name} <kbd className={styles['shorthand']}>{shorthand}</kbd>
          </li>
        ))}
        {leftOut.map(({ at, name, why }) => (
          <li key={`${at} ${name} ${why}`} className={styles['problem']}>
            {`Left out${name === '' ? '' : `: ${name}`}${at === '' ? '' : ` (${at})`}: ${why}.`}
          </li>
        ))}
      </ul>
      <FormActions>
        <Button tone="primary" disabled={busy || macros.length === 0} onClick={onTake}>
          Take them in
        </Button>
        <Button onClick={onLeave}>Leave them</Button>
      </FormActions>
    </section>
  );
}
