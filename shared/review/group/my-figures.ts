import type { ReaderPseudonym } from '../../model/ids.ts';
import type { CountedEvent, FunnelPlace, ShownRate } from '../../model/review/figures.ts';
import type { GroupBand, Lesson, MyProgrammeFigures } from '../../model/review/my-figures.ts';
import { funnelLimits } from '../../rules/statistics/funnel.ts';
import { rateTable } from '../../rules/statistics/rates.ts';
import { counted, isSettled } from '../figures.ts';
import type { FigureCase } from '../figures.ts';
import { groupBand } from './anonymous-group.ts';
import type { GroupReview, Minimums } from './anonymous-group.ts';

/** A case with what the figures of one reader take of it. */
export interface OwnCase extends FigureCase {
  readonly review: GroupReview;
  readonly name: string;
  /** UTC, ISO 8601; null: it is not agreed. */
  readonly agreedAt: string | null;
}

export interface OwnOptions {
  readonly viewer: ReaderPseudonym;
  readonly event: CountedEvent;
  readonly minimums: Minimums;
  readonly now: string;
}

const DIMENSIONS = ['modality', 'region', 'shift'] as const;

/** A reader's own figures of one programme beside the group; null: nothing of theirs came to anything there. */
export function myProgrammeFigures(
  cases: readonly OwnCase[],
  { viewer, event, minimums, now }: OwnOptions,
): Omit<MyProgrammeFigures, 'programmeId' | 'name' | 'kind'> | null {
  const own = cases.filter(({ review, progress }) => review.author === viewer && isSettled(progress));
  if (own.length === 0) return null;
  const minimumN = minimums.at(-1)?.minimumN ?? Number.POSITIVE_INFINITY;
  const scored = own.filter(({ progress }) => progress.score !== null);
  const table = (keyOf: (one: FigureCase) => string): ReturnType<typeof rateTable> =>
    rateTable(counted(scored, event, keyOf), minimumN);
  const months = table(({ report }) => report.signedAt.slice(0, 7));
  const total = table(() => '').total;
  const group = groupBand(
    cases.map(({ review }) => review),
    ...([viewer, event, { minimums, now }] as const),
  );
  return {
    ...{ minimumN, settled: own.length, total, months: [...months.rows], group },
    by: DIMENSIONS.map((dimension) => ({ dimension, rows: [...table(({ report }) => report[dimension]).rows] })),
    funnel: total === null || group === null ? null : funnelOf(total, group),
    lessons: lessonsOf(own),
  };
}

/** The lower limits are those of the least that the group's rate can be, the upper ones of the most. */
function funnelOf({ cases, rate }: NonNullable<ShownRate>, group: GroupBand): MyProgrammeFigures['funnel'] {
  const limits = (of: number): { low95: number; high95: number; low998: number; high998: number } => {
    const [least, most] = [group.least, group.most].map((events) => funnelLimits(events / group.cases, of));
    return {
      ...{ low95: least?.low95 ?? 0, low998: least?.low998 ?? 0 },
      ...{ high95: most?.high95 ?? 1, high998: most?.high998 ?? 1 },
    };
  };
  const own = limits(cases);
  const place = ((): FunnelPlace => {
    if (rate > own.high998) return 'alarm-high';
    if (rate < own.low998) return 'alarm-low';
    if (rate > own.high95) return 'warning-high';
    return rate < own.low95 ? 'warning-low' : 'within';
  })();
  // As the funnel of a programme: 40 steps or fewer.
  const reach = cases * 1.5;
  const step = Math.max(1, Math.ceil(reach / 40));
  const lines = Array.from({ length: Math.ceil(reach / step) }, (_, at) => {
    const size = (at + 1) * step;
    return { cases: size, ...limits(size) };
  });
  return { place, lines };
}

function lessonsOf(own: readonly OwnCase[]): Lesson[] {
  return own
    .flatMap(({ progress: { scoring }, report: { modality, region }, name, agreedAt }) => {
      if (scoring === null || agreedAt === null) return [];
      const { learningPoint, errorClass, greatCall } = scoring;
      if (learningPoint === '' && !greatCall) return [];
      return [{ name, at: agreedAt, modality, region, learningPoint, errorClass, greatCall }];
    })
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}
