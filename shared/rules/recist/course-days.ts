import { displayDate } from '../../dicom/dates.ts';
import type { LedgerStudy, LesionEntry } from '../../model/lesion.ts';

export type CourseStudy = Readonly<
  LedgerStudy & {
    /** YYYYMMDD. */
    date: string | null;
    /** HHMMSS. */
    time: string | null;
  }
>;

/** One time point: all that was entered for the studies of one date. */
export type CourseDay = Readonly<{
  date: string | null;
  studies: readonly CourseStudy[];
  /** One a lesion. */
  entries: readonly LesionEntry[];
  /** False: no part of the chain. */
  entered: boolean;
}>;

/**
 * Time points, oldest first: the dates with entries, and that of the current study. Chest and abdomen of one day are two studies
 * and one examination. What has no date stands in no chain.
 */
export function courseDays(
  studies: readonly CourseStudy[],
  entries: readonly LesionEntry[],
): { readonly days: readonly CourseDay[]; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const withEntries = new Set(entries.map(({ studyId }) => studyId));
  const shown = studies.filter(({ studyId, current }) => current || withEntries.has(studyId));
  const byDate = new Map<string, CourseStudy[]>();
  for (const study of shown) {
    if (study.date !== null) byDate.set(study.date, [...(byDate.get(study.date) ?? []), study]);
    else if (withEntries.has(study.studyId))
      problems.push('lesions of a study without a date are left out of the chain');
  }
  const days = [...byDate]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, ofDay]): CourseDay => {
      const inOrder = ofDay.toSorted((a, b) => ((a.time ?? '') < (b.time ?? '') ? -1 : 1));
      const found = lastOfEach(inOrder, entries);
      problems.push(...found.twice.map((label) => `${label} was entered for two studies of ${displayDate(date)}`));
      return { date, studies: inOrder, entries: found.entries, entered: found.entries.length > 0 };
    });
  const undated = shown.filter(({ date, current }) => date === null && current);
  const last = undated.map((study) => ({
    ...{ date: null, studies: [study], entered: false },
    entries: entries.filter(({ studyId }) => studyId === study.studyId),
  }));
  return { days: [...days, ...last], problems };
}

/** Of a lesion that was entered for two studies of a day the later one counts, and that is said. */
function lastOfEach(
  studies: readonly CourseStudy[],
  entries: readonly LesionEntry[],
): { readonly entries: readonly LesionEntry[]; readonly twice: readonly string[] } {
  const found = new Map<string, LesionEntry>();
  const twice = new Set<string>();
  for (const { studyId } of studies) {
    for (const entry of entries.filter((one) => one.studyId === studyId)) {
      if (found.has(entry.trackingUid)) twice.add(entry.label);
      found.set(entry.trackingUid, entry);
    }
  }
  return { entries: [...found.values()], twice: [...twice] };
}
