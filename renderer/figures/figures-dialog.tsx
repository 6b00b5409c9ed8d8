import { useState } from 'react';
import type { ReadingFigures } from '../../shared/model/reading-figures.ts';
import { localMinutes } from '../app/local-time.ts';
import { errorWords } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { useFirst } from '../app/use-first.ts';
import { useTask } from '../app/use-task.ts';
import { Button, Dialog, EmptyState, FailureLine, LinePlot, SelectField } from '../ui/index.ts';
import { CLASS_WORDS, minutesText, toldWords, turnaroundWords } from './figure-words.ts';
import styles from './figures.module.css';

const SPANS = ['1', '7', '30', '365'] as const;
const SPAN_WORDS = { 1: 'the last day', 7: 'the last week', 30: 'the last 30 days', 365: 'the last year' } as const;

/** How the reader's work went: turnaround against target, interruptions, open findings, what was told in time. */
export function FiguresDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return open ? <OpenFigures onClose={onClose} /> : null;
}

function OpenFigures({ onClose }: { readonly onClose: () => void }) {
  const { link } = useServices();
  const task = useTask();
  const [span, setSpan] = useState<(typeof SPANS)[number]>('30');
  const [figures, setFigures] = useState<ReadingFigures | null>(null);
  const { start } = task;
  const load = (days: number): void =>
    start(async () => setFigures(await link.call('communication.figures', { days })));
  useFirst(() => load(30));
  const failure = task.failure === null ? null : errorWords(task.failure);
  return (
    <Dialog
      title="How reading went"
      open
      width="wide"
      onClose={onClose}
      actions={
        <Button data-autofocus onClick={onClose}>
          Close
        </Button>
      }
    >
      <SelectField
        label="Over"
        value={span}
        disabled={task.busy}
        options={SPANS.map((value) => ({ value, words: SPAN_WORDS[value] }))}
        onChange={(value) => {
          setSpan(value);
          load(Number(value));
        }}
      />
      <FailureLine said={failure} />
      {figures === null ? <p role="status">{failure === null ? 'Counting …' : ''}</p> : <Plots figures={figures} />}
    </Dialog>
  );
}

function Plots({ figures: { turnaround, interruptions, openLoops, told } }: { readonly figures: ReadingFigures }) {
  if (turnaround.length === 0 && openLoops.length === 0) {
    return (
      <EmptyState title="Nothing was read in that time">
        What you sign, and whom you tell of a finding, is counted here.
      </EmptyState>
    );
  }
  return (
    <div className={styles['plots']}>
      {turnaround.map((one) => (
        <Part
          key={one.class}
          title={`${CLASS_WORDS[one.class]}: from order or arrival to signature`}
          words={turnaroundWords(one)}
          points={one.points.map(({ at, minutes }) => ({ at, value: minutes }))}
          valueName="Turnaround"
          valueText={minutesText}
          target={one.target}
        />
      ))}
      <Part
        title="Cases left for another before they were signed, by hour"
        words={`${sumOf(interruptions)} in all`}
        points={interruptions.map(({ at, count }) => ({ at, value: count }))}
        valueName="Interruptions"
        valueText={String}
      />
      <Part
        title="Findings that nobody was told of, at the end of each day"
        words={`${openLoops.at(-1)?.count ?? 0} now`}
        points={openLoops.map(({ at, count }) => ({ at, value: count }))}
        valueName="Open"
        valueText={String}
      />
      {told.map((one) => (
        <Part
          key={one.category}
          title={`Category ${one.category}: from finding to telling`}
          words={toldWords(one)}
          points={one.points.map(({ at, minutes }) => ({ at, value: minutes }))}
          valueName="Told after"
          valueText={minutesText}
        />
      ))}
    </div>
  );
}

/** A plot with its table; in words alone where there are not two points to draw. */
function Part({
  title,
  words,
  points,
  valueName,
  valueText,
  target = null,
}: {
  readonly title: string;
  readonly words: string;
  readonly points: readonly { readonly at: number; readonly value: number }[];
  readonly valueName: string;
  readonly valueText: (value: number) => string;
  readonly target?: number | null;
}) {
  const [first, last] = [points[0], points.at(-1)];
  const isDrawn = first !== undefined && last !== undefined && last.at > first.at;
  return (
    <section className={styles['part']} aria-label={title}>
      {isDrawn ? (
        <LinePlot {...{ title, points, valueName, valueText, target }} summary={words} atText={momentText} allRows />
      ) : (
        <>
          <h3 className={styles['title']}>{title}</h3>
          <p className={styles['quiet']}>
            {`${words}${first === undefined ? '' : `: ${valueText(first.value)}, ${momentText(first.at)}`}`}
          </p>
        </>
      )}
    </section>
  );
}

function momentText(at: number): string {
  return localMinutes(new Date(at).toISOString());
}

function sumOf(counts: readonly { readonly count: number }[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}
