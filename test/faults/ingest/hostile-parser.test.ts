import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { nodeProcessHost } from '../../../electron/station/kernel/node-process-host.ts';
import { ctImage } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { importBench, seen } from '../../integration/import/import-fixture.ts';

const hostile = path.join(path.dirname(fileURLToPath(import.meta.url)), 'programs', 'hostile-parser.ts');
const host = nodeProcessHost({ parser: hostile, decoder: hostile });

/** A file with the name that the hostile process falls for, among nine that are sound. */
async function batchWith(name: string): Promise<string> {
  const folder = await tempDir();
  for (let at = 0; at < 9; at += 1) writeFileSync(path.join(folder, `${at < 5 ? 'a' : 'z'}${at}`), ctImage());
  writeFileSync(path.join(folder, name), ctImage());
  return folder;
}

describe('a parser process that a file gets the better of', () => {
  it('F34: is killed at its deadline, the file is refused with its code, its batch is imported', async () => {
    const bench = await importBench({ host, parsers: { silenceMs: 2500, processes: 1 } });
    const report = await bench.import([await batchWith('spins')]);
    expect(report).toMatchObject({ imported: 9, refused: [{ code: 'import/process-killed' }] });
    expect(seen(report)).toBe(10);
  });

  it('F34: is killed when its memory passes the limit, the file is refused, its batch is imported', async () => {
    const bench = await importBench({ host, parsers: { residentLimitMb: 400, processes: 1 } });
    const folder = await batchWith('swells');
    const report = await bench.import([folder]);
    expect(report).toMatchObject({ imported: 9, refused: [{ code: 'import/process-killed' }] });
    expect(report.refused[0]?.path).toBe(path.join(folder, 'swells'));
    // The import that comes after has a fresh process and nothing to fear from the one before.
    const next = await bench.import([await batchWith('sound')]);
    expect(next.imported).toBe(10);
    expect(readdirSync(path.join(bench.store.dir, 'tmp'))).toEqual([]);
  });
});
