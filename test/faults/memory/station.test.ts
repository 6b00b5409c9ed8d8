import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { runProgram } from '../ingest/station-program.ts';

const SIDE = 512;
const FRAME_BYTES = SIDE * SIDE * 2;
const IMAGES = 200;
const STUDIES = 4;
const CACHE_BYTES = 8 * 1024 * 1024;
/** What the rest of a station may hold outside the heap meanwhile. */
const ELSE_BYTES = 16 * 1024 * 1024;
/** JavaScript heap of the station's process: far less than what passes through it. */
const LIMIT = { NODE_OPTIONS: '--max-old-space-size=64' };

describe('F12: a station with little memory', () => {
  it('gives all frames of studies many times its size, holds no more than it may, and keeps the open report', async () => {
    const dir = path.join(await tempDir(), 'store');
    const source = await tempDir();
    writeStudies(source);
    const made = await runProgram('import-all.ts', [dir, source], { env: LIMIT });
    expect(made).toMatchObject({ stderr: '', code: 0 });
    const read = await runProgram('little-memory.ts', [dir, String(CACHE_BYTES), 'Still being written.'], {
      env: LIMIT,
    });
    expect(read).toMatchObject({ stderr: '', code: 0 });
    const [{ bytes, held, report } = {}] = read.lines;
    expect(bytes).toBe(2 * IMAGES * FRAME_BYTES);
    expect(held).toBeLessThan(CACHE_BYTES + ELSE_BYTES);
    expect(report).toContain('Still being written.');
  });
});

function writeStudies(source: string): void {
  const size = [element(0x00280010, 'US', SIDE), element(0x00280011, 'US', SIDE)];
  for (let at = 0; at < IMAGES; at += 1) {
    const study = `1.2.${at % STUDIES}`;
    const folder = path.join(source, study);
    mkdirSync(folder, { recursive: true });
    const own = [
      element(0x0020000d, 'UI', study),
      element(0x0020000e, 'UI', `${study}.1`),
      element(0x7fe00010, 'OW', new Uint8Array(FRAME_BYTES)),
    ];
    writeFileSync(path.join(folder, String(at)), ctImage([...size, ...own]));
  }
}
