import type { ReaderPseudonym } from '../../model/ids.ts';
import type { Programme } from '../../model/review/programme.ts';
import type { SourceReport } from '../../model/review/source-report.ts';
import { whyNotReview } from '../draw/draw-cases.ts';
import { fits } from '../draw/heaps.ts';
import type { DrawnBefore } from '../draw/pool.ts';

/** A case that nobody drew: its reviewer met the report while reading a follow-up. */
export interface MetBefore {
  readonly reviewer: ReaderPseudonym;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly report: Pick<SourceReport, 'author' | 'modality' | 'region' | 'shift'>;
}

export interface MetRule {
  readonly programme: Programme;
  /** Every case of the programme, drawn or met. */
  readonly earlier: readonly DrawnBefore[];
  readonly met: readonly MetBefore[];
  /** UTC, ISO 8601. */
  readonly asOf: string;
}

/**
 * Why somebody may not give an opinion on a report that they met. not-given stands for all that would tell them whether somebody else read
 * it, or read them: a reader who sees a prior report knows its author by name.
 */
export type WhyNotMet = 'own-case' | 'outside-window' | 'quota-full' | 'not-given';

const DAY_MS = 86_400_000;

/**
 * Null: they may. What is met is counted over the programme's days: a reader's most, and each quota's, is not passed by meeting either.
 * Whether it is their own comes first, so that an author learns nothing of a reading of it.
 */
export function whyNotMet(rule: MetRule, reviewer: ReaderPseudonym, report: SourceReport): WhyNotMet | null {
  if (report.author === reviewer) return 'own-case';
  const closed = whyNotReview(rule, reviewer, report);
  if (closed === 'outside-window') return 'outside-window';
  if (closed !== null) return 'not-given';
  return isFull(rule, reviewer, report) ? 'quota-full' : null;
}

function isFull({ programme, met, asOf }: MetRule, reviewer: ReaderPseudonym, report: SourceReport): boolean {
  const from = Date.parse(asOf) - programme.windowDays * DAY_MS;
  const counted = met.filter(({ at }) => Date.parse(at) >= from);
  const own = programme.reviewers.find(({ reader }) => reader === reviewer);
  const most = own?.most ?? null;
  if (most !== null && counted.filter((one) => one.reviewer === reviewer).length >= most) return true;
  return programme.quotas.some((quota) => {
    if (quota.most === null || !fits(quota, report)) return false;
    const isAlike = (one: MetBefore): boolean =>
      fits(quota, one.report) && quota.each.every((dimension) => one.report[dimension] === report[dimension]);
    return counted.filter(isAlike).length >= quota.most;
  });
}
