/**
 * Faster than hands: a gap that a dictation program, but no typist, keeps from letter to letter over a whole word. The fastest typists
 * reach about 20 letters a second (50 ms each); two or three keys that roll over each other come closer, eight in a row never.
 */
const GAP_MS = 25;
const LETTERS = 8;

/** Letters that follow each other as only a program types them. */
export interface TypedBurst {
  /** Letters so far, each within the gap after the one before. */
  readonly letters: number;
  /** Of the last letter, milliseconds of a clock that never jumps. */
  readonly at: number;
}

export const NO_BURST: TypedBurst = { letters: 0, at: -Infinity };

/** @param length letters that arrived at once: a program may send a word in one event */
export function afterTyped(before: TypedBurst, at: number, length: number): TypedBurst {
  const isNear = at - before.at <= GAP_MS;
  return { letters: (isNear ? before.letters : 0) + length, at };
}

/** Whether a program types, and not a hand. */
export function isProgram({ letters }: TypedBurst): boolean {
  return letters >= LETTERS;
}
