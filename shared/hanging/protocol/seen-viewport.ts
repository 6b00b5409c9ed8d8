import type { HangingStack } from './case-facts.ts';
import type { DisplaySet, Presentation } from './display-set.ts';
import type { Box } from './protocol.ts';
import type { HungViewport } from './stages.ts';

type Of<K extends DisplaySet['kind']> = Extract<DisplaySet, { kind: K }>;

/** What a viewport shows of its stack, where that is not its pictures as they are. */
export type SeenAs =
  | Readonly<Pick<Of<'mpr'>, 'kind' | 'plane'>>
  | Readonly<Pick<Of<'slab'>, 'kind' | 'plane' | 'mode' | 'thickness'>>
  | Readonly<Pick<Of<'volume'>, 'kind' | 'preset'>>
  | {
      readonly kind: 'fusion';
      readonly over: HangingStack;
      readonly opacity: number;
      readonly plane?: Of<'mpr'>['plane'];
    };

/** A viewport as it stands. */
export interface SeenViewport {
  /** Shares of its screen from the top left. */
  readonly place: Omit<Box, 'show'>;
  readonly stack: HangingStack;
  /** Of a fusion its colours are those of what lies over the picture. */
  readonly look: Presentation;
  /** Absent: its pictures. */
  readonly as?: SeenAs;
}

/** Every stack that a viewport is made of. */
export function stacksIn({ stack, as }: SeenViewport): readonly HangingStack[] {
  return as?.kind === 'fusion' ? [stack, as.over] : [stack];
}

/** @param setOf the image set that asks for a stack; null: none does */
export function displayOf(
  { stack, look, as }: SeenViewport,
  at: number,
  setOf: (stack: HangingStack) => { readonly id: string; readonly label: string } | null,
): DisplaySet {
  const set = setOf(stack);
  const common = {
    ...{ id: `viewport-${at + 1}`, label: set?.label ?? '', set: set?.id ?? '' },
    missing: { do: 'leave-out' as const },
    look,
  };
  const over = as?.kind === 'fusion' ? setOf(as.over) : null;
  if (as?.kind === 'fusion' && over) {
    const plane = as.plane ? { plane: as.plane } : {};
    return { ...common, kind: 'fusion', over: over.id, opacity: as.opacity, ...plane };
  }
  if (as !== undefined && as.kind !== 'fusion') return { ...common, ...as };
  return { ...common, kind: stack.cine ? 'cine' : 'stack' };
}

/** What hangs otherwise in a viewport that has its stack; null: nothing. */
export function differsAs({ as, stack }: SeenViewport, got: HungViewport): string | null {
  if (as === undefined) return null;
  if (as.kind === 'fusion') return got.kind === 'fusion' && got.over === as.over ? null : 'without what lies over it';
  // Slices that were made in that plane are its best picture.
  const isOwn = as.kind === 'mpr' && stack.plane === as.plane;
  if (got.kind === as.kind || isOwn) return null;
  const wanted = as.kind === 'volume' ? '3D' : as.kind === 'slab' ? 'a slab' : `an ${as.plane} plane`;
  return `as its slices, not as ${wanted}`;
}
