import { useCallback, useEffect, useState } from 'react';
import type { PatternAnswer } from '../../shared/model/station-check.ts';
import { drawPattern, TEST_PATTERNS } from '../../shared/rules/station-check/patterns.ts';
import type { TestPattern } from '../../shared/rules/station-check/patterns.ts';
import { useNotices } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { Button } from '../ui/index.ts';
import { fillsMonitor, PatternScreen } from './pattern-screen.tsx';
import styles from './station-check.module.css';

/** What was answered, in the order of the patterns. */
export interface Walked {
  readonly answers: readonly PatternAnswer[];
  /** At every answer the pattern filled the monitor. */
  readonly wholeScreen: boolean;
}

/** One pattern after the other; the monitor is given back at the end. */
export function PatternWalk({
  before,
  onEnd,
}: {
  readonly before: Walked | null;
  readonly onEnd: (walked: Walked | null) => void;
}) {
  const [at, setAt] = useState(0);
  const [walked, setWalked] = useState<Walked>(() => ({ answers: before?.answers ?? [], wholeScreen: true }));
  const monitors = useFilledScreen();
  const pattern = TEST_PATTERNS[at];
  const id = pattern?.id ?? 'geometry';
  const draw = useCallback((width: number, height: number) => drawPattern(id, width, height), [id]);
  if (!pattern) return null;
  const end = (now: Walked): void => onEnd(now.answers.length === 0 ? null : now);
  const answer = (pass: boolean): void => {
    const note = walked.answers.find((one) => one.pattern === pattern.id)?.note ?? '';
    const others = walked.answers.filter((one) => one.pattern !== pattern.id);
    const now = {
      answers: [...others, { pattern: pattern.id, pass, note }],
      wholeScreen: walked.wholeScreen && fillsMonitor(),
    };
    setWalked(now);
    if (at === TEST_PATTERNS.length - 1) end(now);
    else setAt(at + 1);
  };
  const nextMonitor = (): void => {
    // What was seen of another monitor says nothing of this one.
    setWalked({ answers: [], wholeScreen: true });
    setAt(0);
    monitors.next();
  };
  const press = (key: string): void => {
    if (key === 'y' || key === 'Y') answer(true);
    else if (key === 'n' || key === 'N') answer(false);
    else if ((key === 'm' || key === 'M') && monitors.count > 1) nextMonitor();
    else if (key === 'ArrowRight') setAt(Math.min(at + 1, TEST_PATTERNS.length - 1));
    else if (key === 'ArrowLeft') setAt(Math.max(at - 1, 0));
  };
  return (
    <PatternScreen title={pattern.title} draw={draw} onKey={press} onEnd={() => end(walked)}>
      <Question pattern={pattern} at={at} given={walked.answers.find((one) => one.pattern === pattern.id) ?? null} />
      <div className={styles['barButtons']}>
        <Button keyHint="Y" data-autofocus="" onClick={() => answer(true)}>
          Yes
        </Button>
        <Button keyHint="N" onClick={() => answer(false)}>
          No
        </Button>
        {monitors.count > 1 ? (
          <Button keyHint="M" onClick={nextMonitor}>
            Next monitor
          </Button>
        ) : null}
        <Button keyHint="Esc" onClick={() => end(walked)}>
          End
        </Button>
      </div>
    </PatternScreen>
  );
}

function Question({
  pattern,
  at,
  given,
}: {
  readonly pattern: TestPattern;
  readonly at: number;
  readonly given: PatternAnswer | null;
}) {
  return (
    <p className={styles['question']} role="status">
      <b>
        {at + 1} of {TEST_PATTERNS.length}: {pattern.title}.
      </b>{' '}
      {pattern.question} {given === null ? '' : given.pass ? 'Answered: yes.' : 'Answered: no.'}
    </p>
  );
}

/** The window fills its monitor while a part is there. */
export function useFilledScreen(): { readonly count: number; readonly next: () => void } {
  const { link, preferences } = useServices();
  const notices = useNotices();
  const [count, setCount] = useState(1);
  const fill = useCallback(
    (on: boolean, next: boolean): void => {
      link.call('app.fillScreen', { on, next }).then(
        ({ monitor, monitors }) => {
          setCount(monitors);
          preferences.setState({ monitor });
        },
        (error: unknown) => notices.fail(error, 'Test patterns'),
      );
    },
    [link, preferences, notices],
  );
  useEffect(() => {
    fill(true, false);
    return () => fill(false, false);
  }, [fill]);
  return { count, next: () => fill(true, true) };
}
