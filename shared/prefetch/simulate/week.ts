import type { Priority } from '../plan-facts.ts';
import * as from from './distributions.ts';
import type { SimModality } from './distributions.ts';
import { Draw } from './random.ts';
import { KINDS, SILENT } from './vocabulary.ts';
import type { Kind } from './vocabulary.ts';

export interface SimStudy {
  readonly studyId: string;
  readonly siteId: string;
  readonly bytes: number;
  readonly modality: SimModality;
  readonly description: string;
  /** Years before its case. */
  readonly yearsAgo: number;
}

export interface SimCase {
  readonly caseId: string;
  readonly arrivesAt: number;
  /** When another reader takes it, unless ours has claimed it by then. */
  readonly takenAt: number;
  readonly priority: Priority;
  readonly dueAt: number;
  readonly readMs: number;
  readonly study: SimStudy;
  /** Newest first. */
  readonly priors: readonly SimStudy[];
  /** The prior that the reader will look at, by the hidden truth; null: there is none that matters. */
  readonly relevant: string | null;
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface SimWeek {
  readonly seed: number;
  readonly end: number;
  readonly cases: readonly SimCase[];
  readonly shifts: readonly Stretch[];
  /** Bytes a second of the home line, a value for each RATE_STEP. */
  readonly homeRates: readonly number[];
  readonly homeOutages: readonly Stretch[];
  readonly siteOutages: ReadonlyMap<string, readonly Stretch[]>;
}

/** Weeks of a worklist, a line and a reader, the same for the same seed. Time begins with 0, a Monday at midnight. */
export function makeWeeks(seed: number, weeks: number): SimWeek {
  const end = weeks * 7 * from.DAY;
  const draw = new Draw(seed);
  const lines = new Draw(seed + 1_000_003);
  return {
    ...{ seed, end, shifts: shiftsOf(weeks) },
    cases: arrivals(draw, end).map((at, number) => makeCase(draw, at, number)),
    homeRates: Array.from({ length: Math.ceil(end / from.RATE_STEP) }, (_, step) => homeRate(lines, step)),
    homeOutages: [...outages(lines, weeks, from.HOME_OUTAGES), ...longOutages(lines, weeks)],
    siteOutages: new Map(from.SITES.map(({ siteId }) => [siteId, outages(lines, weeks, from.SITE_OUTAGES)])),
  };
}

function arrivals(draw: Draw, end: number): readonly number[] {
  const total = from.HOUR_WEIGHTS.reduce((sum, weight) => sum + weight, 0);
  const times: number[] = [];
  for (let hour = 0; hour * from.HOUR < end; hour += 1) {
    const mean = (from.ARRIVALS_A_DAY * (from.HOUR_WEIGHTS[hour % 24] ?? 0)) / total;
    const count = draw.poisson(mean);
    for (let one = 0; one < count; one += 1) times.push((hour + draw.share()) * from.HOUR);
  }
  return times.sort((a, b) => a - b);
}

function makeCase(draw: Draw, arrivesAt: number, number: number): SimCase {
  const caseId = `case-${number}`;
  const { modality, minutes: reading } = draw.weighted(from.MODALITIES);
  const kind = draw.weighted(KINDS.filter((one) => one.modality === modality));
  const { siteId } = draw.weighted(from.SITES);
  const { priority, minutes } = draw.weighted(from.PRIORITIES);
  const hour = (arrivesAt / from.HOUR) % 24;
  const others = hour >= 7 && hour < 20 ? from.OTHERS_MINUTES.day : from.OTHERS_MINUTES.night;
  const { priors, relevant } = makePriors(draw, kind, { siteId, caseId });
  return {
    ...{ caseId, arrivesAt, priority, priors, relevant },
    takenAt: arrivesAt + draw.exponential(others) * from.MINUTE,
    dueAt: arrivesAt + minutes * from.MINUTE,
    readMs: Math.min(45, draw.logNormal(reading, from.READ_SPREAD)) * from.MINUTE,
    study: makeStudy(draw, kind, { studyId: `${caseId}-now`, siteId, yearsAgo: 0 }),
  };
}

function makePriors(
  draw: Draw,
  kind: Kind,
  { siteId, caseId }: { readonly siteId: string; readonly caseId: string },
): { readonly priors: readonly SimStudy[]; readonly relevant: string | null } {
  if (draw.isTrue(from.NO_PRIORS)) return { priors: [], relevant: null };
  // Geometric from 1, with the mean that is left for those who have any.
  const mean = from.MEAN_PRIORS / (1 - from.NO_PRIORS);
  const count = Math.min(60, 1 + Math.floor(Math.log(1 - draw.share()) / Math.log(1 - 1 / mean)));
  const hasMatch = draw.isTrue((1 - from.NO_MATCH) / (1 - from.NO_PRIORS));
  const match = hasMatch ? matchPlace(draw, count) : -1;
  let yearsAgo = 0;
  const priors = Array.from({ length: count }, (_, place) => {
    yearsAgo += draw.exponential(from.YEARS_BETWEEN_PRIORS) + 0.003;
    const chosen = place === match ? matching(draw, kind) : bystander(draw, kind, hasMatch && place > match);
    return makeStudy(draw, chosen, { studyId: `${caseId}-prior-${place}`, siteId, yearsAgo });
  });
  return { priors, relevant: hasMatch ? `${caseId}-prior-${match}` : null };
}

function matchPlace(draw: Draw, count: number): number {
  const newest = Math.ceil(count * from.NEWEST_SHARE);
  if (newest >= count || draw.isTrue(from.MATCH_IN_NEWEST)) return draw.below(newest);
  return newest + draw.below(count - newest);
}

function matching(draw: Draw, kind: Kind): Kind {
  const others = KINDS.filter((one) => one.part === kind.part && one.modality !== kind.modality);
  return others.length === 0 || draw.isTrue(from.SAME_MODALITY) ? kind : draw.one(others);
}

/** Not what the reader would look at: another part, or the part in another way, or older than the one that matters. */
function bystander(draw: Draw, kind: Kind, isOlder: boolean): Kind {
  const like = KINDS.filter((one) => one.part === kind.part && (isOlder || one.modality !== kind.modality));
  if (like.length > 0 && draw.isTrue(from.LOOKALIKE)) return draw.one(like);
  return draw.weighted(KINDS.filter((one) => one.part !== kind.part));
}

function makeStudy(draw: Draw, kind: Kind, own: Pick<SimStudy, 'studyId' | 'siteId' | 'yearsAgo'>): SimStudy {
  const size = from.MODALITIES.find(({ modality }) => modality === kind.modality) ?? from.MODALITIES[0];
  return {
    ...own,
    modality: kind.modality,
    bytes: Math.round(Math.min(3e9, draw.logNormal(size.bytes, size.spread))),
    description: draw.isTrue(from.SILENT_DESCRIPTION) ? draw.one(SILENT) : draw.one(kind.names),
  };
}

function homeRate(draw: Draw, step: number): number {
  const hour = ((step * from.RATE_STEP) / from.HOUR) % 24;
  const usual = from.HOME_RATE * (hour >= 18 && hour < 23 ? from.EVENING_SHARE : 1);
  return Math.min(from.HOME_RATE, draw.logNormal(usual, from.RATE_SPREAD));
}

function outages(draw: Draw, weeks: number, aWeek: number): readonly Stretch[] {
  return Array.from({ length: draw.poisson(aWeek * weeks) }, () => {
    const begin = draw.share() * weeks * 7 * from.DAY;
    return { from: begin, to: begin + draw.exponential(from.OUTAGE_MINUTES) * from.MINUTE };
  });
}

/** Two hours in one night of each week, while the reader reads. */
function longOutages(draw: Draw, weeks: number): readonly Stretch[] {
  return Array.from({ length: weeks }, (_, week) => {
    const night = week * 7 + draw.below(from.SHIFTS);
    const begin = night * from.DAY + from.SHIFT_FROM + (1 + draw.share() * 5) * from.HOUR;
    return { from: begin, to: begin + 2 * from.HOUR };
  });
}

function shiftsOf(weeks: number): readonly Stretch[] {
  return Array.from({ length: weeks * from.SHIFTS }, (_, number) => {
    const day = Math.floor(number / from.SHIFTS) * 7 + (number % from.SHIFTS);
    const begin = day * from.DAY + from.SHIFT_FROM;
    return { from: begin, to: begin + from.SHIFT_HOURS * from.HOUR };
  });
}
