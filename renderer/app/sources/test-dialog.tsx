import { useCallback, useEffect, useRef, useState } from 'react';
import { SourceStep } from '../../../shared/model/source.ts';
import type { SourceStepResult } from '../../../shared/model/source.ts';
import type { SourceSettings } from '../../../shared/model/source-settings.ts';
import type { SourceRow } from '../../../shared/model/transfer.ts';
import { Button, Dialog, FormActions } from '../../ui/index.ts';
import { useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { CertificateList } from './parts/certificate-list.tsx';
import { stepWords } from './step-words.ts';
import type { StepWords } from './step-words.ts';
import styles from './test.module.css';

const STATES: Readonly<Record<SourceStepResult['state'], { readonly glyph: string; readonly words: string }>> = {
  ok: { glyph: '●', words: 'works' },
  warning: { glyph: '▲', words: 'works, with a remark' },
  failed: { glyph: '✕', words: 'does not work' },
  // Its words say why.
  skipped: { glyph: '○', words: '' },
};
const SECOND_MS = 1000;

/** A connection's test, step by step: what each answered, how long it took, and what can be done. Begins when it opens. */
export function TestDialog({
  row,
  onClose,
  onEdit,
}: {
  readonly row: SourceRow;
  readonly onClose: () => void;
  /** Null: this person may not. */
  readonly onEdit: (() => void) | null;
}) {
  const { sourceId, settings } = row;
  const { task, steps, start, stop } = useTest(sourceId);
  const refusal = useRefusal('sources.testStore');
  const [asking, setAsking] = useState(false);
  const said = task.failure === null ? null : errorWords(task.failure);
  const failed = steps.find(({ state }) => state === 'failed');
  const notStored = steps.find(({ step, state }) => step === 'store' && state !== 'failed');
  const mayStore = !task.busy && settings.store && refusal === null && failed === undefined && notStored !== undefined;
  return (
    <Dialog title={`Test of ${settings.name}`} width="wide" open onClose={onClose}>
      <p role="status">{summary(steps, task.busy, settings.kind)}</p>
      <ol className={styles['steps']} aria-label="Steps of the test" aria-busy={task.busy}>
        {SourceStep.options.map((step, place) => (
          <Step
            key={step}
            words={stepWords(step, settings.kind)}
            result={steps[place] ?? null}
            running={task.busy && place === steps.length}
          />
        ))}
      </ol>
      {said === null ? null : <p role="alert">{`${said.title}. ${said.next}`}</p>}
      {asking ? (
        <div role="alert" className={styles['ask']}>
          <p>
            A tiny picture of nobody (NIGHTJAR^CONNECTION TEST, id NIGHTJAR-TEST) is then stored at the site and stays
            there. Each test stores the same one. Ask the site first if it minds.
          </p>
          <FormActions>
            <Button
              onClick={() => {
                setAsking(false);
                start(true);
              }}
            >
              Store the test picture
            </Button>
            <Button tone="quiet" onClick={() => setAsking(false)}>
              Back
            </Button>
          </FormActions>
        </div>
      ) : null}
      <FormActions>
        {task.busy ? (
          <Button onClick={stop}>Stop the test</Button>
        ) : (
          <Button onClick={() => start(false)}>Test again</Button>
        )}
        {mayStore && !asking ? <Button onClick={() => setAsking(true)}>Store one object, too …</Button> : null}
        {onEdit === null ? null : <Button onClick={onEdit}>Change the settings …</Button>}
        <Button tone="quiet" onClick={onClose}>
          Close
        </Button>
      </FormActions>
    </Dialog>
  );
}

function Step({
  words: { name, does },
  result,
  running,
}: {
  readonly words: StepWords;
  readonly result: SourceStepResult | null;
  readonly running: boolean;
}) {
  if (result === null) {
    return (
      <li data-state={running ? 'running' : 'waiting'}>
        <span className={styles['quiet']} aria-hidden="true">
          {running ? '◌' : '·'}
        </span>
        <div>
          <strong>{name}</strong>
          <span className={styles['quiet']}>{running ? `: ${does} …` : ': waits'}</span>
          {running ? <Seconds /> : null}
        </div>
      </li>
    );
  }
  const { state, words, next, ms, certificate } = result;
  return (
    <li data-state={state}>
      <span className={styles[state]} aria-hidden="true">
        {STATES[state].glyph}
      </span>
      <div>
        <strong>{name}</strong>
        {`: ${STATES[state].words}${ms === null ? '' : ` (${msText(ms)})`}${STATES[state].words === '' ? '' : '. '}${words}`}
        {next === null ? null : <p className={styles['next']}>{next}</p>}
        {certificate === undefined ? null : (
          <>
            {state === 'failed' ? (
              <p className={styles['next']}>
                The server shows this certificate. Ask the site, by telephone, whether it is theirs before you believe
                it:
              </p>
            ) : null}
            <CertificateList of={[certificate]} label="What the server shows" />
          </>
        )}
      </div>
    </li>
  );
}

/** How long the step that runs takes already. */
function Seconds() {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  return seconds === 0 ? null : <span className={styles['quiet']} aria-hidden="true">{` ${seconds} s`}</span>;
}

function useTest(sourceId: SourceRow['sourceId']): {
  readonly task: ReturnType<typeof useTask>;
  readonly steps: readonly SourceStepResult[];
  readonly start: (store: boolean) => void;
  readonly stop: () => void;
} {
  const { link } = useServices();
  const task = useTask();
  const [steps, setSteps] = useState<readonly SourceStepResult[]>([]);
  const begun = useRef(false);
  useEffect(
    () =>
      link.on('sources.step', (one) => {
        if (one.sourceId === sourceId) setSteps((before) => [...before, one.result]);
      }),
    [link, sourceId],
  );
  const start = (store: boolean): void => {
    setSteps([]);
    task.start(async () => {
      const answer = await link.call(store ? 'sources.testStore' : 'sources.test', { sourceId });
      setSteps(answer.steps);
    });
  };
  const stop = useCallback((): void => {
    link.call('sources.stopTest', { sourceId }).catch(() => {
      // The test itself says how it ended.
    });
  }, [link, sourceId]);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    start(false);
  });
  // Nobody looks at the answer any more.
  useEffect(() => stop, [stop]);
  return { task, steps, start, stop };
}

function summary(steps: readonly SourceStepResult[], busy: boolean, kind: SourceSettings['kind']): string {
  if (busy) return 'The connection is being tested, one step after the other.';
  const failed = steps.find(({ state }) => state === 'failed');
  if (failed !== undefined)
    return `It does not work yet: ${stepWords(failed.step, kind).name.toLowerCase()}. What to do stands there.`;
  if (steps.some(({ state }) => state === 'warning')) return 'It works, with a remark.';
  return steps.length === 0 ? 'Nothing was tried yet.' : 'It works.';
}

/** "340 ms", "12.3 s". */
function msText(ms: number): string {
  return ms < SECOND_MS ? `${ms} ms` : `${(ms / SECOND_MS).toFixed(1)} s`;
}
