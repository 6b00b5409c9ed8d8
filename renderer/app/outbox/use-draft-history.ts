import { useState } from 'react';
import type { KeyboardEvent } from 'react';

interface History<T> {
  readonly past: readonly T[];
  readonly now: T;
  readonly next: readonly T[];
  /** The field of the last change: letters typed in one field are one step. */
  readonly field: keyof T | null;
}

export interface DraftHistory<T> {
  readonly draft: T;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  change(field: keyof T, part: Partial<T>): void;
  undo(): void;
  redo(): void;
  /** Ctrl Z, Ctrl Shift Z and Ctrl Y of the whole form, in the place of each field's own. */
  onKeyDown(event: KeyboardEvent): void;
}

/** Most steps that can be taken back. */
const DEPTH = 200;

/** A form whose changes can be taken back, a field a step. */
export function useDraftHistory<T extends object>(first: T): DraftHistory<T> {
  const [{ past, now, next, field }, setHistory] = useState<History<T>>({
    ...{ past: [], now: first, next: [], field: null },
  });
  const undo = (): void => {
    const before = past.at(-1);
    if (before !== undefined) setHistory({ past: past.slice(0, -1), now: before, next: [now, ...next], field: null });
  };
  const redo = (): void => {
    const [after, ...rest] = next;
    if (after !== undefined) setHistory({ past: [...past, now], now: after, next: rest, field: null });
  };
  return {
    ...{ draft: now, canUndo: past.length > 0, canRedo: next.length > 0, undo, redo },
    change: (changed, part) => {
      const kept = changed === field ? past : [...past, now].slice(-DEPTH);
      setHistory({ past: kept, now: { ...now, ...part }, next: [], field: changed });
    },
    onKeyDown: (event) => {
      const key = event.key.toLowerCase();
      if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== 'z' && key !== 'y')) return;
      event.preventDefault();
      if (key === 'y' || event.shiftKey) redo();
      else undo();
    },
  };
}
