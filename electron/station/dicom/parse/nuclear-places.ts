import type { FrameInfo, Vec3 } from '../../../../shared/model/image.ts';
import type { Attributes } from './attributes.ts';

/** Kinds of nuclear medicine object whose frames are slices: of the others (projections, whole body) a place means nothing. */
const SLICES = new Set(['RECON TOMO', 'RECON GATED TOMO']);

/**
 * The item of the detector says where a nuclear medicine picture lies, of a single picture or of the first slice of a volume.
 * Frames that turn round the patient have no place that one item could say.
 */
export function detectorOf(attributes: Attributes, frames: number): Attributes | null {
  if (attributes.text('modality') !== 'NM' || attributes.filled('imageOrientation')) return null;
  return frames === 1 || isVolume(attributes) ? attributes.item('detectorInformation') : null;
}

/**
 * Frames of a reconstructed nuclear medicine volume, each at its own place (Part 3, C.8.4.15): the detector's item has the
 * first, the sign of the distance between slices says which way along row x column they go. Null for anything else.
 */
export function nuclearPlaces(attributes: Attributes, first: FrameInfo, frames: number): FrameInfo[] | null {
  if (attributes.text('modality') !== 'NM' || frames < 2 || !isVolume(attributes)) return null;
  const step = attributes.number('spacingBetweenSlices');
  const { position, orientation } = first;
  const slices = attributes.numbers('sliceVector').slice(0, frames);
  // Without its step and its number no slice but the first has a known place.
  if (!position || !orientation || step === null || step === 0 || slices.length < frames) {
    return [{ ...first, position: null }];
  }
  const [a, b, c, d, e, f] = orientation;
  const normal: Vec3 = [b * f - c * e, c * d - a * f, a * e - b * d];
  return slices.map((slice) => {
    const along = (slice - 1) * step;
    return {
      ...first,
      position: [position[0] + along * normal[0], position[1] + along * normal[1], position[2] + along * normal[2]],
    };
  });
}

function isVolume(attributes: Attributes): boolean {
  return SLICES.has(attributes.texts('imageType')[2] ?? '');
}
