import { afterAll, describe, expect, it } from 'vitest';
import { presetsOf, resolveVoi } from '../../../renderer/viewer/grey-chain.ts';
import { paintFrame } from '../../../renderer/viewer/painter.ts';
import type { DecodedFrame } from '../../../renderer/viewer/pixel-data.ts';
import { INITIAL_VIEW } from '../../../renderer/viewer/view-state.ts';
import type { GreyChoice } from '../../../renderer/viewer/view-state.ts';
import { frameInfo } from '../../../shared/model/image.ts';
import { isPadding } from '../../../shared/rules/modality.ts';
import { goldenRows } from '../../helpers/golden.ts';
import { askedOf, decodePicture, readPicture } from '../../helpers/grey-picture.ts';
import type { GreyPicture } from '../../helpers/grey-picture.ts';
import { dcmtkGreys, pydicomGreys } from '../../helpers/grey-reference.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { realPool } from '../decode/decoders.ts';

const LONG = process.env['NIGHTJAR_LONG'] !== undefined;

/** Where DCMTK 3.6.7 is not the standard, and pydicom judges. */
const NOT_BY_DCMTK: Readonly<Record<string, string>> = {
  'pt/pt-ge-jpll.dcm': 'rounds modality values to whole numbers: a slope of 6e-8 leaves nothing',
  'ts-small/rtdose_expb.dcm': 'does not swap 32-bit words of big-endian files',
  'pm/parametric_map_float.dcm': 'knows no float pixel data',
  'pm/parametric_map_double_float.dcm': 'knows no double pixel data',
};
/** Pixels that may differ: DCMTK's 12-bit JPEG decoder lets values above ten bits wrap round to zero. */
const WRAPPED: Readonly<Record<string, number>> = { 'xr/RG3_JPLY': 8 };
/** Frames in several fragments each without a table of places: both tools take them for one frame. */
const FIRST_FRAME_ONLY = 'enh/CT0012.fragmented_no_bot_jpeg_baseline.51.dcm';
/** Pixels of a picture that is large enough to look at one of its windows and one of its curves only. */
const LARGE = 2_000_000;
/** Its code stream is damaged: a refusal is the right answer (golden.test.ts of the decoder). */
const DAMAGED = 'ts-small/JPEG2000-embedded-sequence-delimiter.dcm';

function pictures(): readonly GreyPicture[] {
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

function oneOfEachKind(all: readonly GreyPicture[]): readonly GreyPicture[] {
  const kinds = new Map<string, GreyPicture>();
  for (const picture of all) if (!kinds.has(kindOf(picture))) kinds.set(kindOf(picture), picture);
  return [...kinds.values()];
}

const all = pictures();

describe.skipIf(all.length === 0 || !hasPeer('dcmj2pnm'))('F55: grey of the golden set', () => {
  const pool = realPool();
  afterAll(() => pool.close());

  /** Pixels more than one grey level from the judge's; those of padding are black with us and left to nobody's taste. */
  async function differences(picture: GreyPicture, frame: DecodedFrame, choice: GreyChoice): Promise<number> {
    const { image, path } = picture;
    const ours = new Uint32Array(frame.header.rows * frame.header.columns);
    paintFrame(image, frame, choice, ours);
    const question = askedOf(picture, frame.header.frame, resolveVoi(image, frame, choice));
    const theirs = path in NOT_BY_DCMTK ? await pydicomGreys(question) : await dcmtkGreys(question);
    expect(theirs.length).toBe(ours.length);
    let far = 0;
    for (let at = 0; at < ours.length; at += 1) {
      const grey = (ours[at] ?? 0) & 255;
      if (isPadding(image, frame.pixels[at] ?? NaN)) far += grey === 0 ? 0 : 1;
      else if (Math.abs(grey - (theirs[at] ?? NaN)) > 1) far += 1;
    }
    return far;
  }

  const walked = LONG ? all : oneOfEachKind(all);
  it.each(walked.map((picture) => [picture.path, picture] as const))('F55: %s', async (path, picture) => {
    const { image } = picture;
    const frames = image.perFrame.length > 1 && path !== FIRST_FRAME_ONLY ? [1, image.frames] : [1];
    for (const number of frames) {
      const frame = await decodePicture(pool, picture, number);
      // What the object asks for first, and each other window and curve of its own.
      const own = frameInfo(image, number).windows.length + image.voiLuts.length;
      const presets = presetsOf(image, frame)
        .slice(0, Math.max(1, own))
        .filter(
          ({ show: { kind } }, at, every) => LONG || frame.pixels.length < LARGE || every[at - 1]?.show.kind !== kind,
        );
      for (const preset of presets) {
        const found = await differences(picture, frame, { ...INITIAL_VIEW, preset });
        expect(found, preset.name).toBeLessThanOrEqual(WRAPPED[path] ?? 0);
      }
    }
  });
});
