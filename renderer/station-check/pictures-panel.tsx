import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { asAppError } from '../../shared/errors/app-error.ts';
import type { CheckStep, StationCheck } from '../../shared/model/station-check.ts';
import { checkStanding, hasPassed } from '../../shared/rules/station-check/standing.ts';
import { STEP_NAMES } from '../../shared/rules/station-check/check-text.ts';
import { studyOnDesk } from '../app/layout.ts';
import { errorWords } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { machineHere, monitorHere, readChecks, standingWords } from '../app/station-record/index.ts';
import { Button, EmptyState, FailureLine, ProgressBar } from '../ui/index.ts';
import { CHECK_STEPS, checkPictures } from './check-pictures.ts';
import { MEANINGS, STATE_WORDS } from './check-words.ts';
import { ExportButtons } from './export-buttons.tsx';
import styles from './station-check.module.css';

interface Progress {
  readonly done: number;
  readonly words: string;
  /** Milliseconds. */
  readonly took: number;
}

/** The check of pictures: begun by a key, drawn on a glass that is seen, its result put on record. */
export function PicturesPanel() {
  const { link, frames, preferences, layout, access } = useServices();
  const glass = useRef<HTMLDivElement>(null);
  const stop = useRef<AbortController | null>(null);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [steps, setSteps] = useState<readonly CheckStep[] | null>(null);
  const [saved, setSaved] = useState<StationCheck | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  // A study on the desk has the viewer of this window.
  const reader = useStore(access.view, ({ state }) => state?.reader?.personId ?? null);
  const isDeskTaken = useStore(layout, (state) => studyOnDesk(state, reader) !== null);
  useEffect(() => () => stop.current?.abort(), []);

  const run = async (element: HTMLDivElement, signal: AbortSignal): Promise<void> => {
    const { pictures } = await link.call('check.phantoms', {});
    const begin = performance.now();
    let done = -1;
    const step = (words: string): void => {
      done += 1;
      setProgress({ done, words, took: performance.now() - begin });
    };
    const memory = () => link.call('check.memory', {});
    const { painting, monitor } = preferences.getState();
    const found = await checkPictures({ pictures, frames, element, signal, memory, step }, painting, setSteps);
    const on = { ...(await machineHere(link)), monitor: monitorHere(monitor) };
    setSaved(await link.call('check.save', { result: { kind: 'pictures', on, steps: [...found] } }));
    await readChecks(link, preferences);
  };

  const start = (): void => {
    if (!glass.current || progress !== null || isDeskTaken) return;
    const abort = new AbortController();
    stop.current = abort;
    setSteps(null);
    setSaved(null);
    setFailure(null);
    setProgress({ done: 0, words: 'Making the pictures', took: 0 });
    run(glass.current, abort.signal)
      .catch((error: unknown) => {
        if (asAppError(error).family === 'cancelled') setSteps(null);
        else setFailure(error);
      })
      .finally(() => setProgress(null));
  };

  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'r' || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      start();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });

  const said = failure === null ? null : errorWords(failure);
  return (
    <div className={styles['pictures']}>
      <div className={styles['results']}>
        <div className={styles['head']}>
          <Status steps={steps} isRunning={progress !== null} isDeskTaken={isDeskTaken} />
          {saved ? <ExportButtons check={saved} /> : null}
          <Button tone="primary" keyHint="R" disabled={progress !== null || isDeskTaken} onClick={start}>
            {steps === null ? 'Check now' : 'Check again'}
          </Button>
        </div>
        {progress === null ? null : (
          <ProgressBar
            label={progress.words}
            done={progress.done}
            total={CHECK_STEPS}
            timeLeft={timeLeft(progress)}
            onCancel={() => stop.current?.abort()}
          />
        )}
        <FailureLine said={said} />
        {steps === null ? (
          progress === null ? (
            <NotYet />
          ) : null
        ) : (
          <ul className={styles['steps']} aria-label="What was found">
            {steps.map((one) => (
              <Step key={one.id} step={one} />
            ))}
          </ul>
        )}
      </div>
      <figure className={styles['glassFrame']}>
        <div ref={glass} className={styles['glass']} data-check-glass="" />
        <figcaption>
          The pictures of the check, drawn as those of patients are: same decoders, same port, same glass.
        </figcaption>
      </figure>
    </div>
  );
}

/** Seconds; null while too little is done to tell. */
function timeLeft({ done, took }: Progress): number | null {
  return done < 3 ? null : ((took / done) * (CHECK_STEPS - done)) / 1000;
}

function Status({
  steps,
  isRunning,
  isDeskTaken,
}: {
  readonly steps: readonly CheckStep[] | null;
  readonly isRunning: boolean;
  readonly isDeskTaken: boolean;
}) {
  if (isDeskTaken && !isRunning) {
    return <p role="status">Put the study on the desk back first: it has the viewer of this window.</p>;
  }
  if (isRunning) return <p role="status">Checking …</p>;
  if (steps === null) return <LastCheck />;
  const failed = steps.filter(({ state }) => state === 'failed');
  const text =
    failed.length === 0
      ? 'Passed: this machine decodes, draws and measures right.'
      : `FAILED: ${failed.map(({ id }) => STEP_NAMES[id].toLowerCase()).join(', ')}. Do not read here before this is mended.`;
  return (
    <p role="status" data-passed={failed.length === 0} className={styles['verdict']}>
      {text}
    </p>
  );
}

function LastCheck() {
  const { preferences } = useServices();
  const { checked, monitor } = useStore(preferences);
  if (checked === null) return <p role="status">Looking for the last check …</p>;
  const here = { ...checked.machine, monitor: monitorHere(monitor) };
  const standing = checkStanding(checked.checks, 'pictures', here, new Date().toISOString());
  return (
    <p role="status" data-passed={standing.check ? hasPassed(standing.check.result) : undefined}>
      Last check: {standingWords(standing)}
    </p>
  );
}

function NotYet() {
  return (
    <EmptyState title="Does this machine show and measure right?">
      <p>
        Made-up pictures with known answers go through this machine as those of patients do: every transfer syntax,
        every way of grey on processor and graphics card, all eight ways a picture can lie, rods, a sphere and angles, a
        stack to scroll, and the memory it takes. It takes about half a minute, and the result is put on record.
      </p>
    </EmptyState>
  );
}

function Step({ step: { id, state, found, lines, ms } }: { readonly step: CheckStep }) {
  const { means, next } = MEANINGS[id];
  return (
    <li className={styles['step']} data-state={state} data-step={id}>
      <span className={styles['state']}>{STATE_WORDS[state]}</span>
      <div>
        <h3>{STEP_NAMES[id]}</h3>
        <p>{found}</p>
        {state === 'ok' ? null : (
          <p className={styles['next']}>
            {means} {next}
          </p>
        )}
        {lines.length === 0 ? null : (
          <details>
            <summary>{lines.length === 1 ? 'One thing' : `${lines.length} things`} looked at</summary>
            <ul className={styles['lines']}>
              {lines.map((line, at) => (
                // Lines never change their order.
                <li key={`${at} ${line}`}>{line}</li>
              ))}
            </ul>
          </details>
        )}
      </div>
      <span className={styles['quiet']}>{(ms / 1000).toFixed(1)} s</span>
    </li>
  );
}
