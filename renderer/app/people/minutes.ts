const USUAL = [1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240] as const;

/** Minutes to choose from: usual ones up to the longest, the longest itself and the one that is so now; rising. */
export function minuteChoices(longest: number, now: number): readonly number[] {
  const all = new Set([...USUAL.filter((minutes) => minutes <= longest), longest, now]);
  return [...all].sort((a, b) => a - b);
}
