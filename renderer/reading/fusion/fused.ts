import type { StudyId } from '../../../shared/model/ids.ts';
import type { ColourMap } from '../../../shared/rules/colour/colour-maps.ts';
import type { NamedScale } from '../../../shared/volume/overlay-scale.ts';

/** A series that lies over what one viewport shows, as the reader or a hanging wants it: part of the composition, and goes with it. */
export interface Fused {
  readonly over: { readonly studyId: StudyId; readonly seriesUid: string; readonly stack: number };
  readonly map: ColourMap;
  /** 0 to 1. */
  readonly opacity: number;
  /** Null: the first of its own. */
  readonly scale: NamedScale | null;
}

/** How an overlay begins: the colours of most PET desks, half of it over the picture. */
export const FUSED_BEGINS = { map: 'hot-iron', opacity: 0.5, scale: null } as const satisfies Partial<Fused>;
