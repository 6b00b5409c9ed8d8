import type { BesideSide, ReviewBeside } from '../../../shared/model/review/beside.ts';
import { dwellText, neverShownWords, seenCounts } from '../../../shared/rules/seen-map/seen-kinds.ts';
import { compareSeen, glanceKind } from '../../../shared/review/beside/compare-seen.ts';
import type { SeenRun, SeriesSeen } from '../../../shared/review/beside/compare-seen.ts';
import type { FrameRef } from '../../viewer/index.ts';
import styles from './beside.module.css';
import { SeenPair } from './seen-pair.tsx';

/** Runs of a series that are said in words. */
const MOST_RUNS = 6;

/** What each had on the glass, series by series: for how long, how large, and what one saw alone. */
export function SeenBeside({
  beside: { original, reviewer },
  onShow,
}: {
  readonly beside: ReviewBeside;
  readonly onShow: ((ref: FrameRef) => void) | null;
}) {
  const missing = missingWords(original, reviewer);
  const series = compareSeen(original?.seen ?? [], reviewer?.seen ?? []);
  return (
    <section aria-label="What was on the glass" className={styles['part']}>
      <h3>What was on the glass</h3>
      {missing.map((words) => (
        <p key={words} role="note">
          {words}
        </p>
      ))}
      {series.length === 0 ? null : <Legend />}
      {series.map((one) => (
        <OneSeries
          key={one.seriesUid}
          series={one}
          isKnown={{ original: hasMap(original), reviewer: hasMap(reviewer) }}
          onShow={onShow}
        />
      ))}
    </section>
  );
}

/** Whether it was kept what somebody had on the glass. */
export function hasMap(side: BesideSide | null): boolean {
  return side !== null && side.seen !== null;
}

function missingWords(original: BesideSide | null, reviewer: BesideSide | null): string[] {
  return [
    ...(!hasMap(original)
      ? ['No seen map was kept with the report: what its reader had on the glass is not known.']
      : []),
    ...(!hasMap(reviewer) ? ['No seen map of the reviewer was kept.'] : []),
  ];
}

function Legend() {
  return (
    <p className={styles['quiet']}>
      Above the line the reader of the report until the signature, below it the reviewer until the findings were locked.
      Bars: time on the glass. Blocks: all of it at full size, shown, under ¼ s, never (orange). Full size: a pixel of
      the screen or more for each of the image.
    </p>
  );
}

interface Known {
  readonly original: boolean;
  readonly reviewer: boolean;
}

function OneSeries({
  series,
  isKnown,
  onShow,
}: {
  readonly series: SeriesSeen;
  readonly isKnown: Known;
  readonly onShow: ((ref: FrameRef) => void) | null;
}) {
  const { pictures, runs, number, description, modality } = series;
  const name = `${number ?? ''} ${description ?? modality ?? 'Series'}`.trim();
  const refAt = (place: number): FrameRef | null => {
    const { objectId, frame } = pictures[place] ?? { objectId: null, frame: 1 };
    return objectId === null ? null : { objectId, frame };
  };
  const go = (place: number): void => {
    const ref = refAt(place);
    if (ref !== null) onShow?.(ref);
  };
  const lines = (['original', 'reviewer'] as const)
    .filter((by) => isKnown[by])
    .map((by) => `${WHO[by]}: ${sideWords(series, by)}`);
  // Of a side that is not known nothing is said to be missing.
  const told = isKnown.original && isKnown.reviewer ? runs.slice(0, MOST_RUNS) : [];
  return (
    <div className={styles['series']}>
      <strong>
        <bdi>{name}</bdi>
      </strong>
      <SeenPair label={`${name}. ${lines.join('. ')}`} pictures={pictures} onPick={onShow === null ? null : go} />
      {lines.map((line) => (
        <p key={line} className={styles['quiet']}>
          {line}
        </p>
      ))}
      {told.length === 0 ? null : (
        <ul aria-label={`Only one saw, ${name}`}>
          {told.map((run) => (
            <li key={`${run.from} ${run.by}`}>
              {onShow === null || refAt(run.from) === null ? (
                runWords(run)
              ) : (
                <button type="button" className={styles['jump']} onClick={() => go(run.from)}>
                  {runWords(run)}
                </button>
              )}
            </li>
          ))}
          {runs.length > told.length ? <li>{`… and ${runs.length - told.length} more`}</li> : null}
        </ul>
      )}
    </div>
  );
}

const WHO = { original: 'Reader of the report', reviewer: 'Reviewer' } as const;

/** "2 of 40 images never shown, 31 at full size, 34.0 s". */
function sideWords({ pictures, aside }: SeriesSeen, by: 'original' | 'reviewer'): string {
  const seen = pictures.map((one) => ({ kind: glanceKind(one[by]), dwell: one[by]?.glassMs ?? 0 }));
  const counts = seenCounts(seen);
  const dwell = seen.reduce((sum, one) => sum + one.dwell, 0);
  return [
    neverShownWords(counts, pictures.length),
    ...(counts.full > 0 ? [`${counts.full} at full size`] : []),
    ...(dwell > 0 ? [dwellText(dwell)] : []),
    ...(aside[by] ? ['left unread on purpose'] : []),
  ].join(', ');
}

/** "Images 1 to 6: 4.2 s to the reviewer, never shown to the reader of the report". */
function runWords({ from, to, by, dwell }: SeenRun): string {
  const images = from === to ? `Image ${from + 1}` : `Images ${from + 1} to ${to + 1}`;
  return by === 'reviewer'
    ? `${images}: ${dwellText(dwell)} to the reviewer, never shown to the reader of the report`
    : `${images}: ${dwellText(dwell)} to the reader of the report, never shown to the reviewer`;
}
