import { displayDate, displayTime } from '../../shared/dicom/dates.ts';

export interface StudyWhen {
  readonly studyDate: string | null;
  readonly studyTime?: string | null | undefined;
}

/** The date of a study; with its time where another one of `all` (which may hold it) has the same date. */
export function whenOf(study: StudyWhen, all: readonly StudyWhen[]): string {
  const sameDay = all.filter((one) => one.studyDate === study.studyDate).length > 1;
  return [displayDate(study.studyDate), sameDay ? displayTime(study.studyTime ?? null) : ''].join(' ').trim();
}
