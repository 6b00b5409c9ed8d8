import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { StudyId } from '../../../shared/model/ids.ts';
import { closeStudy, drag, openStudy, settledGlass } from '../../e2e/helpers/desk.ts';
import { firstStart, unlock } from '../../e2e/helpers/gate.ts';
import { launch, temporaryStore } from '../../e2e/helpers/launch.ts';
import type { RunningApp } from '../../e2e/helpers/launch.ts';
import { standing } from '../../e2e/helpers/measurements.ts';
import { chooseTemplate, draftSaved, writeSection } from '../../e2e/helpers/report.ts';
import { askStation } from '../../e2e/helpers/station.ts';
import { closeTransfers, importSamples, rowCount, shownRows } from '../../e2e/helpers/worklist.ts';

const SWITCHES = process.env['NIGHTJAR_LONG'] === undefined ? 40 : 400;

/** What belongs to one study: anything of another beside it is a wrong picture. */
interface Belongs {
  readonly studyUid: string;
  readonly patientId: string;
  readonly words: string;
  /** Study UIDs that may hang: its own and its priors'. */
  readonly mayHang: readonly string[];
}

const Found = z.strictObject({ mixed: z.array(z.string()), looks: z.number(), shown: z.number() });

const store = temporaryStore();
let running: RunningApp;
let studies: readonly Belongs[] = [];

beforeAll(async () => {
  running = await launch(store.dataDir);
});

afterAll(async () => {
  await running?.close();
  store.remove();
});

/** What `delayFrames` reads in the page: how many frames still pass, where somebody counts; those that do not wait here. */
interface Held {
  nightjarLeft?: number;
  nightjarHeld?: (() => void)[];
}

/**
 * Runs in the page before the program: frames come late and out of order, up to a third of a second each, or not before they are let
 * pass. Only frames are held up, because the calls' bridge cannot be replaced from the page.
 */
function delayFrames(): void {
  const page: Window & Held = window;
  page.nightjarHeld = [];
  const own = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
  Object.defineProperty(MessagePort.prototype, 'onmessage', {
    configurable: true,
    get() {
      return own?.get?.call(this) as unknown;
    },
    set(listener: (event: MessageEvent<unknown>) => void) {
      own?.set?.call(this, (event: MessageEvent<unknown>) => {
        const { data } = event;
        const isFrame = typeof data === 'object' && data !== null && 't' in data && data.t === 'frame';
        const come = (): void => listener.call(this, event);
        if (!isFrame) return come();
        if (page.nightjarLeft === undefined) return void setTimeout(come, Math.random() * 330);
        page.nightjarLeft -= 1;
        if (page.nightjarLeft >= 0) return come();
        return void page.nightjarHeld?.push(come);
      });
    },
  });
}

/** Looks at the page at every frame of animation and notes each moment at which two studies stand on it together. */
function watch(all: readonly Belongs[]): void {
  const found = { mixed: [] as string[], looks: 0, shown: 0 };
  Object.assign(window, { nightjarWatch: found });
  const look = (): void => {
    requestAnimationFrame(look);
    const bar = document.querySelector('header')?.textContent ?? '';
    const viewports = [...document.querySelectorAll<HTMLElement>('[data-viewport-id][data-study-uid]')];
    const report = document.querySelector('[aria-label="Report"]')?.textContent ?? '';
    const current = viewports.find((one) => one.dataset['role'] === 'current');
    if (!current) return;
    found.looks += 1;
    const study = all.find(({ studyUid }) => studyUid === current.dataset['studyUid']);
    if (!study) return void found.mixed.push(`unknown study ${current.dataset['studyUid']}`);
    if (!bar.includes(study.patientId)) found.mixed.push(`bar "${bar.slice(0, 80)}" over ${study.words}`);
    for (const one of viewports) {
      const { studyUid = '', state } = one.dataset;
      if (state === 'shown') found.shown += 1;
      if (!study.mayHang.includes(studyUid)) found.mixed.push(`${studyUid} beside ${study.words}`);
      const said = all.find((other) => other.studyUid === studyUid)?.patientId ?? '';
      if (!(one.textContent ?? '').includes(said)) found.mixed.push(`another patient's id on ${study.words}`);
    }
    const foreign = all.find(({ words }) => words !== study.words && report.includes(words));
    if (foreign) found.mixed.push(`report of ${foreign.words} beside ${study.words}`);
  };
  look();
}

