import { useEffect, useState } from 'react';
import { asAppError } from '../../shared/errors/app-error.ts';
import type { PersonId } from '../../shared/model/ids.ts';
import { useServices } from '../app/services.tsx';
import { Button, SelectField } from '../ui/index.ts';
import styles from './critical.module.css';

interface Colleague {
  readonly personId: PersonId;
  readonly name: string;
}

/** Gives an open finding to a colleague of this station. Nothing where there is none. */
export function HandOverForm({
  busy,
  onHandOver,
}: {
  readonly busy: boolean;
  readonly onHandOver: (to: PersonId) => void;
}) {
  const { link } = useServices();
  const [people, setPeople] = useState<readonly Colleague[]>([]);
  const [chosen, setChosen] = useState<PersonId | null>(null);
  useEffect(() => {
    let isGone = false;
    link
      .call('communication.colleagues', {})
      .then((found) => {
        if (!isGone) setPeople(found.people);
      })
      .catch((error: unknown) => console.warn('colleagues are not known', asAppError(error).code));
    return () => {
      isGone = true;
    };
  }, [link]);
  const [first] = people;
  if (first === undefined) return null;
  const to = chosen ?? first.personId;
  return (
    <form
      className={styles['hand']}
      aria-label="Hand over"
      onSubmit={(event) => {
        event.preventDefault();
        onHandOver(to);
      }}
    >
      <SelectField
        label="Colleague"
        value={to}
        options={people.map(({ personId, name }) => ({ value: personId, words: name }))}
        onChange={setChosen}
      />
      <Button type="submit" disabled={busy}>
        Hand over
      </Button>
    </form>
  );
}
