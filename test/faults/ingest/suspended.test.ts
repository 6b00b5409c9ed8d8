import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { asAppError } from '../../../shared/errors/app-error.ts';
import { ImportReport } from '../../../shared/model/job.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { openTestStation } from './programs/open-station.ts';
import { runProgram } from './station-program.ts';

/** Long enough that every clock in the program notices. */
const STOPPED_MS = 3000;
const FILES = 120;

/** Real time: what is tested is what happens to processes while it goes by without them. */
const pass = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

// Windows has no such signals, and no sleeping computer is at hand there.
describe.skipIf(process.platform === 'win32')('F14: a station that was stopped with its decoders', () => {
  it('goes on importing and giving pictures, nothing is twice, and only while it lives is the store in use', async () => {
    const dir = path.join(await tempDir(), 'store');
    const source = await tempDir();
    writeFiles(source);
    const whileStopped: Promise<unknown>[] = [];
    const end = await runProgram('suspended.ts', [dir, source], {
      onLine: (line, _kill, suspend) => {
        if (whileStopped.length > 0 || !('picture' in line)) return;
        const resume = suspend();
        whileStopped.push(openingOf(dir), pass(STOPPED_MS));
        void Promise.all(whileStopped).finally(resume);
      },
    });
    expect(end).toMatchObject({ stderr: '', code: 0 });
    // Stopped is not ended: nobody else may open it.
    expect(await whileStopped[0]).toBe('store/in-use');
    expect(end.lines.filter((line) => 'failed' in line)).toEqual([]);
    expect(new Set(end.lines.flatMap((line) => line['picture'] ?? [])).size).toBe(FILES);
    const report = ImportReport.parse(end.lines.find((line) => 'report' in line)?.['report']);
    expect(report).toMatchObject({ imported: FILES, already: 0, conflicts: [], refused: [] });

    const station = await openTestStation(dir);
    onTestFinished(() => station.close());
    expect(await station.rooms.archive.verify()).toEqual({ checked: FILES, bad: [] });
    expect(verifyAudit(station.access.requireStore().index)).toMatchObject({ ok: true });
  });

  it('gives no frame up because its deadline went by meanwhile', async () => {
    let stopped = false;
    const end = await runProgram('slow-frame.ts', [], {
      onLine: (line, _kill, suspend) => {
        if (!('asked' in line)) return;
        const resume = suspend();
        stopped = true;
        void pass(STOPPED_MS).then(resume);
      },
    });
    expect(stopped).toBe(true);
    expect(end).toMatchObject({ stderr: '', lines: [{ asked: true }, { frame: 1000 }] });
  });
});

/** What comes of opening the store now: a code, or that it could be opened. */
async function openingOf(dir: string): Promise<string> {
  try {
    await (await openTestStation(dir)).close();
    return 'opened';
  } catch (error) {
    return asAppError(error).code;
  }
}

function writeFiles(source: string): void {
  for (let at = 0; at < FILES; at += 1) {
    const study = `1.2.${Math.floor(at / 30)}`;
    mkdirSync(path.join(source, study), { recursive: true });
    const own = [
      element(0x0020000d, 'UI', study),
      element(0x0020000e, 'UI', `${study}.1`),
      element(0x7fe00010, 'OW', new Uint8Array(8)),
    ];
    writeFileSync(path.join(source, study, String(at)), ctImage(own));
  }
}