describe('F50: studies switched in the real window while frames come late and in any order', () => {
  it('each study has a draft that says whose it is', async () => {
    const { page } = running;
    await firstStart(page);
    await importSamples(page);
    await closeTransfers(page);
    await expect.poll(() => rowCount(page)).toBe(6);
    const { rows } = await askStation(page, 'worklist.list', { search: '' });
    const made: Belongs[] = [];
    for (const [place, { studyUid }] of (await shownRows(page)).entries()) {
      const row = rows.find((one) => one.studyUid === studyUid);
      if (!row) throw new Error('a row that the station does not know');
      const { priors } = await askStation(page, 'study.open', { studyId: row.studyId });
      const words = `This draft is number ${place + 1} of six.`;
      await openStudy(page, studyUid);
      await chooseTemplate(page, 'General');
      await writeSection(page, 'Findings', words);
      await draftSaved(page);
      await closeStudy(page);
      made.push({
        studyUid,
        patientId: row.patient.patientId ?? '',
        words,
        mayHang: [studyUid, ...priors.map((prior) => prior.studyUid)],
      });
    }
    studies = made;
  });

  it(`nothing of two studies ever stands together in ${SWITCHES} switches`, async () => {
    const { page } = running;
    await page.addInitScript(delayFrames);
    await page.reload();
    await unlockIfAsked();
    await page.getByRole('grid', { name: 'Worklist' }).waitFor();
    await page.evaluate(watch, studies);
    for (let i = 0; i < SWITCHES; i += 1) {
      const study = studies[(i * 5 + Math.floor(i / 6)) % studies.length];
      await page.locator(`[data-study-uid="${study?.studyUid}"][role="row"]`).dblclick();
      await page.locator(`[data-viewport-id][data-study-uid="${study?.studyUid}"]`).first().waitFor();
      // Some are left before their first picture, some after, and some are scrolled meanwhile.
      if (i % 3 === 1) for (let n = 0; n < 5; n += 1) await page.keyboard.press('ArrowDown');
      if (i % 4 === 3) await page.locator('[data-viewport-id][data-state="shown"]').first().waitFor();
      await closeStudy(page);
    }
    const last = studies[0];
    await openStudy(page, last?.studyUid ?? '');
    await page.getByText(last?.words ?? '').waitFor();
    const found = Found.parse(await page.evaluate('window.nightjarWatch'));
    expect(found.mixed).toEqual([]);
    expect(found.looks).toBeGreaterThan(SWITCHES);
    expect(found.shown).toBeGreaterThan(SWITCHES / 4);
    expect(running.complaints).toEqual([]);
    await closeStudy(page);
  });

  it('F50: what is drawn while the wanted picture is on its way lies on no picture that nobody sees', async () => {
    const { page } = running;
    await page.reload();
    await unlockIfAsked();
    const { rows } = await askStation(page, 'worklist.list', { search: '' });
    // The chest: of a hundred slices the last one is far from being loaded ahead.
    const study = rows.toSorted((a, b) => b.received - a.received)[0];
    if (!study) throw new Error('no study is there');
    await openStudy(page, study.studyUid);
    const first = await settledGlass(page, 'v1-1');
    await page.evaluate(() => Object.assign(window, { nightjarLeft: 0 }));
    await page.keyboard.press('End');
    await page.locator('[data-viewport-id="v1-1"][data-state="loading"]').waitFor();
    await page.keyboard.press('l');
    await drag(page, 'v1-1', [150, 150], [230, 200]);
    const studyId = StudyId.parse(study.studyId);
    await page.evaluate(() => {
      const held: Window & Held = window;
      held.nightjarLeft = Infinity;
      for (const come of held.nightjarHeld?.splice(0) ?? []) come();
    });
    const last = await settledGlass(page, 'v1-1', { index: String(Number(first['count']) - 1) });
    await drag(page, 'v1-1', [150, 220], [230, 260]);
    await expect.poll(async () => (await standing(page, studyId)).length, { timeout: 30_000 }).toBeGreaterThan(0);
    const drawn = await standing(page, studyId);
    expect(drawn.map(({ objectId, frame }) => [objectId, String(frame)])).toEqual([[last['objectId'], last['frame']]]);
  });
});

async function unlockIfAsked(): Promise<void> {
  const { page } = running;
  const asked = page.getByRole('heading', { name: 'Unlock' });
  await asked
    .or(page.getByRole('grid', { name: 'Worklist' }))
    .first()
    .waitFor();
  if (await asked.isVisible()) await unlock(page);
}
