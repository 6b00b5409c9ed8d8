import { useEffect, useState } from 'react';
import { Button, FailureLine } from '../../ui/index.ts';
import { localMinutes } from '../local-time.ts';
import { useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { MovePart } from '../move/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { placeOf } from '../place-of.ts';
import { BackupChoiceFields, PLAIN_BACKUP } from './backup-choice.tsx';
import styles from './health.module.css';

type Last = { readonly state: 'asking' | 'unknown' } | { readonly state: 'known'; readonly at: string | null };

/** Of the settings: the open store and its backup. */
export function StoreSection() {
  const { link, layout } = useServices();
  const task = useTask();
  const refusal = useRefusal('store.backupTo');
  const [choice, setChoice] = useState(PLAIN_BACKUP);
  const [last, setLast] = useState<Last>({ state: 'asking' });
  useEffect(() => {
    let gone = false;
    link.call('store.lastBackup', {}).then(
      ({ at }) => {
        if (!gone) setLast({ state: 'known', at });
      },
      () => {
        if (!gone) setLast({ state: 'unknown' });
      },
    );
    return () => {
      gone = true;
    };
  }, [link]);
  const place = placeOf(choice.place);
  const backUp = async (): Promise<void> => {
    if (place === undefined) return;
    const { token } = await link.call('app.chooseBackup', {});
    if (token === null) return;
    await link.call('store.backupTo', {
      token,
      place,
      whole: choice.whole && place !== null,
      everything: choice.everything,
    });
    layout.setState({ dialog: null, transfersShown: true });
  };
  const said = task.failure === null ? null : errorWords(task.failure);
  return (
    <fieldset className={styles['section']}>
      <legend>This store</legend>
      <p>{lastWords(last)}</p>
      <p className={styles['note']}>
        Choose a folder on another disk. The copy is encrypted like the store; the next backup into the same folder
        copies only what is new.
      </p>
      {refusal === null ? <BackupChoiceFields choice={choice} onChange={setChoice} /> : null}
      <Button disabled={task.busy || refusal !== null || place === undefined} onClick={() => task.start(backUp)}>
        Back up now
      </Button>
      {refusal === null ? null : <p className={styles['note']}>{refusal}</p>}
      <MovePart />
      <FailureLine said={said} />
    </fieldset>
  );
}

function lastWords(last: Last): string {
  switch (last.state) {
    case 'asking':
      return 'Last backup: …';
    case 'unknown':
      return 'When the last backup was made is not known.';
    case 'known':
      return last.at === null ? 'This store was never backed up.' : `Last backup: ${localMinutes(last.at)}`;
  }
}
