import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BlobId } from '../../../shared/model/ids.ts';
import { ImportReport } from '../../../shared/model/job.ts';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { makeCheapStore } from './cheap-store.ts';
import { openTestStation } from './programs/open-station.ts';
import { runProgram } from './station-program.ts';

const LONG = process.env['NIGHTJAR_LONG'] !== undefined;
const KILLS = LONG ? 200 : 10;
/** Files that are new in each round, in studies of three: keys, blobs and rows are all written on the way. */
const FILES_A_ROUND = 24;

describe('an import whose process is killed', () => {
  it(
    `F01 F02 F03: loses nothing that it named, ${KILLS} times; the next one adds up and nothing is left over`,
    async () => {
      const dir = path.join(await tempDir(), 'store');
      const source = await tempDir();
      const env = { NODE_COMPILE_CACHE: await tempDir() };
      await makeCheapStore(dir);
      const clean = [await openingOf(dir, env), await openingOf(dir, env)];
      const named = new Set<string>();
      const opened: number[] = [];
      let killed = 0;
      let round = 0;
      for (; killed < KILLS && round < 3 * KILLS; round += 1) {
        writeFiles(source, round);
        // By turns: anywhere from the first moment of the import, and when something of it has just been named.
        const [at, within] = round % 2 === 0 ? ['opened', 400] : ['stored', 30];
        const end = await runProgram('import-all.ts', [dir, source], {
          env,
          onLine: (line, kill) => {
            if (at in line) kill(Math.random() * within);
          },
        });
        expect(end.stderr).toBe('');
        for (const line of end.lines) {
          if (typeof line['stored'] === 'string') named.add(line['stored']);
          if (typeof line['opened'] === 'number' && killed > 0) opened.push(line['opened']);
        }
        if (end.signal === 'SIGKILL') killed += 1;
      }
      expect(killed).toBe(KILLS);
      await checkStore(dir, source, named, round * FILES_A_ROUND);
      clean.push(await openingOf(dir, env));
      // What the dead left behind costs no wait that a reader would notice.
      expect(Math.max(...opened)).toBeLessThan(2000 + 3 * Math.max(...clean));
    },
    30 * 60_000,
  );
});

/** How long a store that was closed in order takes to open, milliseconds. */
async function openingOf(dir: string, env: Readonly<Record<string, string>>): Promise<number> {
  const end = await runProgram('import-all.ts', [dir, await tempDir()], { env });
  expect(end.lines).toContainEqual({ closed: true });
  return z.number().parse(end.lines[0]?.['opened']);
}

/** Imports once more, to the end, and looks at everything. */
async function checkStore(dir: string, source: string, named: ReadonlySet<string>, files: number): Promise<void> {
  const last = await runProgram('import-all.ts', [dir, source]);
  expect(last.stderr).toBe('');
  const report = ImportReport.parse(last.lines.find((line) => 'report' in line)?.['report']);
  expect(report.refused).toEqual([]);
  expect(report.imported + report.already + report.conflicts.length + report.ignored).toBe(files);

  const station = await openTestStation(dir);
  const { index, blobs } = station.access.requireStore();
  const rows = index.prepare<[], { sha256: string; blob_id: string }>('SELECT sha256, blob_id FROM object').all();
  expect(rows).toHaveLength(files);
  const stored = new Set(rows.map((row) => row.sha256));
  expect(stored.size).toBe(files);
  for (const sha256 of named) expect(stored.has(sha256)).toBe(true);
  expect(await station.rooms.archive.verify()).toEqual({ checked: files, bad: [] });
  expect(verifyAudit(index)).toMatchObject({ ok: true });
  for (const row of rows) expect(await blobs.size(BlobId.parse(row.blob_id))).toBeGreaterThan(0);
  // One file a row, and nothing temporary anywhere.
  expect(filesUnder(path.join(dir, 'blobs'))).toHaveLength(files);
  expect(filesUnder(path.join(dir, 'tmp'))).toEqual([]);
  expect(filesUnder(dir).filter((name) => /\.(new|part|tmp)$/.test(name))).toEqual([]);
  await station.close();
}

function writeFiles(source: string, round: number): void {
  const folder = path.join(source, `round-${String(round).padStart(3, '0')}`);
  mkdirSync(folder);
  for (let at = 0; at < FILES_A_ROUND; at += 1) {
    const study = `1.2.${round + 1}.${Math.floor(at / 3)}`;
    const pixels = element(0x7fe00010, 'OW', new Uint8Array(8 + at * 2000));
    const own = [element(0x0020000d, 'UI', study), element(0x0020000e, 'UI', `${study}.1`), pixels];
    writeFileSync(path.join(folder, String(at)), ctImage(own));
  }
}

function filesUnder(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
  } catch {
    // A folder that was never made holds nothing.
    return [];
  }
}
