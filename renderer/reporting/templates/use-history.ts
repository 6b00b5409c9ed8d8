import { useState } from 'react';

/** A value that is edited, with the way back. Changes of one kind in a row, as the letters of a word, are one step. */
export interface History<T> {
  readonly now: T;
  readonly isChanged: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  change(next: (now: T) => T, kind?: string): void;
  undo(): void;
  redo(): void;
}

interface Steps<T> {
  readonly past: readonly T[];
  readonly now: T;
  readonly future: readonly T[];
  readonly kind: string | null;
}

const MOST_STEPS = 200;

export function useHistory<T>(first: T): History<T> {
  const [steps, setSteps] = useState<Steps<T>>({ past: [], now: first, future: [], kind: null });
  return {
    now: steps.now,
    isChanged: steps.now !== first,
    canUndo: steps.past.length > 0,
    canRedo: steps.future.length > 0,
    change: (next, kind) =>
      setSteps(({ past, now, kind: before }) => {
        const isSame = kind !== undefined && kind === before;
        const kept = isSame ? past : [...past, now].slice(-MOST_STEPS);
        return { past: kept, now: next(now), future: [], kind: kind ?? null };
      }),
    undo: () =>
      setSteps((all) => {
        const last = all.past.at(-1);
        if (last === undefined) return all;
        return { past: all.past.slice(0, -1), now: last, future: [all.now, ...all.future], kind: null };
      }),
    redo: () =>
      setSteps((all) => {
        const [next, ...future] = all.future;
        if (next === undefined) return all;
        return { past: [...all.past, all.now], now: next, future, kind: null };
      }),
  };
}
