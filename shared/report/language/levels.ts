/** Levels of the spine that a text names: a disc as "C5/C6" however it is written ("C5/6", "C5-C6", "C5-6"), a vertebra or a root as "C6". */
export function levelsOf(text: string): string[] {
  return [...text.matchAll(/\b([CTLS])(\d{1,2})(?:\s?[/–-]\s?([CTLS]?)(\d{1,2})(?!\d|\s?(?:mm|cm)))?\b/g)].map(
    ([, region = '', number = '', other = '', next]) =>
      next === undefined ? `${region}${number}` : `${region}${number}/${other || region}${next}`,
  );
}

/** Whether two lists of levels exclude each other: both name some, and none of the one is in or beside one of the other. */
export function areOtherLevels(some: readonly string[], others: readonly string[]): boolean {
  if (some.length === 0 || others.length === 0) return false;
  return !some.some((one) => others.some((other) => one === other || isPart(one, other) || isPart(other, one)));
}

function isPart(one: string, whole: string): boolean {
  return !one.includes('/') && whole.split('/').includes(one);
}
