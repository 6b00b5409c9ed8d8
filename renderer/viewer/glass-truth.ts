import type { FrameHeader } from '../../shared/contract/frames.ts';
import type { AppError } from '../../shared/errors/app-error.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import { displaySpacing } from '../../shared/rules/display-spacing.ts';
import { shutterOf } from '../../shared/rules/shutter.ts';
import type { WindowPreset } from '../../shared/rules/window-presets.ts';
import { glassColours } from './glass-colours.ts';
import type { GlassColours } from './glass-colours.ts';
import type { FusedTruth } from './fusion/fused-truth.ts';
import { presetsOf, resolveVoi } from './grey-chain.ts';
import type { Voi } from './grey-chain.ts';
import type { FrameRef } from './image-id.ts';
import { sameFrame } from './image-id.ts';
import type { ImageSource } from './image-source.ts';
import { scaleOnGlass } from './placement.ts';
import type { ViewState } from './view-state.ts';

/** What is really on one viewport's glass. */
export interface GlassTruth {
  readonly state: 'empty' | 'loading' | 'shown' | 'failed';
  /** The picture on the glass, or the one that failed in its place. */
  readonly ref: FrameRef | null;
  readonly image: ImageInfo | null;
  /** From 0; of the picture in `ref`. */
  readonly index: number;
  /** From 0; where the reader wants to be. */
  readonly target: number;
  readonly count: number;
  /** Null for colour and while nothing is shown. */
  readonly voi: Voi | null;
  /** The object says another number of frames than it has. */
  readonly objectFrames: FrameHeader['objectFrames'] | null;
  /** Of the picture in `ref`, by number key. */
  readonly presets: readonly WindowPreset[];
  readonly inverted: boolean;
  /** Device pixels for one image pixel along its shorter side. */
  readonly zoom: number;
  readonly fitted: boolean;
  readonly rotation: number;
  readonly flip: boolean;
  readonly error: AppError | null;
  /** Who draws grey pictures in this window. */
  readonly paintedBy: 'processor' | 'card';
  /** Fewer pixels than the picture has are on the glass. */
  readonly preview: boolean;
  readonly shutter: 'none' | 'closed' | 'lifted';
  /** Values are not those of the picture, but of a presentation state. */
  readonly stateValues: boolean;
  readonly overlaysShown: boolean;
  /** Its greys are shown as colours; null: they are not. */
  readonly colours: GlassColours | null;
  /** What lies over the picture, or should; null where nothing was asked for. */
  readonly fused: FusedTruth | null;
  /** Why this window's pictures are no diagnostic ones. */
  readonly doubts: readonly string[];
}

export const EMPTY_GLASS: GlassTruth = {
  state: 'empty',
  ref: null,
  image: null,
  index: 0,
  target: 0,
  count: 0,
  voi: null,
  objectFrames: null,
  presets: [],
  inverted: false,
  zoom: 1,
  fitted: true,
  rotation: 0,
  flip: false,
  error: null,
  paintedBy: 'processor',
  preview: false,
  shutter: 'none',
  stateValues: false,
  overlaysShown: true,
  colours: null,
  fused: null,
  doubts: [],
};

export interface GlassInput {
  readonly source: ImageSource;
  readonly stack: readonly FrameRef[];
  readonly target: number;
  readonly shown: FrameRef | null;
  readonly failure: { readonly ref: FrameRef; readonly error: AppError } | null;
  readonly view: ViewState;
  readonly canvas: { readonly width: number; readonly height: number };
  readonly paintedBy: GlassTruth['paintedBy'];
  readonly overlaysShown: boolean;
  readonly fused: FusedTruth | null;
  readonly doubts: readonly string[];
}

export function readGlass(input: GlassInput): GlassTruth {
  const { source, stack, target, shown, failure, view } = input;
  const ref = failure?.ref ?? shown;
  const base = {
    ...EMPTY_GLASS,
    target,
    count: stack.length,
    inverted: view.invert,
    rotation: view.rotation,
    flip: view.flip,
    paintedBy: input.paintedBy,
    stateValues: (view.state?.modality ?? view.state?.output ?? null) !== null,
    overlaysShown: input.overlaysShown,
    fused: input.fused,
    doubts: input.doubts,
  };
  if (stack.length === 0) return EMPTY_GLASS;
  const image = ref ? source.image(ref.objectId) : null;
  if (!ref || !image) return { ...base, state: 'loading' };
  const own = stack.findIndex((entry) => sameFrame(entry, ref));
  // Of the stack before: it stands at the same place.
  const index = own < 0 ? target : own;
  if (failure) return { ...base, state: 'failed', ref, image, index, error: failure.error };
  const frame = source.decoded(ref);
  const header = frame?.header;
  const spacing = displaySpacing(image, ref.frame);
  const size = {
    width: header?.columns ?? image.pixels?.columns ?? 1,
    height: header?.rows ?? image.pixels?.rows ?? 1,
  };
  return {
    ...base,
    state: own === target ? 'shown' : 'loading',
    shutter: shutterNow(image, ref.frame, view),
    ref,
    image,
    index,
    voi: frame && frame.header.samples < 3 ? resolveVoi(image, frame, view) : null,
    colours: frame ? glassColours(image, frame, view) : null,
    preview: isPreview(image, header ?? null),
    objectFrames: header?.objectFrames ?? null,
    presets: frame ? presetsOf(image, frame) : [],
    zoom: scaleOnGlass(input.canvas, size, spacing, view),
    fitted: view.scale === null && view.center === null,
  };
}

function shutterNow(image: ImageInfo, frame: number, { state, shutterLifted }: ViewState): GlassTruth['shutter'] {
  const own = state?.shutter ?? null;
  const isThere = own === null ? shutterOf(image, frame).length > 0 : own.shapes.length + own.runs.length > 0;
  return isThere ? (shutterLifted === true ? 'lifted' : 'closed') : 'none';
}

function isPreview({ pixels }: ImageInfo, header: FrameHeader | null): boolean {
  return header !== null && pixels !== null && (header.columns < pixels.columns || header.rows < pixels.rows);
}
