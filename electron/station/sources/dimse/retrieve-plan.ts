import type { FoundInstance, FoundSeries } from '../../../../shared/model/source.ts';
import type { RetrieveRequest } from '../source.ts';
import type { Level } from './dimse-messages.ts';
import { classesOfModalities, STORAGE_CLASSES } from './storage-classes.ts';
import { key } from './wire/key.ts';
import type { Key } from './wire/key.ts';

/** One C-GET or C-MOVE. */
export interface RetrieveUnit {
  readonly level: Level;
  readonly keys: readonly Key[];
}

/** What one association fetches, one request after another. */
export interface Lane {
  readonly units: readonly RetrieveUnit[];
  /** Storage classes that may come. */
  readonly classes: readonly string[];
}

interface Piece {
  readonly unit: RetrieveUnit;
  readonly weight: number;
  readonly classes: readonly string[];
}

/** Instances that one request names; as UI of explicit representation they must stay under 64 KB. */
const MOST_NAMED = 500;
/** Fewer instances than these are not worth an association of their own. */
const LEAST_SPLIT = 8;

/** What the plan asks the source for. */
export interface PlanQueries {
  series(studyUid: string): Promise<readonly FoundSeries[]>;
  instances(studyUid: string, seriesUid: string): Promise<readonly FoundInstance[]>;
}

/**
 * Spreads a request over associations: a peer sends one object at a time on each, and waits for its answer. Large series are
 * split by their instances. A source that answers no queries is asked for the whole at once.
 */
export async function planRetrieve(
  request: RetrieveRequest,
  associations: number,
  queries: PlanQueries,
): Promise<readonly Lane[]> {
  const { studyUid, seriesUid, sopUids } = request;
  const study = key('studyUid', studyUid);
  if (seriesUid !== undefined && sopUids !== undefined) {
    const instances = sopUids.map((sopUid) => ({ sopUid, sopClass: null, number: null }));
    const classes = await classesOf(studyUid, seriesUid, queries);
    return lanesOf(split(studyUid, seriesUid, instances, classes, associations), associations);
  }
  const all = await queries.series(studyUid);
  const series = seriesUid === undefined ? all : all.filter((one) => one.seriesUid === seriesUid);
  if (series.length === 0) {
    const unit: RetrieveUnit =
      seriesUid === undefined
        ? { level: 'STUDY', keys: [study] }
        : { level: 'SERIES', keys: [study, key('seriesUid', seriesUid)] };
    return [{ units: [unit], classes: STORAGE_CLASSES }];
  }
  const total = series.reduce((sum, { instances }) => sum + (instances ?? 0), 0);
  const share = Math.max(LEAST_SPLIT, total / associations);
  const pieces: Piece[] = [];
  for (const one of series) pieces.push(...(await piecesOf(studyUid, one, share, associations, queries)));
  return lanesOf(pieces, associations);
}

/** Storage classes of a series: as its instances name them, else as its modality suggests. */
async function classesOf(studyUid: string, seriesUid: string, queries: PlanQueries): Promise<readonly string[]> {
  const named = (await queries.instances(studyUid, seriesUid)).map(({ sopClass }) => sopClass);
  if (named.length > 0 && !named.includes(null)) return [...new Set(named.filter((uid) => uid !== null))];
  const series = (await queries.series(studyUid)).find((one) => one.seriesUid === seriesUid);
  return classesOfModalities(series?.modality ? [series.modality] : []);
}

async function piecesOf(
  studyUid: string,
  series: FoundSeries,
  share: number,
  associations: number,
  queries: PlanQueries,
): Promise<readonly Piece[]> {
  const classes = classesOfModalities(series.modality === null ? [] : [series.modality]);
  const keys = [key('studyUid', studyUid), key('seriesUid', series.seriesUid)];
  const whole: Piece = { unit: { level: 'SERIES', keys }, weight: series.instances ?? 1, classes };
  if (series.instances !== null && (series.instances < LEAST_SPLIT || series.instances <= share / 2)) return [whole];
  const instances = await queries.instances(studyUid, series.seriesUid);
  if (instances.length === 0) return [whole];
  const named = instances.map(({ sopClass }) => sopClass);
  const exact = named.includes(null) ? classes : [...new Set(named.filter((uid) => uid !== null))];
  if (associations === 1 || instances.length < LEAST_SPLIT) {
    return [{ ...whole, weight: instances.length, classes: exact }];
  }
  return split(studyUid, series.seriesUid, instances, exact, associations);
}

function split(
  studyUid: string,
  seriesUid: string,
  instances: readonly FoundInstance[],
  classes: readonly string[],
  associations: number,
): readonly Piece[] {
  const lanes = Math.max(1, Math.min(associations, Math.ceil(instances.length / LEAST_SPLIT)));
  const size = Math.min(MOST_NAMED, Math.ceil(instances.length / lanes));
  const pieces: Piece[] = [];
  for (let at = 0; at < instances.length; at += size) {
    const some = instances.slice(at, at + size);
    const keys = [
      key('studyUid', studyUid),
      key('seriesUid', seriesUid),
      key('sopInstance', some.map(({ sopUid }) => sopUid).join('\\')),
    ];
    pieces.push({ unit: { level: 'IMAGE', keys }, weight: some.length, classes });
  }
  return pieces;
}

/** In their order, each to the association that has least to do. */
function lanesOf(pieces: readonly Piece[], associations: number): readonly Lane[] {
  const lanes = Array.from({ length: Math.max(1, Math.min(associations, pieces.length)) }, () => ({
    pieces: [] as Piece[],
    weight: 0,
  }));
  for (const piece of pieces) {
    const lane = lanes.reduce((least, one) => (one.weight < least.weight ? one : least));
    lane.pieces.push(piece);
    lane.weight += piece.weight;
  }
  return lanes.map((lane) => ({
    units: lane.pieces.map(({ unit }) => unit),
    classes: [...new Set(lane.pieces.flatMap(({ classes }) => classes))],
  }));
}
