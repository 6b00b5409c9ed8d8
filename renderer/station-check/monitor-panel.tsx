import { useState } from 'react';
import { useStore } from 'zustand';
import type { PatternAnswer, StationCheck } from '../../shared/model/station-check.ts';
import { checkStanding, hasPassed } from '../../shared/rules/station-check/standing.ts';
import { TEST_PATTERNS } from '../../shared/rules/station-check/patterns.ts';
import { errorWords } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { machineHere, monitorHere, readChecks, standingWords } from '../app/station-record/index.ts';
import { useTask } from '../app/use-task.ts';
import { Button, EmptyState, FailureLine } from '../ui/index.ts';
import { ExportButtons } from './export-buttons.tsx';
import { PatternWalk } from './pattern-walk.tsx';
import type { Walked } from './pattern-walk.tsx';
import { judgedDraft, NO_READINGS, ReadingsForm } from './readings-form.tsx';
import type { ReadingsDraft } from './readings-form.tsx';
import styles from './station-check.module.css';

/** Test patterns over the whole monitor, what somebody saw of each, and readings of a photometer where there is one. */
export function MonitorPanel() {
  const { link, preferences } = useServices();
  const { checked, monitor } = useStore(preferences);
  const [isWalking, setIsWalking] = useState(false);
  const [walked, setWalked] = useState<Walked | null>(null);
  const [readings, setReadings] = useState<ReadingsDraft>(NO_READINGS);
  const [saved, setSaved] = useState<StationCheck | null>(null);
  const { start, busy, failure } = useTask();
  const measured = judgedDraft(readings);
  const save = (answers: readonly PatternAnswer[], wholeScreen: boolean): void =>
    start(async () => {
      const on = { ...(await machineHere(link)), monitor: monitorHere(preferences.getState().monitor) };
      const result = {
        ...({ kind: 'monitor', on, wholeScreen } as const),
        ...{ answers: [...answers], readings: measured.kind === 'whole' ? measured.readings : null },
      };
      setSaved(await link.call('check.save', { result }));
      await readChecks(link, preferences);
    });
  const begin = (): void => {
    setSaved(null);
    setIsWalking(true);
  };
  const here = checked && { ...checked.machine, monitor: monitorHere(monitor) };
  const standing = here && checkStanding(checked.checks, 'monitor', here, new Date().toISOString());
  const said = failure === null ? null : errorWords(failure);
  const isAllAnswered = walked !== null && walked.answers.length === TEST_PATTERNS.length;
  return (
    <>
      <div className={styles['head']}>
        <p role="status">
          {saved ? (
            <Verdict check={saved} />
          ) : (
            <>
              The window stands on {monitor?.name ?? 'a monitor that is not known'}.{' '}
              {standing ? `Last check: ${standingWords(standing)}` : ''}
            </>
          )}
        </p>
        {saved ? <ExportButtons check={saved} /> : null}
        <Button tone={walked === null ? 'primary' : 'plain'} onClick={begin}>
          {walked === null ? 'Show the test patterns' : 'Show the patterns again'}
        </Button>
      </div>
      <FailureLine said={said} />
      {walked === null ? (
        <Begin />
      ) : (
        <>
          <Answers walked={walked} onChange={setWalked} />
          <ReadingsForm draft={readings} onChange={setReadings} />
          <div className={styles['head']}>
            <p className={styles['quiet']}>
              {walked.wholeScreen
                ? 'The patterns filled the whole monitor.'
                : 'The patterns did not fill the whole monitor pixel by pixel: the record says so, and the mark "not diagnostic" stays.'}
            </p>
            <Button
              tone="primary"
              disabled={busy || !isAllAnswered || measured.kind === 'partial' || saved !== null}
              onClick={() => save(walked.answers, walked.wholeScreen)}
            >
              {saved ? 'On record' : 'Put on record'}
            </Button>
          </div>
        </>
      )}
      {isWalking ? (
        <PatternWalk
          before={walked}
          onEnd={(now) => {
            setIsWalking(false);
            setWalked(now);
          }}
        />
      ) : null}
    </>
  );
}

function Verdict({ check }: { readonly check: StationCheck }) {
  const passed = hasPassed(check.result);
  return (
    <span data-passed={passed} className={styles['verdict']}>
      {passed
        ? 'Passed and on record.'
        : 'FAILED and on record: do not read on this monitor before somebody who looks after monitors has seen it.'}
    </span>
  );
}

function Begin() {
  return (
    <EmptyState title={`${TEST_PATTERNS.length} patterns, a question each`}>
      <p>
        Dim the room as for reading, let the monitor warm up, and sit where you read. The patterns fill the monitor that
        the window stands on; <b>M</b> goes over to the next one. <b>Y</b> passes a pattern, <b>N</b> fails it, the
        arrows go on and back, <b>Esc</b> ends. A failed pattern fails the monitor. Whoever has a photometer can put
        down the luminance of 18 greys afterwards: only that takes the mark "grey scale not measured" away.
      </p>
    </EmptyState>
  );
}

function Answers({ walked, onChange }: { readonly walked: Walked; readonly onChange: (walked: Walked) => void }) {
  const note = (pattern: PatternAnswer['pattern'], text: string): void =>
    onChange({
      ...walked,
      answers: walked.answers.map((one) => (one.pattern === pattern ? { ...one, note: text } : one)),
    });
  return (
    <ul className={styles['answers']} aria-label="What was seen">
      {TEST_PATTERNS.map(({ id, title }) => {
        const answer = walked.answers.find(({ pattern }) => pattern === id);
        const state = answer === undefined ? 'warning' : answer.pass ? 'ok' : 'failed';
        return (
          <li key={id} className={styles['answer']} data-state={state}>
            <span className={styles['state']}>
              {answer === undefined ? 'Not seen' : answer.pass ? 'Passed' : 'FAILED'}
            </span>
            <span>{title}</span>
            <input
              className={styles['note']}
              aria-label={`Note on ${title.toLowerCase()}`}
              placeholder="Note"
              value={answer?.note ?? ''}
              disabled={answer === undefined}
              maxLength={500}
              onChange={(event) => note(id, event.target.value)}
            />
          </li>
        );
      })}
    </ul>
  );
}
