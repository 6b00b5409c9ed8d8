import { afterAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors/app-error.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { newObjectId, readBytes, realPool } from './decoders.ts';

const REFUSED: readonly (readonly [file: string, code: string])[] = [
  ['broken/20-wrong-transfer-syntax.dcm', 'dicom/pixel-data-damaged'],
  ['broken/GH1146.dcm', 'dicom/no-pixel-data'],
  ['broken/MR_truncated.dcm', 'dicom/pixel-data-incomplete'],
  ['broken/no_meta.dcm', 'dicom/not-dicom'],
  ['broken/zipMR.gz', 'dicom/not-dicom'],
  ['derived/damaged/half-header.dcm', 'dicom/damaged-header'],
  ['derived/damaged/only-preamble.dcm', 'dicom/not-dicom'],
  ['derived/damaged/png.dcm', 'dicom/not-dicom'],
  ['derived/damaged/rows-mismatch.dcm', 'dicom/pixel-data-incomplete'],
  ['derived/damaged/text.dcm', 'dicom/not-dicom'],
  ['derived/damaged/truncated-fragment.dcm', 'dicom/pixel-data-incomplete'],
  ['derived/damaged/truncated-pixels.dcm', 'dicom/pixel-data-incomplete'],
  ['derived/damaged/zero-byte.dcm', 'dicom/empty-file'],
  ['derived/video/h264.dcm', 'dicom/unsupported-transfer-syntax'],
  ['derived/video/h265.dcm', 'dicom/unsupported-transfer-syntax'],
  ['derived/video/mpeg2.dcm', 'dicom/unsupported-transfer-syntax'],
  ['seg/liver_nonbyte_aligned_rle.dcm', 'dicom/unsupported-pixel-format'],
  ['seg/liver_rle.dcm', 'dicom/unsupported-pixel-format'],
];

function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : 'not an AppError';
}

describe.skipIf(!hasTestdata())('files that have no picture', () => {
  const pool = realPool();
  afterAll(() => pool.close());

  const decode = (file: string, frame = 1): Promise<unknown> => {
    const load = async (): Promise<Uint8Array> => readBytes(testdata(file));
    return pool.decode({ objectId: newObjectId(), frame, form: 'stored', priority: 'shown', load });
  };

  it.each(REFUSED)('%s is refused as %s', async (file, code) => {
    await expect(decode(file)).rejects.toMatchObject({ code });
  });

  it('shows the frames that came before the file was cut, and refuses the others by number', async () => {
    const whole = readBytes(testdata('enh/emri_small_jpeg_2k_lossless.dcm'));
    const objectId = newObjectId();
    // Ten frames of about 3.8 kB lie at the end: without the last 15 kB three are gone and one is cut.
    const load = async (): Promise<Uint8Array> => whole.slice(0, whole.length - 15_000);
    const outcomes: string[] = [];
    for (let frame = 1; frame <= 11; frame += 1) {
      const work = pool.decode({ objectId, frame, form: 'stored', priority: 'shown', load });
      outcomes.push(await work.then(() => 'shown', codeOf));
    }
    const shown = Array<string>(6).fill('shown');
    const gone = Array<string>(4).fill('dicom/pixel-data-incomplete');
    expect(outcomes).toEqual([...shown, ...gone, 'dicom/frame-out-of-range']);
  });

  it('goes on after every refusal with the same processes', async () => {
    const before = pool.pids;
    await expect(decode('ts-small/MR_small_RLE.dcm')).resolves.toMatchObject({ header: { rows: 64, columns: 64 } });
    expect(pool.pids).toEqual(before);
  });
});
