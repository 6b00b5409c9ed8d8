import type { ObjectId } from '../../model/ids.ts';
import type { BesideSeries } from '../../model/review/beside.ts';
import type { SeenLook } from '../../model/seen.ts';
import { seenKind } from '../../rules/seen-map/seen-kinds.ts';
import type { SeenKind } from '../../rules/seen-map/seen-kinds.ts';

export type Glance = Omit<SeenLook, 'objectId' | 'frame'>;

/** One picture as both had it on the glass; null: never. */
export interface PictureSeen {
  /** Null: it is not in the copy. */
  readonly objectId: ObjectId | null;
  readonly frame: number;
  readonly original: Glance | null;
  readonly reviewer: Glance | null;
}

/** Neighbouring pictures that one had on the glass and the other did not. */
export interface SeenRun {
  /** Places in the series, from 0, both inside. */
  readonly from: number;
  readonly to: number;
  readonly by: 'original' | 'reviewer';
  /** ms, of all its pictures together. */
  readonly dwell: number;
}

export interface SeriesSeen {
  readonly seriesUid: string;
  readonly number: number | null;
  readonly description: string | null;
  readonly modality: string | null;
  /** Left unread on purpose. */
  readonly aside: { readonly original: boolean; readonly reviewer: boolean };
  readonly pictures: readonly PictureSeen[];
  readonly runs: readonly SeenRun[];
}

/** What two readers had on the glass, picture by picture: the series of the second, then those that only the first had. */
export function compareSeen(original: readonly BesideSeries[], reviewer: readonly BesideSeries[]): SeriesSeen[] {
  const first = new Map(original.map((series) => [series.seriesUid, series]));
  const known = new Set(reviewer.map(({ seriesUid }) => seriesUid));
  return [
    ...reviewer.map((series) => seriesSeen(series, first.get(series.seriesUid) ?? null, series)),
    ...original.filter(({ seriesUid }) => !known.has(seriesUid)).map((series) => seriesSeen(series, series, null)),
  ];
}

/** How it was shown, from least to most. */
export function glanceKind(glance: Glance | null): SeenKind {
  return seenKind(glance ?? undefined, glance !== null);
}

function seriesSeen(
  { seriesUid, number, description, modality }: BesideSeries,
  original: BesideSeries | null,
  reviewer: BesideSeries | null,
): SeriesSeen {
  const pictures = picturesSeen(original, reviewer);
  return {
    ...{ seriesUid, number, description, modality, pictures, runs: runsOf(pictures) },
    aside: { original: original?.aside === true, reviewer: reviewer?.aside === true },
  };
}

type Keyed = BesideSeries['objects'][number];

/** In the order of the reviewer's series; pictures that are not in the copy stand at the end. */
function picturesSeen(original: BesideSeries | null, reviewer: BesideSeries | null): PictureSeen[] {
  const firstOf = new Map((original?.objects ?? []).flatMap((one) => (one.sopUid === null ? [] : [[one.sopUid, one]])));
  const known = new Set((reviewer?.objects ?? []).map(({ sopUid }) => sopUid));
  const rest = (original?.objects ?? []).filter(({ sopUid }) => sopUid === null || !known.has(sopUid));
  const of = (first: Keyed | null, second: Keyed | null): PictureSeen[] => {
    const one = second ?? first;
    return Array.from({ length: one?.frames ?? 0 }, (_unused, at) => ({
      ...{ objectId: one?.objectId ?? null, frame: at + 1 },
      ...{ original: glanceAt(first, at + 1), reviewer: glanceAt(second, at + 1) },
    }));
  };
  return [
    ...(reviewer?.objects ?? []).flatMap((one) => of(firstOf.get(one.sopUid ?? '') ?? null, one)),
    ...rest.flatMap((one) => of(one, null)),
  ];
}

function glanceAt(object: Keyed | null, frame: number): Glance | null {
  const found = object?.shown.find((one) => one.frame === frame);
  return found === undefined ? null : { glassMs: found.glassMs, fullMs: found.fullMs, parts: found.parts };
}

/** Pictures of nobody and of both end a run. */
function runsOf(pictures: readonly PictureSeen[]): SeenRun[] {
  const runs: SeenRun[] = [];
  for (const [at, { original, reviewer }] of pictures.entries()) {
    if ((original === null) === (reviewer === null)) continue;
    const by = original === null ? 'reviewer' : 'original';
    const dwell = (original ?? reviewer)?.glassMs ?? 0;
    const last = runs.at(-1);
    if (last !== undefined && last.by === by && last.to === at - 1) {
      runs[runs.length - 1] = { ...last, to: at, dwell: last.dwell + dwell };
    } else {
      runs.push({ from: at, to: at, by, dwell });
    }
  }
  return runs;
}
