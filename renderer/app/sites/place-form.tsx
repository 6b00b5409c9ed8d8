import { useState } from 'react';
import type { FormEvent } from 'react';
import { asAppError } from '../../../shared/errors/app-error.ts';
import { Jurisdiction } from '../../../shared/model/credentials.ts';
import type { ReadingPlace } from '../../../shared/model/profile-view.ts';
import { Button, TextField } from '../../ui/index.ts';
import { useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import styles from './sites.module.css';

/** Where the reader sits: some sites take a final report from there only. */
export function PlaceForm({
  place,
  onStated,
}: {
  readonly place: ReadingPlace | null;
  readonly onStated: () => Promise<void>;
}) {
  const { link } = useServices();
  const task = useTask();
  const refusal = useRefusal('profile.statePlace');
  const [text, setText] = useState('');
  const code = text.trim().toUpperCase();
  const isPlace = Jurisdiction.safeParse(code).success;
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (!isPlace) return;
    task.start(async () => {
      await link.call('profile.statePlace', { jurisdiction: code });
      setText('');
      await onStated();
    });
  };
  const said = task.failure === null ? null : errorWords(asAppError(task.failure));
  return (
    <form className={styles['place']} onSubmit={submit}>
      <p>{place === null ? 'You did not say where you read.' : `You read in ${place.jurisdiction}.`}</p>
      <TextField
        label="Country, or part of one (DE, US-PA)"
        value={text}
        maxLength={6}
        autoComplete="off"
        hint={refusal}
        problem={said === null ? null : `${said.title}. ${said.next}`}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" disabled={!isPlace || task.busy || refusal !== null}>
        I read here
      </Button>
    </form>
  );
}
