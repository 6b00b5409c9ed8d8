import { useState } from 'react';
import { HandFlag } from '../../../shared/model/review/pool.ts';
import type { PooledReport } from '../../../shared/model/review/pool.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';
import { Button, FailureLine, SelectField, TextField } from '../../ui/index.ts';
import { FLAG_WORDS } from './pick-words.ts';
import styles from './programmes.module.css';

/** Marks the reports of an accession number to be drawn on purpose, or takes that back. */
export function FlagForm() {
  const { link } = useServices();
  const task = useTask();
  const [accession, setAccession] = useState('');
  const [flag, setFlag] = useState<HandFlag>('complaint');
  const [reason, setReason] = useState('');
  const [marked, setMarked] = useState<readonly PooledReport[] | null>(null);
  const mark = (isOn: boolean): void =>
    task.start(async () => {
      const { reports } = await link.call('review.flag', {
        ...{ report: null, accession: accession.trim(), site: null, flag, isOn, reason: reason.trim() },
      });
      setMarked(reports);
    });
  const isReady = !task.busy && accession.trim() !== '' && reason.trim() !== '';
  return (
    <fieldset className={styles['rows']}>
      <legend>Look at a report on purpose</legend>
      <div className={styles['flag']}>
        <TextField
          label="Accession"
          value={accession}
          maxLength={64}
          onChange={(event) => setAccession(event.target.value)}
        />
        <SelectField
          label="Because of"
          value={flag}
          options={HandFlag.options.map((value) => ({ value, words: FLAG_WORDS[value] }))}
          onChange={setFlag}
        />
        <TextField label="Reason" value={reason} maxLength={1000} onChange={(event) => setReason(event.target.value)} />
        <Button disabled={!isReady} onClick={() => mark(true)}>
          Mark
        </Button>
        <Button disabled={!isReady} onClick={() => mark(false)}>
          Take back
        </Button>
      </div>
      <p role="status" className={styles['quiet']}>
        {marked === null
          ? ''
          : marked
              .map(
                ({ modality, region, site, flags }) =>
                  `${modality} ${region}, ${site}: ${flags.length === 0 ? 'not marked' : flags.map((one) => FLAG_WORDS[one]).join(', ')}`,
              )
              .join('; ')}
      </p>
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
    </fieldset>
  );
}
