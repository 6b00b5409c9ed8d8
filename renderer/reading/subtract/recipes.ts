import type { SeriesFrame } from '../../../shared/dicom/sort-frames.ts';
import type { XrayRun } from '../../../shared/model/image.ts';
import { hasAmounts, isPadding } from '../../../shared/rules/modality.ts';
import { ARBITRARY, quantityOf } from '../../../shared/rules/quantity.ts';
import { unitText } from '../../../shared/rules/format.ts';
import { chosenStep, firstMask, maskStep, usableItems } from '../../../shared/rules/subtraction/mask-frames.ts';
import type { MaskStep } from '../../../shared/rules/subtraction/mask-frames.ts';
import { seriesPairs } from '../../../shared/rules/subtraction/series-pairs.ts';
import { frameWords, intensityWay, shiftWords } from '../../../shared/rules/subtraction/subtraction-image.ts';
import type { SeriesStack } from '../../hanging/index.ts';
import type { FrameRef, SubtractedPicture, SubtractionRecipe } from '../../viewer/index.ts';
import type { Subtracted } from './subtracted.ts';

/** How pictures are made, or why they cannot be, in words. */
export type Recipe =
  { readonly ok: true; readonly recipe: SubtractionRecipe } | { readonly ok: false; readonly why: string };

const RUNS = ['XA', 'RF', 'XRF'];
const NOTHING_SAID: XrayRun = { masks: [], intensity: null, recommended: null };

/** Frames of one X-ray object that follow each other: a mask can be taken from them. */
export function isRun({ frames }: Pick<SeriesStack, 'frames'>): boolean {
  const [first] = frames;
  return (
    first !== undefined && frames.length > 1 && RUNS.includes(first.image.modality ?? '') && first.image.frames > 1
  );
}

/** The mask as the object says; where it says none, the first frame. */
export function firstChosen({ frames }: Pick<SeriesStack, 'frames'>): {
  masks: readonly number[];
  shift: MaskStep['shift'];
} {
  const image = frames[0]?.image;
  return firstMask(image?.xray?.masks ?? [], image?.frames ?? 0);
}

export function maskRecipe(
  { frames }: Pick<SeriesStack, 'frames'>,
  { chosen, items: ofState }: Extract<Subtracted, { kind: 'mask' }>,
): Recipe {
  const [first] = frames;
  if (!first || !isRun({ frames })) return no('it is no run of X-ray frames');
  const { image } = first;
  if (frames.some((one) => one.image !== image)) return no('its frames are of several objects');
  if (!hasAmounts(image)) return no('pictures in colour have no values to subtract');
  if (image.frameCourse?.moves) return no('tube or table move during the run: its frames do not lie over each other');
  const { masks: said, intensity } = image.xray ?? NOTHING_SAID;
  const items = ofState ?? said;
  if (ofState && usableItems(ofState, image.frames).length === 0) {
    return no('the presentation state names mask frames that the run does not have');
  }
  const own = chosen ?? (usableItems(items, image.frames).length > 0 ? null : firstMask(items, image.frames));
  const steps = frames.map(({ frame }) =>
    own ? chosenStep(own.masks, own.shift, frame) : maskStep(items, image.frames, frame),
  );
  const way = intensityWay(intensity);
  const ref = (frame: number): FrameRef => ({ objectId: image.objectId, frame });
  const usable = (stored: number): number => (isPadding(image, stored) ? NaN : stored);
  const pictures = steps.map(
    (step): SubtractedPicture | null =>
      step && {
        contrast: step.contrast.map(ref),
        masks: step.masks.map(ref),
        shift: step.shift,
        way: { log: way.log, first: usable, second: usable },
      },
  );
  const unsaid = own ? 'THE IMAGE NAMES NO MASK' : '';
  const by = chosen ? 'MASK CHOSEN HERE' : ofState ? 'MASK OF A PRESENTATION STATE' : unsaid;
  const words = [...maskWords(steps), by, way.words ?? ''].filter((one) => one !== '');
  return { ok: true, recipe: { frames, pictures, words, type: null, zero: 'around', course: true } };
}

function maskWords(steps: readonly (MaskStep | null)[]): readonly string[] {
  const there = steps.filter((step) => step !== null);
  const [first] = there;
  if (!first) return [];
  const isOne = there.every(({ masks }) => masks.join() === first.masks.join());
  const isMoved = there.some(({ shift }) => shiftWords(shift) !== '');
  const moved = there.every(({ shift }) => shift.join() === first.shift.join()) ? shiftWords(first.shift) : 'in part';
  return [
    isOne ? `SUBTRACTED: MASK ${frameWords(first.masks)}` : 'SUBTRACTED: THE MASK CHANGES WITH THE FRAME',
    first.contrast.length > 1 ? `${first.contrast.length} FRAMES AVERAGED` : '',
    isMoved ? `MASK MOVED ${moved}` : '',
  ];
}

/** @param name of the series that is taken away */
export function seriesRecipe(
  { frames }: Pick<SeriesStack, 'frames'>,
  taken: Pick<SeriesStack, 'frames'>,
  name: string,
): Recipe {
  const found = seriesPairs(frames, taken.frames);
  if (!found.ok) return no(found.why);
  const { pairs, unit } = found;
  const pictures = pairs.map(({ from, taken: other }): SubtractedPicture => ({
    contrast: [refOf(from)],
    masks: [refOf(other)],
    shift: [0, 0],
    way: { log: false, first: valueOf(from), second: valueOf(other) },
  }));
  const type = unit === ARBITRARY ? null : (pairs[0]?.from.info.rescale?.type ?? null);
  const scale = unit === ARBITRARY ? 'DIFFERENCES, WITHOUT A UNIT' : `DIFFERENCES IN ${unitText(unit)}`;
  const words = [`SUBTRACTED: THIS SERIES MINUS ${name}`, scale];
  return { ok: true, recipe: { frames, pictures, words, type, zero: 'above', course: false } };
}

function valueOf({ image, frame }: SeriesFrame): (stored: number) => number {
  const { map } = quantityOf(image, frame);
  return (stored) => (isPadding(image, stored) ? NaN : map(stored));
}

function refOf({ image, frame }: SeriesFrame): FrameRef {
  return { objectId: image.objectId, frame };
}

function no(why: string): Recipe {
  return { ok: false, why };
}
