import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileOutcome } from '../../../electron/station/dicom/parser-messages.ts';
import { readFileOutcome, readFileStart } from '../../../electron/station/dicom/parse/read-file.ts';
import { sha256Hex } from '../../../electron/station/kernel/sha256.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';

const MEGABYTE = 1024 * 1024;
/** Pixel data that reach far beyond the beginnings that are read. */
const pixels = element(0x7fe00010, 'OW', new Uint8Array(2 * MEGABYTE));

async function fileOf(bytes: Uint8Array): Promise<string> {
  const file = path.join(await tempDir(), 'file');
  writeFileSync(file, bytes);
  return file;
}

/** What is left when the hashes and the way it was read are taken away. */
function understood(outcome: FileOutcome): unknown {
  if (outcome.kind !== 'object') return outcome;
  return { ...outcome.parsed, sha256: '', dataSetSha256: '', start: null };
}

const startOf = (outcome: FileOutcome) => (outcome.kind === 'object' ? outcome.parsed.start : null);

describe('an object read from the beginning of its file', () => {
  it('is what the whole file says, and says which bytes it was understood from', async () => {
    const bytes = ctImage([pixels]);
    const file = await fileOf(bytes);
    const outcome = readFileStart(file);
    expect(understood(outcome)).toEqual(understood(readFileOutcome(file)));
    const length = bytes.length - 2 * MEGABYTE;
    const start = { bytes: length, sha256: sha256Hex(bytes.subarray(0, length)) };
    expect(outcome).toMatchObject({ parsed: { sha256: null, dataSetSha256: null, start, bytes: bytes.length } });
  });

  it('is read with a longer beginning where its header is long', async () => {
    const file = await fileOf(ctImage([element(0x00091010, 'OB', new Uint8Array(300_000)), pixels]));
    const outcome = readFileStart(file);
    expect(startOf(outcome)?.bytes).toBeGreaterThan(300_000);
    expect(understood(outcome)).toEqual(understood(readFileOutcome(file)));
  });

  it.each([
    ['something follows the pixel data', ctImage([pixels, element(0x7fe10010, 'LO', 'private')])],
    ['the pixel data are cut short', ctImage([pixels]).subarray(0, -1000)],
    ['it has no name', ctImage([element(0x00080018, 'UI', ''), pixels])],
    ['there are no pixel data', ctImage([element(0x00091010, 'OB', new Uint8Array(2 * MEGABYTE))])],
  ])('is read as a whole where %s', async (_, bytes) => {
    const file = await fileOf(bytes);
    const outcome = readFileStart(file);
    expect(startOf(outcome)).toBeNull();
    expect(outcome).toMatchObject({ parsed: { sha256: sha256Hex(bytes) } });
    expect(understood(outcome)).toEqual(understood(readFileOutcome(file)));
  });

  describe.skipIf(!hasTestdata())('in the test data', () => {
    it('is what the whole file says', () => {
      let short = 0;
      for (const folder of ['ts-ct', 'ts-nema', 'xr', 'us', 'nm', 'pt', 'rt', 'seg', 'enh', 'broken']) {
        for (const name of readdirSync(testdata(folder))) {
          const file = testdata(folder, name);
          const outcome = readFileStart(file);
          expect(understood(outcome), file).toEqual(understood(readFileOutcome(file)));
          if (startOf(outcome) !== null) short += 1;
        }
      }
      expect(short).toBeGreaterThan(5);
    });
  });
});
