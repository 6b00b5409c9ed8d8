import { useState } from 'react';
import type { RetentionPreview, RetentionSite } from '../../../shared/model/retention-view.ts';
import { EVENT_WORDS, KEEP_WORDS } from '../../../shared/rules/retention-words.ts';
import { Button, bytesText, FailureLine } from '../../ui/index.ts';
import { useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { StepUpForm } from '../people/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import styles from './sites.module.css';

/** What the sites' rules would erase now, why the rest stays, and the erasing itself. */
export function RetentionPart() {
  const { link } = useServices();
  const task = useTask();
  const refusal = useRefusal('retention.preview');
  const [preview, setPreview] = useState<RetentionPreview | null>(null);
  const [done, setDone] = useState<number | null>(null);
  const look = async (): Promise<void> => {
    setDone(null);
    setPreview(await link.call('retention.preview', {}));
  };
  const purge = async (plan: string, proof: string): Promise<void> => {
    const { studies } = await link.call('retention.purge', { plan, proof });
    setPreview(null);
    setDone(studies);
  };
  const said = task.failure === null ? null : errorWords(task.failure);
  const plan = preview?.plan ?? null;
  return (
    <section className={styles['preview']} aria-label="How long studies are kept">
      <p>
        A study is erased by the rule of its site, and only when its report is signed, confirmed as delivered and in the
        last backup.
      </p>
      <div className={styles['choice']}>
        <Button disabled={task.busy || refusal !== null} onClick={() => task.start(look)}>
          Look at what is due
        </Button>
        {refusal === null ? null : <span className={styles['note']}>{refusal}</span>}
      </div>
      <p role="status" className={styles['note']}>
        {done === null ? '' : `${studyCount(done)} erased for good: keys, files and rows.`}
      </p>
      {preview === null ? null : <Due preview={preview} />}
      {plan === null ? null : (
        <StepUpForm
          action={`Erase ${studyCount(preview?.studies ?? 0)} for good`}
          tone="danger"
          ready
          onBack={() => setPreview(null)}
          onSubmit={(proof) => purge(plan, proof)}
        />
      )}
      <FailureLine said={said} />
    </section>
  );
}

function Due({ preview }: { readonly preview: RetentionPreview }) {
  const { studies, objects, bytes, sites, more, unruled } = preview;
  return (
    <>
      <p>
        {studies === 0
          ? 'Nothing is due.'
          : `Due: ${studyCount(studies)}, ${objects} ${objects === 1 ? 'object' : 'objects'}, ${bytesText(bytes)}.`}
        {more ? ' More is due than one purge takes; look again afterwards.' : ''}
      </p>
      {sites.map((site) => (
        <SiteDue key={site.siteCode} site={site} />
      ))}
      {unruled === 0 ? null : (
        <p className={styles['note']}>{`${studyCount(unruled)}: no profile in force says how long.`}</p>
      )}
    </>
  );
}

function SiteDue({ site: { siteName, serial, rule, purge, kept } }: { readonly site: RetentionSite }) {
  const causes = new Map<string, number>();
  for (const { because } of purge) causes.set(because, (causes.get(because) ?? 0) + 1);
  return (
    <div className={styles['profile']}>
      <p>
        <bdi>{siteName}</bdi>, profile {serial}. {rule}
      </p>
      <ul aria-label={`Studies of ${siteName}`}>
        {purge.length === 0 ? null : (
          <li>
            <strong>{`${studyCount(purge.length)} would be erased`}</strong>
            {`: ${[...causes].map(([cause, count]) => `${count} since ${causeWords(cause)}`).join(', ')}.`}
          </li>
        )}
        {kept.map(({ reason, studies }) => (
          <li key={reason}>{`${studyCount(studies)} kept: ${KEEP_WORDS[reason]}.`}</li>
        ))}
      </ul>
    </div>
  );
}

function causeWords(cause: string): string {
  const words: Readonly<Record<string, string>> = EVENT_WORDS;
  return words[cause] ?? 'its report was delivered';
}

function studyCount(count: number): string {
  return `${count} ${count === 1 ? 'study' : 'studies'}`;
}
