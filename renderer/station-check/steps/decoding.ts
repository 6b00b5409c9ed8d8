import { asAppError } from '../../../shared/errors/app-error.ts';
import { DECODE_PHANTOMS } from '../../../shared/rules/station-check/phantom-set.ts';
import { decodeValues, greatestDifference } from '../../../shared/rules/station-check/phantom-values.ts';
import { typedPixels } from '../../viewer/index.ts';
import { pictureNamed } from '../check-run.ts';
import type { CheckRun, Found } from '../check-run.ts';

/** One picture of each transfer syntax through the decoders and the frame port, against its known values. */
export async function checkDecoding(run: CheckRun): Promise<Found> {
  const lines: string[] = [];
  let wrong = 0;
  for (const phantom of DECODE_PHANTOMS) {
    const { name, words, tolerance } = phantom;
    run.step(`Decoding: ${words}`);
    const said = await decode(run, name);
    const away = typeof said === 'string' ? Infinity : greatestDifference(said, decodeValues(phantom));
    const isRight = away <= tolerance;
    if (!isRight) wrong += 1;
    const found = typeof said === 'string' ? said : away === 0 ? 'exact' : `off by ${away}, ${tolerance} is allowed`;
    lines.push(`${isRight ? 'right' : 'WRONG'}: ${words}: ${found}`);
  }
  lines.push(await videoLine());
  const all = DECODE_PHANTOMS.length;
  return {
    state: wrong === 0 ? 'ok' : 'failed',
    found: wrong === 0 ? `All ${all} transfer syntaxes come as they should.` : `${wrong} of ${all} come wrong.`,
    lines,
  };
}

/** Values as they came, or why none came. */
async function decode(run: CheckRun, name: string): Promise<ArrayLike<number> | string> {
  try {
    const { objectId } = pictureNamed(run, `decode/${name}`);
    const { header, data } = await run.frames.get(objectId, 1, {
      ...({ form: 'stored', priority: 'shown' } as const),
      signal: run.signal,
    });
    return typedPixels(header, data);
  } catch (error) {
    if (run.signal.aborted) throw error;
    return asAppError(error).code;
  }
}

/** Video is the one thing that the window itself decodes; a machine that cannot says so in its place. */
async function videoLine(): Promise<string> {
  if (typeof VideoDecoder === 'undefined') return 'H.264 video: this machine cannot play it; it is named, not shown';
  const { supported } = await VideoDecoder.isConfigSupported({ codec: 'avc1.42001f' });
  return supported === true
    ? 'H.264 video: this machine can play it'
    : 'H.264 video: this machine cannot play it; it is named, not shown';
}
