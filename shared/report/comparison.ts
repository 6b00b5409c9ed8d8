import type { PriorInfo } from '../model/study.ts';

/**
 * What a report is compared with: the most relevant study that was begun before its own. Studies of one moment are parts of one examination,
 * and of one day without a time nobody knows which came first: none of them is a comparison. @param priors the most relevant first
 */
export function comparisonOf<Prior extends Pick<PriorInfo, 'studyDate' | 'studyTime'>>(
  priors: readonly Prior[],
  study: { readonly date: string | null; readonly time: string | null },
): Prior | null {
  return priors.find((prior) => isBefore(prior, study)) ?? null;
}

/** Dates as DICOM DA, times as DICOM TM. A study without a date is not known to be of the same day. */
function isBefore(
  { studyDate, studyTime }: Pick<PriorInfo, 'studyDate' | 'studyTime'>,
  { date, time }: { readonly date: string | null; readonly time: string | null },
): boolean {
  if (studyDate === null || date === null || studyDate !== date) return true;
  const [before, now] = [toSeconds(studyTime ?? null), toSeconds(time)];
  return before !== null && now !== null && before < now;
}

/** Whether two studies were begun at one moment, as the accessions of one examination are. False where a date or a time is not known. */
export function isSameExamination(
  one: Pick<PriorInfo, 'studyDate' | 'studyTime'>,
  other: Pick<PriorInfo, 'studyDate' | 'studyTime'>,
): boolean {
  const [a, b] = [toSeconds(one.studyTime ?? null), toSeconds(other.studyTime ?? null)];
  return one.studyDate !== null && one.studyDate === other.studyDate && a !== null && a === b;
}

/** "0800" and "080000.0" are one moment. */
function toSeconds(time: string | null): string | null {
  const digits = /^\d{2,6}/.exec(time ?? '')?.[0];
  return digits === undefined ? null : digits.padEnd(6, '0');
}
