const run = (letter: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);

/** Vertebrae from the head down. */
export const SPINE_LEVELS: readonly string[] = [...run('C', 7), ...run('T', 12), ...run('L', 5), 'S1'];

export type SpineOrder = 'up' | 'down';

export function isSpineLevel(text: string): boolean {
  return SPINE_LEVELS.includes(text);
}

/** The level after one, on the way up or down; null at the end of the spine, and after a text that is no level. */
export function nextSpineLevel(level: string, order: SpineOrder): string | null {
  const place = SPINE_LEVELS.indexOf(level);
  if (place < 0) return null;
  return SPINE_LEVELS[place + (order === 'down' ? 1 : -1)] ?? null;
}
