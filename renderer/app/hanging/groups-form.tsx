import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import { asAppError } from '../../../shared/errors/app-error.ts';
import type { PersonGroups } from '../../../shared/hanging/protocol/kept.ts';
import { GroupName } from '../../../shared/model/kept-document.ts';
import { Button, TextField } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import styles from './hanging.module.css';

/** For an administrator: which groups of readers everybody is of. */
export function GroupsForm() {
  const { link } = useServices();
  const [people, setPeople] = useState<readonly PersonGroups[]>([]);
  useEffect(() => {
    let gone = false;
    link.call('hanging.groups', {}).then(
      (answer) => {
        if (!gone) setPeople(answer.people);
      },
      // The part stays empty; what is set says its own failure.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [link]);
  return (
    <details>
      <summary>Groups of readers</summary>
      {people.map((person) => (
        <OfPerson key={`${person.personId} ${person.groups.join(',')}`} person={person} onSet={setPeople} />
      ))}
    </details>
  );
}

function OfPerson({
  person: { personId, name, groups },
  onSet,
}: {
  readonly person: PersonGroups;
  readonly onSet: (people: readonly PersonGroups[]) => void;
}) {
  const { link } = useServices();
  const task = useTask();
  const [text, setText] = useState(groups.join(', '));
  const wanted = text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  const isGood = wanted.length <= 16 && wanted.every((one) => GroupName.safeParse(one).success);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (!isGood) return;
    task.start(async () => onSet((await link.call('hanging.setGroups', { personId, groups: wanted })).people));
  };
  const said = task.failure === null ? null : errorWords(asAppError(task.failure));
  return (
    <form className={styles['choice']} onSubmit={submit}>
      <TextField
        label={`Groups of ${name}, with commas between`}
        value={text}
        autoComplete="off"
        problem={said === null ? (isGood ? null : 'A name has 64 letters at most, a person 16 groups.') : said.title}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" disabled={!isGood || task.busy || text === groups.join(', ')}>
        Set groups of {name}
      </Button>
    </form>
  );
}
