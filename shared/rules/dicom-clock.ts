/** Seconds of a DICOM date (DA, also YYYY.MM.DD) and time (TM), on the clock they were written by; null when unreadable. */
export function secondsOf(date: string, time: string): number | null {
  const day = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(date.trim());
  const clock = clockSeconds(time);
  if (!day || clock === null) return null;
  const [year, month, dayOfMonth] = [Number(day[1]), Number(day[2]), Number(day[3])];
  const midnight = new Date(0);
  // setUTCFullYear takes early years as they stand; Date.UTC would read 0 to 99 as 19xx.
  midnight.setUTCFullYear(year, month - 1, dayOfMonth);
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== dayOfMonth) return null;
  return midnight.getTime() / 1000 + clock;
}

/** Seconds since midnight of a DICOM time; a zone at its end is left aside. Null when unreadable. */
export function clockSeconds(time: string): number | null {
  const parts = /^(\d{2}):?(\d{2})?:?(\d{2})?(\.\d{1,6})?(?:[+&-]\d{4})?$/.exec(time.trim());
  if (!parts) return null;
  const [hours, minutes, seconds] = [Number(parts[1]), Number(parts[2] ?? 0), Number(parts[3] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 60) return null;
  return hours * 3600 + minutes * 60 + seconds + Number(parts[4] ?? 0);
}
