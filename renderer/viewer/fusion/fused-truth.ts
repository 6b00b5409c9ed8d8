import type { ColourMap } from '../../../shared/rules/colour/colour-maps.ts';
import type { ValueScale } from '../../../shared/rules/colour/overlay-colours.ts';
import type { FrameRef } from '../image-id.ts';

/** How the reader wants what is laid over. */
export interface FusedLook {
  readonly map: ColourMap;
  /** 0 to 1. */
  readonly opacity: number;
  /** In the unit of the overlay. */
  readonly scale: ValueScale;
}

/** What is said of an overlay wherever it stands. */
export interface FusedFacts {
  readonly seriesUid: string;
  /** "PT 3 PET WB", already for the reader. */
  readonly name: string;
  /** "SUVbw"; empty where nobody said. */
  readonly quantity: string;
  /** UCUM. */
  readonly unit: string;
}

/** What became of the overlay over one picture. `outside`: it has no value there. */
export type FusedState =
  | { readonly state: 'drawn'; readonly values: Float32Array; readonly columns: number; readonly rows: number }
  | { readonly state: 'loading' | 'outside' }
  | { readonly state: 'refused'; readonly words: string };

/** A series that lies over the pictures of one viewport. */
export interface FusedLayer {
  readonly look: FusedLook;
  readonly facts: FusedFacts;
  /** Modality value × factor + offset is in the unit. */
  readonly factor: number;
  readonly offset: number;
  /** What the reader has to know of it, in words. */
  readonly remarks: readonly string[];
  /** Over this picture, and on whose word where it is a registration; asked at each drawing. */
  readonly of: (ref: FrameRef) => FusedState & { readonly by: string | null };
}

/** What really lies over the picture on the glass. */
export interface FusedTruth extends FusedFacts, FusedLook {
  readonly state: FusedState['state'];
  /** Where it is refused. */
  readonly words: string;
  /** "registered by …". */
  readonly by: string | null;
  readonly remarks: readonly string[];
}

export function fusedTruth(
  { facts, look, remarks }: FusedLayer,
  over: FusedState & { readonly by: string | null },
): FusedTruth {
  const words = over.state === 'refused' ? over.words : '';
  return { ...facts, ...look, state: over.state, words, by: over.by, remarks };
}
