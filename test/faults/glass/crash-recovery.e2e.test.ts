import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drag, focusViewport, openStudy, scrollTo, settledGlass } from '../../e2e/helpers/desk.ts';
import type { Glass } from '../../e2e/helpers/desk.ts';
import { firstStart } from '../../e2e/helpers/gate.ts';
import { launch, temporaryStore } from '../../e2e/helpers/launch.ts';
import type { RunningApp } from '../../e2e/helpers/launch.ts';
import { chooseTemplate, draftSaved, reportPane, writeSection } from '../../e2e/helpers/report.ts';
import { askStation } from '../../e2e/helpers/station.ts';
import { closeTransfers, importSamples, rowCount, shownRows } from '../../e2e/helpers/worklist.ts';

const TEXT = 'Nodule of five millimetres.';
const PLACE = ['studyUid', 'sopUid', 'index', 'windowCenter', 'windowWidth', 'role'] as const;

const store = temporaryStore();
let running: RunningApp;
let left: Glass;

beforeAll(async () => {
  running = await launch(store.dataDir);
});

afterAll(async () => {
  await running?.close();
  store.remove();
});

async function journal() {
  const { rows } = await askStation(running.page, 'worklist.list', { search: 'CT CAP' });
  const [row] = rows;
  if (!row) throw new Error('the CT is not in the list');
  return askStation(running.page, 'reading.load', { studyId: row.studyId });
}

/** Process ids of a kind of helper process, by name or type. */
async function processes(kind: string): Promise<readonly number[]> {
  const all = await running.app.evaluate(({ app }) =>
    app.getAppMetrics().map(({ name, type, pid }) => ({ name, type, pid })),
  );
  return all.filter(({ name, type }) => name === kind || type === kind).map(({ pid }) => pid);
}

/** After a crash the debugger has lost its page: the main process looks into the window instead. */
async function inWindow<T>(script: string): Promise<T> {
  return running.app.evaluate(
    ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code) as Promise<T>,
    script,
  );
}

/** What stands in the window, or null while it is not there yet. */
interface Standing {
  readonly glass: Glass;
  readonly drawings: string;
  readonly text: string;
  readonly beforeCaret: string;
}

const LOOK = `(() => {
  const glass = document.querySelector('[data-viewport-id="v1-1"]');
  const findings = document.querySelector('[role="textbox"][aria-label="Findings"]');
  if (!glass || !findings || glass.dataset.state !== 'shown') return null;
  const chosen = document.getSelection();
  const caret = chosen && chosen.anchorNode && findings.contains(chosen.anchorNode) ? chosen : null;
  return {
    glass: { ...glass.dataset },
    drawings: [...glass.querySelectorAll('svg text')].map((one) => one.textContent).join(' '),
    text: findings.innerText.trim(),
    beforeCaret: caret ? (caret.anchorNode.textContent ?? '').slice(0, caret.anchorOffset) : '',
  };
})()`;

/** A script that was sent into a page on its way out is never answered. */
const ANSWER_MS = 2000;

async function standing(): Promise<Standing | null> {
  try {
    const silence = new Promise<null>((resolve) => void setTimeout(() => resolve(null), ANSWER_MS));
    return await Promise.race([inWindow<Standing | null>(LOOK), silence]);
  } catch {
    // The window is between its end and its new page.
    return null;
  }
}

async function expectAllBack(): Promise<void> {
  const kept = {
    place: PLACE.map((name) => [name, left[name]]),
    isMeasured: true,
    text: TEXT,
    beforeCaret: TEXT.slice(0, -11),
  };
  const now = async () => {
    const seen = await standing();
    if (seen === null) return null;
    const { glass, drawings, text, beforeCaret } = seen;
    const place = PLACE.map((name) => [name, glass[name]]);
    return { place, isMeasured: drawings.includes('M1'), text, beforeCaret };
  };
  await expect.poll(now, { timeout: 60_000 }).toEqual(kept);
}

describe('F04: a process ends while somebody reads', () => {
  it('a case is open: slice, window, measurement and a draft', async () => {
    const { page } = running;
    await firstStart(page);
    await importSamples(page);
    await closeTransfers(page);
    await expect.poll(() => rowCount(page)).toBe(6);
    const ct = (await shownRows(page)).find((row) => row.cells['study'] === 'CT CAP');
    await openStudy(page, ct?.studyUid ?? '');
    await focusViewport(page, 'v1-1');
    await scrollTo(page, 'v1-1', 'Home', 0);
    await scrollTo(page, 'v1-1', 'PageDown', 10);
    await page.keyboard.press('3');
    await settledGlass(page, 'v1-1', { windowCenter: '-600' });
    await page.keyboard.press('l');
    await drag(page, 'v1-1', [200, 300], [300, 300]);
    await expect.poll(async () => (await journal()).measurements.length).toBe(1);
    await chooseTemplate(page, 'CT chest');
    await writeSection(page, 'Findings', TEXT);
    // The caret stands eleven letters before the end.
    for (let i = 0; i < 11; i += 1) await page.keyboard.press('ArrowLeft');
    await draftSaved(page);
    left = await settledGlass(page, 'v1-1');
    await expect.poll(async () => (await journal()).desk?.viewports[0]?.objectId).toBe(left['objectId']);
  });

  it('decoder killed: pictures go on coming, and nothing else moves', async () => {
    const { page } = running;
    for (const pid of await processes('Nightjar decoder')) process.kill(pid, 'SIGKILL');
    await focusViewport(page, 'v1-1');
    const far = await scrollTo(page, 'v1-1', 'End', 99);
    expect(far['state']).toBe('shown');
    await scrollTo(page, 'v1-1', 'Home', 0);
    await scrollTo(page, 'v1-1', 'PageDown', 10);
    await reportPane(page).getByRole('textbox', { name: 'Findings' }).focus();
    await expectAllBack();
  });

  it('GPU process killed: the window draws on, with everything where it was', async () => {
    const gpu = await processes('GPU');
    expect(gpu.length).toBeGreaterThan(0);
    for (const pid of gpu) process.kill(pid, 'SIGKILL');
    await expect.poll(async () => (await processes('GPU')).some((pid) => !gpu.includes(pid))).toBe(true);
    await expectAllBack();
    const { page } = running;
    await focusViewport(page, 'v1-1');
    expect((await scrollTo(page, 'v1-1', 'ArrowDown', 11))['state']).toBe('shown');
    await scrollTo(page, 'v1-1', 'ArrowUp', 10);
    await expect.poll(async () => (await journal()).desk?.viewports[0]?.objectId).toBe(left['objectId']);
    await reportPane(page).getByRole('textbox', { name: 'Findings' }).focus();
  });

  it('window killed: it finds its study, slice, window, measurement, report and caret again', async () => {
    const pid = await running.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
    );
    if (pid === undefined) throw new Error('no window');
    process.kill(pid, 'SIGKILL');
    await expect
      .poll(
        () =>
          running.app.evaluate(
            ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
          ),
        { timeout: 60_000 },
      )
      .not.toBe(pid);
    await expectAllBack();
    // The keys go where they went: what is typed lands at the caret.
    await running.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({ type: 'char', keyCode: 'X' }),
    );
    await expect.poll(async () => (await standing())?.text).toBe(`${TEXT.slice(0, -11)}X${TEXT.slice(-11)}`);
  });
});
