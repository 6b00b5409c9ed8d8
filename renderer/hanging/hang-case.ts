import { defaultHanging } from '../../shared/hanging/default-hanging.ts';
import type { HangingPlan, HungViewport, Screen } from '../../shared/hanging/default-hanging.ts';
import { linkKind, linkedIndex } from '../../shared/hanging/linked-position.ts';
import type { LinkStack } from '../../shared/hanging/linked-position.ts';
import { displayFrames } from '../../shared/dicom/sort-frames.ts';
import type { SeriesFrame } from '../../shared/dicom/sort-frames.ts';
import type { SeriesForReading, StudyForReading } from '../../shared/model/study.ts';
import { planeNormal } from '../../shared/rules/geometry.ts';
import type { FrameRef } from '../viewer/index.ts';

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

/** Every picture of a series that can be shown, in display order. */
export function stackOf(series: SeriesForReading): readonly FrameRef[] {
  return refsOf(displayFrames(series.images));
}

/** Where the pictures of a series lie, for scrolling two together. */
export function linkStackOf(series: SeriesForReading): LinkStack {
  return linkOf(series, displayFrames(series.images));
}

/** The names of pictures that are in order already. */
export function refsOf(frames: readonly SeriesFrame[]): readonly FrameRef[] {
  return frames.map(({ image, frame }) => ({ objectId: image.objectId, frame }));
}

/** @param frames of that series, in display order */
export function linkOf(series: SeriesForReading, frames: readonly SeriesFrame[]): LinkStack {
  const planes = frames.map(({ info: { position, orientation } }) => {
    const normal = orientation && planeNormal(orientation);
    return position && normal ? { position, normal } : null;
  });
  return { frameOfReference: frames[0]?.image.frameOfReference ?? series.frameOfReference, planes };
}

/** The order of each series, worked out before. */
interface Stacks {
  of(series: SeriesForReading): { readonly refs: readonly FrameRef[]; readonly link: LinkStack };
}

const EACH_ANEW: Stacks = { of: (series) => ({ refs: stackOf(series), link: linkStackOf(series) }) };

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
    const { refs: stack } = stacks.of(series);
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
  const first = stacks.of(leading).link;
  const { link: second, refs } = stacks.of(series);
  const own = startIndex(series, refs.length);
  if (linkKind(first, second) !== 'exact') return own;
  return linkedIndex(first, startIndex(leading, first.planes.length), second, 0) ?? own;
}
