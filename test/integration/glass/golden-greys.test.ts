import { afterAll, describe, expect, it } from 'vitest';
import { presetsOf, resolveVoi } from '../../../renderer/viewer/grey-chain.ts';
import { paintFrame } from '../../../renderer/viewer/painter.ts';
import type { DecodedFrame } from '../../../renderer/viewer/pixel-data.ts';
import { INITIAL_VIEW } from '../../../renderer/viewer/view-state.ts';
import type { GreyChoice } from '../../../renderer/viewer/view-state.ts';
import { frameInfo } from '../../../shared/model/image.ts';
import { isPadding } from '../../../shared/rules/modality.ts';
import {
  FIRST_FRAME_ONLY,
  goldenPictures,
  NOT_BY_DCMTK,
  oneOfEachKind,
  WRAPPED,
} from '../../helpers/golden-pictures.ts';
import { askedOf, decodePicture } from '../../helpers/grey-picture.ts';
import type { GreyPicture } from '../../helpers/grey-picture.ts';
import { dcmtkGreys, pydicomGreys } from '../../helpers/grey-reference.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { realPool } from '../decode/decoders.ts';

const LONG = process.env['NIGHTJAR_LONG'] !== undefined;

/** Pixels of a picture that is large enough to look at one of its windows and one of its curves only. */
const LARGE = 2_000_000;
const all = goldenPictures();

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
