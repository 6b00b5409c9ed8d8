import { TAG } from '../../../../shared/dicom/tags.ts';
import type { FrameCourse } from '../../../../shared/model/image.ts';
import type { Attributes } from './attributes.ts';

/** Frames of which times are kept one by one; a longer run says its own step, or nothing. */
const MOST_FRAMES = 10_000;

/**
 * How the frames of a cine follow each other (Part 3, C.7.6.5, C.7.6.6; nuclear medicine C.8.4.8): only what the Frame Increment Pointer
 * points at, or, without one, the frame times that are there. Null where nothing is said.
 */
export function frameCourse(attributes: Attributes, frames: number): FrameCourse | null {
  if (frames < 2 || attributes.has('perFrameGroups')) return null;
  if (attributes.text('positionerMotion') === 'DYNAMIC') return { moves: 'tube' };
  if (attributes.text('tableMotion') === 'DYNAMIC') return { moves: 'table' };
  const pointers = pointersOf(attributes);
  if (attributes.text('modality') === 'NM') return nuclear(attributes, frames);
  const others = pointers.some((tag) => tag !== TAG.frameTime[0] && tag !== TAG.frameTimeVector[0]);
  if (others) return { moves: 'view' };
  if (pointers.includes(TAG.frameTimeVector[0])) return vector(attributes, frames);
  const every = attributes.number('frameTime');
  if (every !== null && every > 0) return { every };
  return pointers.length === 0 ? vector(attributes, frames) : null;
}

/** Tags as (0028,0009) has them: group, then element. */
function pointersOf(attributes: Attributes): readonly number[] {
  const bytes = attributes.bytes('frameIncrementPointer');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = !attributes.dataSet.form.bigEndian;
  return Array.from(
    { length: Math.floor(bytes.byteLength / 4) },
    (_, at) => view.getUint16(at * 4, little) * 0x10000 + view.getUint16(at * 4 + 2, little),
  );
}

/** Increments from the frame before; that of the first is 0 by definition, and is left out of the sum whatever it says. */
function vector(attributes: Attributes, frames: number): FrameCourse | null {
  const steps = attributes.numbers('frameTimeVector');
  if (steps.length !== frames || frames > MOST_FRAMES) return null;
  return sums(steps);
}

/** One detector and one energy, frame after frame in phases (C.8.4.14); anything else turns, moves, or takes turns. */
function nuclear(attributes: Attributes, frames: number): FrameCourse | null {
  const kind = attributes.texts('imageType')[2] ?? '';
  // Slices of a volume have their places (nuclear-places.ts).
  if (kind.startsWith('RECON')) return null;
  const several = (attributes.integer('detectors') ?? 1) > 1 || (attributes.integer('energyWindows') ?? 1) > 1;
  if (kind !== 'DYNAMIC' || several) return { moves: 'view' };
  const steps: number[] = [];
  let before = 0;
  for (const phase of attributes.items('nuclearPhases')) {
    const duration = phase.number('actualFrameDuration') ?? NaN;
    const pause = phase.number('pauseBetweenFrames') ?? 0;
    const count = phase.integer('framesInPhase') ?? 0;
    for (let at = 0; at < count && steps.length < Math.min(frames, MOST_FRAMES); at++) {
      steps.push(before + (at === 0 ? (phase.number('phaseDelay') ?? 0) : pause));
      before = duration;
    }
  }
  return steps.length === frames ? (sums(steps) ?? {}) : {};
}

function sums(steps: readonly number[]): FrameCourse | null {
  let total = 0;
  const at = steps.map((step, place) => (place === 0 ? 0 : (total += step)));
  return at.every((value, place) => Number.isFinite(value) && (place === 0 || value > (at[place - 1] ?? value)))
    ? { at }
    : null;
}
