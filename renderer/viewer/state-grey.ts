import type { ImageInfo, LookupTable, ShutterShape } from '../../shared/model/image.ts';

/** Values of a presentation state in place of those of the pictures; what is measured stays the picture's own. */
export interface StateGrey {
  /** Null: the picture's own. Else stored values go this way, both null: as they are. */
  readonly modality: {
    readonly rescale: { readonly slope: number; readonly intercept: number } | null;
    readonly lut: LookupTable | null;
  } | null;
  /** Null: the picture's own. */
  readonly output: { readonly lut: LookupTable | null; readonly shape: 'IDENTITY' | 'INVERSE' | null } | null;
  /** Null: the picture's own. */
  readonly shutter: StateShutter | null;
}

export interface StateShutter {
  readonly shapes: readonly ShutterShape[];
  /** Row, first column, last column … that are hidden, from 0. */
  readonly runs: readonly number[];
  /** CSS colour of what is hidden. */
  readonly tone: string;
}

const UNDER = new WeakMap<StateGrey, WeakMap<ImageInfo, ImageInfo>>();

/** The picture as the state has it shown; the same object for the same two, so that what is worked out from it may be kept. */
export function imageUnder(image: ImageInfo, state: StateGrey | null | undefined): ImageInfo {
  if (!state || (state.modality === null && state.output === null)) return image;
  const known = UNDER.get(state) ?? new WeakMap<ImageInfo, ImageInfo>();
  UNDER.set(state, known);
  const before = known.get(image);
  if (before) return before;
  const { modality, output } = state;
  const rescale = modality?.rescale ? { ...modality.rescale, type: null } : null;
  const { presentationLut: _own, ...rest } = image;
  const made: ImageInfo = {
    ...(output === null ? image : rest),
    ...(modality === null
      ? {}
      : { modalityLut: modality.lut, perFrame: image.perFrame.map((frame) => ({ ...frame, rescale })) }),
    ...(output === null
      ? {}
      : {
          // Shown values are the state's own: what the picture would turn over by itself stays.
          presentationLutShape: output.shape ?? 'IDENTITY',
          ...(output.lut === null ? {} : { presentationLut: output.lut }),
        }),
  };
  known.set(image, made);
  return made;
}
