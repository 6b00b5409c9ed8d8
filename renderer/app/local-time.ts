/** UTC to the clock of this computer, "2026-03-01 03:15". */
export function localMinutes(utc: string): string {
  const at = new Date(utc);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The day of it, "2026-03-01". */
export function localDay(utc: string): string {
  return localMinutes(utc).slice(0, 10);
}
