import { useEffect, useState } from 'react';
import type { JobId } from '../../../shared/model/ids.ts';
import { BringFormat } from '../../../shared/model/review/brought.ts';
import type { BroughtReports } from '../../../shared/model/review/brought.ts';
import type { JobProgress } from '../../../shared/model/job.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useFirst } from '../../app/use-first.ts';
import { useTask } from '../../app/use-task.ts';
import {
  Button,
  FailureLine,
  FormActions,
  FormGroup,
  FormLine,
  ProgressBar,
  SelectField,
  TextField,
} from '../../ui/index.ts';
import { FlagForm } from './flag-form.tsx';
import { REFUSAL_WORDS } from './pick-words.ts';
import styles from './programmes.module.css';

const FORMAT_WORDS: Readonly<Record<BringFormat, string>> = {
  csv: 'a list (CSV)',
  oru: 'HL7 messages (ORU)',
  fhir: 'FHIR (bundle or ndjson)',
};
const ORIGIN_WORDS: Readonly<Record<string, string>> = {
  ...{ station: 'signed here', csv: 'from lists', hl7: 'from ORU', fhir: 'from FHIR' },
};

/** What is drawn from: how much there is, more of it from a file, and what is looked for on purpose. */
export function PoolForm() {
  const { link } = useServices();
  const task = useTask();
  const [pool, setPool] = useState<
    readonly { readonly origin: string; readonly reports: number; readonly withStudy: number }[]
  >([]);
  const [format, setFormat] = useState<BringFormat>('csv');
  const [site, setSite] = useState('');
  const [job, setJob] = useState<JobId | null>(null);
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const [brought, setBrought] = useState<BroughtReports | null>(null);
  const { start } = task;
  const [load] = useState(() => (): void => start(async () => setPool((await link.call('review.pool', {})).pool)));
  useFirst(load);
  useEffect(() => {
    if (job === null) return undefined;
    const look = (): void =>
      void link.call('review.brought', { jobId: job }).then(
        async ({ brought: found }) => {
          if (found === null) return;
          setBrought(found);
          setJob(null);
          setPool((await link.call('review.pool', {})).pool);
        },
        (error: unknown) => {
          setJob(null);
          start(() => Promise.reject(error instanceof Error ? error : new Error(String(error))));
        },
      );
    look();
    return link.on('jobs.progress', (one) => {
      if (one.jobId !== job) return;
      setProgress(one);
      if (one.state === 'done' || one.state === 'failed' || one.state === 'cancelled') look();
    });
  }, [job, link, start]);
  return (
    <FormGroup
      title="Reports to draw from"
      help={
        pool.length === 0
          ? 'Reports signed here are noted when a draw looks for them.'
          : pool
              .map(
                ({ origin, reports, withStudy }) =>
                  `${reports} ${ORIGIN_WORDS[origin] ?? origin}, ${withStudy} with their study here`,
              )
              .join('; ')
      }
    >
      <SelectField
        label="Bring in from"
        value={format}
        options={BringFormat.options.map((value) => ({ value, words: FORMAT_WORDS[value] }))}
        onChange={setFormat}
      />
      <TextField
        label="Site"
        value={site}
        maxLength={200}
        hint="Whose reports these are."
        onChange={(event) => setSite(event.target.value)}
      />
      <FormLine>
        <FormActions>
          <Button
            disabled={task.busy || job !== null || site.trim() === ''}
            onClick={() =>
              start(async () => {
                setBrought(null);
                setProgress(null);
                setJob((await link.call('review.bring', { format, site: site.trim(), zone: null })).jobId);
              })
            }
          >
            Choose a file …
          </Button>
        </FormActions>
        {job === null ? null : (
          <ProgressBar
            label="Bringing reports in"
            done={progress?.doneBytes ?? 0}
            total={progress?.totalBytes ?? null}
            onCancel={() => start(async () => void (await link.call('jobs.cancel', { jobId: job })))}
          />
        )}
        {brought === null ? null : <Brought brought={brought} />}
        <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
      </FormLine>
      <FormLine>
        <FlagForm />
      </FormLine>
    </FormGroup>
  );
}

function Brought({ brought }: { readonly brought: BroughtReports }) {
  const { read, added, known, replaced, withdrawn, addenda, linked, refused } = brought;
  const counts = [
    ...[`${added} new`, `${known} known before`],
    ...(replaced === 0 ? [] : [`${replaced} corrected`]),
    ...(withdrawn === 0 ? [] : [`${withdrawn} withdrawn`]),
    ...(addenda === 0 ? [] : [`${addenda} addenda`]),
  ];
  return (
    <div role="status">
      <p>{`${read} reports read: ${counts.join(', ')}. ${linked} have their study here.`}</p>
      {refused.length === 0 ? null : (
        <ul className={styles['refused']}>
          {refused.map(({ why, reports, lines }) => (
            <li key={why}>{`${reports} not taken, ${REFUSAL_WORDS[why]}: line ${lines}`}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
