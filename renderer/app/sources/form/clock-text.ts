const HOUR = 60;

/** "08:00" of minutes after midnight; 24:00 is the end of a day. */
export function clockText(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / HOUR))}:${two(minutes % HOUR)}`;
}

/** Minutes after midnight of "8:00"; NaN for what is no time. */
export function minutesOf(text: string): number {
  const found = /^([01]?\d|2[0-4])[:.]([0-5]\d)$/.exec(text.trim());
  const minutes = found === null ? Number.NaN : Number(found[1]) * HOUR + Number(found[2]);
  return minutes <= 24 * HOUR ? minutes : Number.NaN;
}
