const run = (letter: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);

/** Vertebrae from the head down. */
export const SPINE_LEVELS: readonly string[] = [...run('C', 7), ...run('T', 12), ...run('L', 5), 'S1'];

/** Ribs of one side from the head down. The side is the reader's word, as the level is: nothing takes it from where the mark lies. */
const ribs = (side: 'right' | 'left'): readonly string[] =>
  Array.from({ length: 12 }, (_, index) => `Rib ${index + 1} ${side}`);

/** What is counted on from each other, by what it is called. */
export const LEVEL_RUNS: readonly { readonly name: string; readonly levels: readonly string[] }[] = [
  { name: 'Vertebrae', levels: SPINE_LEVELS },
  { name: 'Ribs, right', levels: ribs('right') },
  { name: 'Ribs, left', levels: ribs('left') },
];

export type SpineOrder = 'up' | 'down';

export function isSpineLevel(text: string): boolean {
  return SPINE_LEVELS.includes(text);
}

/** The vertebra or rib after one, on the way up or down; null at the end of its run, and after a text that is none. */
export function nextSpineLevel(level: string, order: SpineOrder): string | null {
  const levels = LEVEL_RUNS.find((one) => one.levels.includes(level))?.levels ?? [];
  const place = levels.indexOf(level);
  if (place < 0) return null;
  return levels[place + (order === 'down' ? 1 : -1)] ?? null;
}
