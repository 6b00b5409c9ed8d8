import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BlobId } from '../../../shared/model/ids.ts';
import { ImportReport } from '../../../shared/model/job.ts';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { openTestStation } from './programs/open-station.ts';
import { runProgram } from './station-program.ts';

const ROUNDS = process.env['NIGHTJAR_LONG'] === undefined ? 10 : 200;
/** Files that are new in each round, in studies of three: keys, blobs and rows are all written on the way. */
const FILES_A_ROUND = 48;

describe('an import whose process is killed', () => {
  it(
    `F01 F02 F03: loses nothing that it named, ${ROUNDS} times; the next one adds up and nothing is left over`,
    async () => {
      const dir = path.join(await tempDir(), 'store');
      const source = await tempDir();
      const named = new Set<string>();
      const opened: number[] = [];
      let killed = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        writeFiles(source, round);
        // Anywhere from the first moment of the import to well into it.
        const after = Math.random() * 1500;
        const end = await runProgram('import-all.ts', [dir, source], {
          onLine: (line, kill) => {
            if ('opened' in line) {
              opened.push(Number(line['opened']));
              kill(after);
            }
          },
        });
        expect(end.stderr).toBe('');
        if (end.signal === 'SIGKILL') killed += 1;
        for (const { stored } of end.lines) if (typeof stored === 'string') named.add(stored);
      }
      expect(killed).toBeGreaterThan(ROUNDS / 2);
      // The first opening makes the store; no later one waits long for what the dead left behind.
      expect(Math.max(...opened.slice(1))).toBeLessThan(20_000);
      await checkStore(dir, source, named);
    },
    30 * 60_000,
  );
});

/** Imports once more, to the end, and looks at everything. */
async function checkStore(dir: string, source: string, named: ReadonlySet<string>): Promise<void> {
  const last = await runProgram('import-all.ts', [dir, source]);
  expect(last.stderr).toBe('');
  const report = ImportReport.parse(last.lines.find((line) => 'report' in line)?.['report']);
  const files = ROUNDS * FILES_A_ROUND;
  expect(report.refused).toEqual([]);
  expect(report.imported + report.already + report.conflicts.length + report.ignored).toBe(files);

  const station = await openTestStation(dir);
  onTestFinished(() => station.close());
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
}

function writeFiles(source: string, round: number): void {
  const folder = path.join(source, `round-${String(round).padStart(3, '0')}`);
  mkdirSync(folder);
  for (let at = 0; at < FILES_A_ROUND; at += 1) {
    const study = `1.2.${round + 1}.${Math.floor(at / 3)}`;
    const pixels = element(0x7fe00010, 'OW', new Uint8Array(8 + at * 5000));
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
