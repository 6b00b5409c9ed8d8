import type { DisplaySet, Presentation } from '../../../shared/hanging/protocol/display-set.ts';
import { withOwnLook } from '../../../shared/hanging/protocol/look-rules.ts';
import type { Patch } from '../../../shared/hanging/protocol/edit/edits.ts';
import type { ImageSet } from '../../../shared/hanging/protocol/protocol.ts';

/** What the fields of a display set are handed. */
export interface DisplayParts {
  readonly display: DisplaySet;
  /** @param field the one that is typed into */
  readonly set: (to: DisplaySet, field?: string) => void;
  /** What is wrong with a field, by its path in the display set. */
  readonly problem: (...path: readonly (string | number)[]) => string | null;
}

/** Other values in some fields of a look. @param field the one that is typed into */
export type SetLook = (patch: Patch<Presentation>, field?: string) => void;

export const KIND_WORDS: Readonly<Record<DisplaySet['kind'], string>> = {
  stack: 'Its slices, one after the other',
  cine: 'Playing',
  mpr: 'A plane through its volume',
  slab: 'A thick slab of its volume',
  volume: 'Its volume in 3D',
  fusion: 'With another series over it',
  'key-images': 'The key images of its study',
  report: 'The report of its study',
  'ai-result': 'The AI result of its study',
};

/** The same as another kind, with the common values of what that kind has, and what of its look that kind has. */
export function asKind(display: DisplaySet, kind: DisplaySet['kind'], sets: readonly ImageSet[]): DisplaySet {
  return withOwnLook(made(display, kind, sets));
}

function made(display: DisplaySet, kind: DisplaySet['kind'], sets: readonly ImageSet[]): DisplaySet {
  const { id, label, set, missing, look } = display;
  const common = { id, label, set, missing, ...(look ? { look } : {}) };
  const plane = 'plane' in display && display.plane !== undefined ? display.plane : 'axial';
  switch (kind) {
    case 'mpr':
      return { ...common, kind, plane };
    case 'slab':
      return { ...common, kind, plane, mode: 'max', thickness: 10 };
    case 'volume':
      return { ...common, kind, preset: 'bone' };
    case 'fusion':
      return { ...common, kind, over: sets.find((one) => one.id !== set)?.id ?? set, opacity: 0.5 };
    case 'stack':
    case 'cine':
    case 'key-images':
    case 'report':
    case 'ai-result':
      return { ...common, kind };
  }
}
