import { displaySpacing } from '../../shared/rules/display-spacing.ts';
import { frameInfo } from '../../shared/model/image.ts';
import { goldenRows } from './golden.ts';
import { readPicture } from './grey-picture.ts';
import type { GreyPicture } from './grey-picture.ts';

/** Where DCMTK 3.6.7 is not the standard, and pydicom judges. */
export const NOT_BY_DCMTK: Readonly<Record<string, string>> = {
  'pt/pt-ge-jpll.dcm': 'rounds modality values to whole numbers: a slope of 6e-8 leaves nothing',
  'ts-small/rtdose_expb.dcm': 'does not swap 32-bit words of big-endian files',
  'pm/parametric_map_float.dcm': 'knows no float pixel data',
  'pm/parametric_map_double_float.dcm': 'knows no double pixel data',
};
/** Pixels that may differ: DCMTK's 12-bit JPEG decoder lets values above ten bits wrap round to zero. */
export const WRAPPED: Readonly<Record<string, number>> = { 'xr/RG3_JPLY': 8 };
/** Frames in several fragments each without a table of places: both tools take them for one frame. */
export const FIRST_FRAME_ONLY = 'enh/CT0012.fragmented_no_bot_jpeg_baseline.51.dcm';
/** Its code stream is damaged: a refusal is the right answer (golden.test.ts of the decoder). */
const DAMAGED = 'ts-small/JPEG2000-embedded-sequence-delimiter.dcm';

/** Every grey picture of the golden set. */
export function goldenPictures(): readonly GreyPicture[] {
  return goldenRows()
    .filter(({ path }) => path !== DAMAGED)
    .map(({ path }) => readPicture(path))
    .filter(({ image }) => image.pixels?.photometric.startsWith('MONOCHROME'));
}

/** Everything that sends a picture another way through the chain; figures that only move a window are left out. */
function kindOf({ image }: GreyPicture): string {
  const { windows, rescale, voiFunction } = frameInfo(image, 1);
  const { rows: _rows, columns: _columns, nativeOffset: _offset, ...format } = image.pixels ?? {};
  return JSON.stringify([
    ...[format, image.lossy !== null, image.sopClass, windows.length, voiFunction, image.presentationLutShape],
    ...[rescale?.slope, rescale?.intercept, image.padding, image.voiLuts.length, image.modalityLut !== null],
    image.perFrame.length > 1,
  ]);
}

export function oneOfEachKind(all: readonly GreyPicture[]): readonly GreyPicture[] {
  const kinds = new Map<string, GreyPicture>();
  for (const picture of all) if (!kinds.has(kindOf(picture))) kinds.set(kindOf(picture), picture);
  return [...kinds.values()];
}

/** Pixels that stand one to one in a viewport of the tests' window. */
const GLASS = { columns: 900, rows: 900 } as const;

/** Whether a picture can be read back from the glass pixel for pixel, and DCMTK can say what should stand there. */
export function fitsTheGlass({ path, image }: GreyPicture): boolean {
  const { columns = 0, rows = 0 } = image.pixels ?? {};
  const [down, across] = displaySpacing(image, 1);
  // Frames are split into stacks by rules: where each stands is another test's.
  const isOne = image.frames === 1 && down === across;
  // Damaged headers cannot be written into one study with the others.
  const isJudged =
    !path.startsWith('broken/') && !(path in NOT_BY_DCMTK) && !(path in WRAPPED) && path !== FIRST_FRAME_ONLY;
  return isJudged && image.picture.shown && isOne && columns <= GLASS.columns && rows <= GLASS.rows;
}
