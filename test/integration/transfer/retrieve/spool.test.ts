import { randomBytes } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSpool, SpoolReader, SpoolWriter } from '../../../../electron/station/kernel/spool-file.ts';
import { tempDir } from '../../../helpers/temp-dir.ts';

const MEGABYTE = 1024 * 1024;

async function spooled(bytes: Uint8Array) {
  const file = path.join(await tempDir(), 'spool');
  const writer = await SpoolWriter.open(file);
  for (let at = 0; at < bytes.length; at += 300_000) await writer.write(bytes.subarray(at, at + 300_000));
  return { file, place: await writer.end() };
}

describe('a large object on its way in', () => {
  it.each([0, 1, MEGABYTE - 1, MEGABYTE, MEGABYTE + 1, 3 * MEGABYTE + 17])(
    'of %i bytes is read back as it was written, whole and in parts',
    async (length) => {
      const bytes = randomBytes(length);
      const { place } = await spooled(bytes);
      expect(place.bytes).toBe(length);
      expect(Buffer.compare(readSpool(place), bytes)).toBe(0);
      const reader = new SpoolReader(place);
      for (const [offset, count] of [
        [0, 10],
        [MEGABYTE - 5, 10],
        [length - 3, 10],
        [length + 5, 10],
      ] as const) {
        const from = Math.max(0, offset);
        expect(Buffer.compare(reader.readAt(from, count), bytes.subarray(from, from + count))).toBe(0);
      }
      reader.close();
    },
  );

  it('lies on the disk in no plain byte, and a changed bit of it is never read', async () => {
    const plain = Buffer.from('DOE^JANE '.repeat(200_000));
    const { file, place } = await spooled(plain);
    const sealed = await readFile(file);
    expect(sealed.includes('DOE^')).toBe(false);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const handle = await open(file, 'r+');
    await handle.write(Uint8Array.of((sealed[70_000] ?? 0) ^ 1), 0, 1, 70_000);
    await handle.close();
    expect(() => readSpool(place)).toThrow(/not as it was written/);
  });
});
