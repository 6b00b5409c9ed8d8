import type { FollowUp, FollowUpKind } from '../../model/follow-up.ts';
import { bodyRegions } from '../../report/body-region.ts';

/** A study as far as it can be what was recommended. Dates: ISO days. */
export interface LaterStudy {
  readonly date: string;
  readonly modalities: readonly string[];
  /** Body parts and description, in the words of its headers. */
  readonly said: string;
}

/** DICOM modalities (PS3.3 C.7.3.1.1.1) by which each is done; empty: nothing that arrives as a study proves it. */
const DONE_BY: Readonly<Record<FollowUpKind, readonly string[]>> = {
  CT: ['CT'],
  MR: ['MR'],
  US: ['US'],
  XR: ['CR', 'DX', 'RF', 'RG'],
  MG: ['MG'],
  NM: ['NM'],
  PT: ['PT'],
  DXA: ['BMD', 'OT'],
  imaging: ['CT', 'MR', 'US', 'CR', 'DX', 'RF', 'MG', 'NM', 'PT', 'XA'],
  biopsy: [],
  endoscopy: ['ES'],
  consult: [],
};

/**
 * Whether a study can be what was recommended: one of the modalities, not long before its time, and of the same part of the body as far as
 * both say one. The part that the recommendation names counts, else that of the study that it was made of.
 * @param reported the study that the recommendation was made of
 */
export function fitsFollowUp(
  { recommendation, dueFrom }: Pick<FollowUp, 'recommendation' | 'dueFrom'>,
  reported: Pick<LaterStudy, 'date' | 'said'>,
  study: LaterStudy,
): boolean {
  const modalities = recommendation.kinds.flatMap((kind) => DONE_BY[kind]);
  if (!study.modalities.some((one) => modalities.includes(one))) return false;
  if (study.date < earliest(reported.date, dueFrom) || study.date <= reported.date) return false;
  const named = bodyRegions(recommendation.words);
  const wanted = named.size > 0 ? named : bodyRegions(reported.said);
  const there = bodyRegions(study.said);
  return wanted.size === 0 || there.size === 0 || [...wanted].some((region) => there.has(region));
}

/** A quarter of the time before it is due: an examination of next week is none that was wanted in a year. */
function earliest(reported: string, dueFrom: string | null): string {
  if (dueFrom === null) return reported;
  const [begin, due] = [Date.parse(reported), Date.parse(dueFrom)];
  if (Number.isNaN(begin) || due <= begin) return reported;
  return new Date(begin + (due - begin) * 0.75).toISOString().slice(0, 10);
}

/** @param today ISO day */
export function followUpState(
  { ended, dueTo }: Pick<FollowUp, 'ended' | 'dueTo'>,
  isFulfilled: boolean,
  today: string,
): 'open' | 'overdue' | 'done' | 'dropped' {
  if (ended !== null) return ended.how;
  if (isFulfilled) return 'done';
  return dueTo !== null && dueTo < today ? 'overdue' : 'open';
}
