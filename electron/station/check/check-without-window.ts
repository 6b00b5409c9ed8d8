import { asAppError } from '../../../shared/errors/app-error.ts';
import type { PhantomPicture } from '../../../shared/contract/check.ts';
import { frameInfo } from '../../../shared/model/image.ts';
import { grayMapper } from '../../../shared/rules/window.ts';
import { DECODE_PHANTOMS } from '../../../shared/rules/station-check/phantom-set.ts';
import {
  decodeValues,
  GEOMETRY,
  geometryValue,
  greatestDifference,
  picture,
} from '../../../shared/rules/station-check/phantom-values.ts';
import { measureRod, RODS } from '../../../shared/rules/station-check/rods.ts';
import { frameValues } from '../dicom/decode/frame-values.ts';
import type { FrameServer } from '../frames/frame-server.ts';
import type { Phantoms } from './phantoms.ts';

/** One thing that was looked at, as the command line says it. */
export interface PartCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
}

export interface WithoutWindow {
  readonly phantoms: Pick<Phantoms, 'list'>;
  readonly frames: Pick<FrameServer, 'stored'>;
}

/** What of the check of this station needs no window and no card: every decoder, and every measuring rule, on known pictures. */
export async function checkWithoutWindow({ phantoms, frames }: WithoutWindow): Promise<readonly PartCheck[]> {
  let pictures: readonly PhantomPicture[];
  try {
    pictures = await phantoms.list();
  } catch (error) {
    return [{ name: 'phantoms', ok: false, message: `${asAppError(error).code}: the bundled pictures cannot be read` }];
  }
  const checks: PartCheck[] = [];
  for (const { name, words, uid, tolerance, ...kind } of DECODE_PHANTOMS) {
    checks.push(
      await check(`decode ${name}`, async () => {
        const frame = await frames.stored(imageOf(pictures, `decode/${name}`).objectId, 1);
        const away = greatestDifference(frameValues(frame), decodeValues(kind));
        const said = tolerance === 0 ? 'must be exact' : `may be ${tolerance}`;
        return { ok: away <= tolerance, message: `${words} (${uid}): greatest difference ${away}, ${said}` };
      }),
    );
  }
  checks.push(
    await check('measurement', async () => measured(pictures)),
    await check('grey', async () => greys(pictures)),
  );
  return checks;
}

async function check(name: string, work: () => Promise<Omit<PartCheck, 'name'>>): Promise<PartCheck> {
  try {
    return { name, ...(await work()) };
  } catch (error) {
    const { code, message } = asAppError(error);
    return { name, ok: false, message: `${code}: ${message}` };
  }
}

function imageOf(pictures: readonly PhantomPicture[], name: string): PhantomPicture['image'] {
  const found = pictures.find((one) => one.name === name);
  if (!found) throw new Error(`no picture ${name}`);
  return found.image;
}

function measured(pictures: readonly PhantomPicture[]): Omit<PartCheck, 'name'> {
  const { columns, rows } = GEOMETRY;
  const pixels = { columns, rows, samples: 1, data: picture(columns, rows, geometryValue) };
  const found = RODS.map((rod) => measureRod(rod, imageOf(pictures, 'geometry'), pixels));
  const wrong = found.filter(({ ok }) => !ok);
  return {
    ok: wrong.length === 0,
    message:
      wrong.length === 0
        ? `${found.length} lengths, areas, angles and values are exact`
        : wrong.map(({ name, words }) => `${name}: ${words}`).join('; '),
  };
}

/** Values of rule 3.8 that anybody can work out by hand. */
const KNOWN_GREYS: readonly (readonly [name: string, stored: number, grey: number])[] = [
  // LINEAR, centre 400, width 1200, intercept -1024: white from 999.5 + 1024 on, black to -200.5 + 1024.
  ['grey/linear', 0, 0],
  ['grey/linear', 2024, 255],
  ['grey/linear', 823, 0],
  // LINEAR_EXACT, centre 2000, width 1000: the middle is half way.
  ['grey/linear-exact', 2000, 128],
  ['grey/linear-exact', 1500, 0],
  // SIGMOID: the centre is half way.
  ['grey/sigmoid', 2000, 128],
  ['grey/inverse', 0, 255],
  ['grey/inverse', 4095, 0],
  ['grey/table', 0, 255],
  ['grey/table', 2040, 0],
];

function greys(pictures: readonly PhantomPicture[]): Omit<PartCheck, 'name'> {
  const wrong = KNOWN_GREYS.flatMap(([name, stored, known]) => {
    const image = imageOf(pictures, name);
    const window = frameInfo(image, 1).windows[0] ?? null;
    const voiLut = image.voiLuts[0] ?? null;
    const found = Math.round(grayMapper({ image, frame: 1, window: voiLut ? null : window, voiLut })(stored));
    return found === known ? [] : [`${name} ${stored}: ${found}, known ${known}`];
  });
  return {
    ok: wrong.length === 0,
    message: wrong.length === 0 ? `${KNOWN_GREYS.length} greys are as known` : wrong.join('; '),
  };
}
