/** When a series was begun: DICOM DA, a space and DICOM TM; null without a day. */
export function momentOf(date: string | null, time: string | null): string | null {
  const day = date?.trim() ?? '';
  return day === '' ? null : `${day} ${time?.trim() ?? ''}`.trim().slice(0, 40);
}

/** The same for a person: "2026-03-01 14:05". What is no DICOM day is left as it is. */
export function momentWords(moment: string): string {
  const [day = '', time = ''] = moment.split(' ');
  const date = /^\d{8}$/.test(day) ? `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}` : day;
  return /^\d{4}/.test(time) ? `${date} ${time.slice(0, 2)}:${time.slice(2, 4)}` : date;
}
