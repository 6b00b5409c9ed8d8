import { defaultHanging } from '../../shared/hanging/default-hanging.ts';
import type { HangingPlan, HungViewport, Screen } from '../../shared/hanging/default-hanging.ts';
import { linkKind, linkedIndex } from '../../shared/hanging/linked-position.ts';
import type { SeriesForReading, StudyForReading } from '../../shared/model/study.ts';
import type { FrameRef } from '../viewer/index.ts';
import { stackedSeries } from './series-stacks.ts';
import type { StackedSeries } from './series-stacks.ts';

/** What a viewport begins with: a series of a study and the picture to show first. */
export interface Hung {
  readonly studyId: HungViewport['studyId'];
  readonly seriesUid: string;
  readonly role: HungViewport['role'];
  readonly start: FrameRef | null;
}

export interface HungCase {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly viewports: readonly (Hung | null)[];
}

/** The order of each series, worked out before. */
interface Stacks {
  of(series: SeriesForReading): Pick<StackedSeries, 'holding' | 'main'>;
}

const EACH_ANEW: Stacks = { of: stackedSeries };

const CINE = new Set(['US', 'XA', 'RF', 'IVUS', 'NM']);

/** The middle of a volume, the beginning of a cine. */
export function startIndex(series: SeriesForReading, count: number): number {
  return CINE.has(series.modality ?? '') ? 0 : Math.floor(count / 2);
}

/**
 * Hangs a study beside its prior by the built-in rules; the prior begins at the same place where that is known.
 * @param stacks of the case, where they are kept
 */
export function hangCase(
  current: StudyForReading,
  prior: StudyForReading | null,
  screen?: Screen,
  stacks: Stacks = EACH_ANEW,
): HungCase {
  const plan: HangingPlan = defaultHanging(current, prior, screen);
  const seriesOf = (hung: HungViewport): SeriesForReading | null => {
    const study = hung.studyId === current.study.studyId ? current : prior;
    return study?.series.find((series) => series.seriesUid === hung.seriesUid) ?? null;
  };
  const leader = plan.viewports.find((hung) => hung?.role === 'current');
  const leading = leader ? seriesOf(leader) : null;
  const viewports = plan.viewports.map((hung): Hung | null => {
    const series = hung ? seriesOf(hung) : null;
    if (!hung || !series) return null;
    const { refs: stack } = stacks.of(series).holding(hung.objectId ? { objectId: hung.objectId, frame: 1 } : null);
    const own = hung.objectId ? stack.findIndex((ref) => ref.objectId === hung.objectId) : -1;
    const index =
      own >= 0
        ? own
        : leading && series !== leading
          ? besideLeader(leading, series, stacks)
          : startIndex(series, stack.length);
    return { studyId: hung.studyId, seriesUid: hung.seriesUid, role: hung.role, start: stack[index] ?? null };
  });
  return { name: plan.name, rows: plan.rows, columns: plan.columns, viewports };
}

function besideLeader(leading: SeriesForReading, series: SeriesForReading, stacks: Stacks): number {
  const first = stacks.of(leading).main.link;
  const { link: second, refs } = stacks.of(series).main;
  const own = startIndex(series, refs.length);
  if (linkKind(first, second) !== 'exact') return own;
  return linkedIndex(first, startIndex(leading, first.planes.length), second, 0) ?? own;
}
