import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeStudy, deskReady, focusViewport, openStudy, scrollTo } from '../../e2e/helpers/desk.ts';
import { firstStart, unlock } from '../../e2e/helpers/gate.ts';
import { launch } from '../../e2e/helpers/launch.ts';
import type { RunningApp } from '../../e2e/helpers/launch.ts';
import { chooseTemplate, draftSaved, writeSection } from '../../e2e/helpers/report.ts';
import { sampleFiles, samplesFolder } from '../../e2e/helpers/samples.ts';
import { askStation } from '../../e2e/helpers/station.ts';
import { filesThatName } from '../../e2e/helpers/store-files.ts';
import { closeTransfers, importSamples, rowCount } from '../../e2e/helpers/worklist.ts';
import { dicomFiles, patientWords } from '../../helpers/patient-words.ts';

/** Everything that the program may write lies below one folder: store, profile, state, caches, temporary files. */
const root = mkdtempSync(path.join(os.tmpdir(), 'nightjar-left-'));
const dataDir = path.join(root, 'store');
const PLACES = {
  HOME: path.join(root, 'home'),
  TMPDIR: path.join(root, 'tmp'),
  XDG_CONFIG_HOME: path.join(root, 'config'),
  XDG_CACHE_HOME: path.join(root, 'cache'),
  XDG_STATE_HOME: path.join(root, 'state'),
} as const;
const before = Object.fromEntries(Object.keys(PLACES).map((name) => [name, process.env[name]]));
const TYPED = 'Spiculated canary in the left lower lobe';
let running: RunningApp;

beforeAll(async () => {
  for (const [name, folder] of Object.entries(PLACES)) {
    mkdirSync(folder, { recursive: true });
    process.env[name] = folder;
  }
  running = await launch(dataDir);
});

afterAll(async () => {
  await running?.close();
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  rmSync(root, { recursive: true, force: true });
});

async function killed(kind: 'Nightjar station' | 'page'): Promise<void> {
  const pid = await running.app.evaluate(({ app, BrowserWindow }, wanted) => {
    if (wanted === 'page') return BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId();
    return app.getAppMetrics().find(({ name }) => name === wanted)?.pid;
  }, kind);
  if (pid === undefined) throw new Error(`no process ${kind}`);
  process.kill(pid, 'SIGSEGV');
}

/** Process of the page once it is up; 0 before. */
function pageProcess(): Promise<number> {
  return running.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return contents && !contents.isCrashed() && !contents.isLoading() ? contents.getOSProcessId() : 0;
  });
}

describe('F58: after a whole session with every sample, a dead window, a dead station and a restart', () => {
  it('the session', async () => {
    const { page } = running;
    await firstStart(page);
    await importSamples(page);
    await closeTransfers(page);
    await expect.poll(() => rowCount(page)).toBe(6);
    const { rows } = await askStation(page, 'worklist.list', { search: '' });
    for (const { studyUid, modalities } of rows) {
      await openStudy(page, studyUid);
      if (modalities.includes('CT') && !modalities.includes('PT')) {
        await focusViewport(page, 'v1-1');
        await scrollTo(page, 'v1-1', 'End', 99);
        await chooseTemplate(page, 'CT chest');
        await writeSection(page, 'Findings', TYPED);
        await draftSaved(page);
      }
      await closeStudy(page);
    }
    await openStudy(page, rows[0]?.studyUid ?? '');
    await killed('Nightjar station');
    await page.getByRole('heading', { name: 'Unlock' }).waitFor();
    await unlock(page);
    await deskReady(page);
    expect(await running.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('');
    const former = await pageProcess();
    await killed('page');
    // The debugger has lost its page; the main process still sees the window.
    await expect.poll(pageProcess, { timeout: 30_000 }).not.toSatisfy((pid: number) => pid === former || pid === 0);
    await running.close();
  });

  it('no name, id, UID, typed word or DICOM file lies on the disk in the clear', () => {
    const files = sampleFiles().map((name) => path.join(samplesFolder, name));
    const words = [...patientWords(files), TYPED.slice(0, 17), TYPED];
    expect(words.length).toBeGreaterThan(150);
    // The search itself finds what there is to find.
    expect(filesThatName(samplesFolder, words.slice(0, 3)).length).toBeGreaterThan(0);
    expect(dicomFiles(samplesFolder).length).toBeGreaterThan(150);
    expect(filesThatName(root, words)).toEqual([]);
    expect(dicomFiles(root)).toEqual([]);
  });
});
