import type { Page } from 'playwright-core';
import type { StudyForReading } from '../../shared/model/study.ts';
import { StudyId } from '../../shared/model/ids.ts';
import { closeStudy, deskReady, focusViewport, settledGlass } from '../e2e/helpers/desk.ts';
import type { Glass } from '../e2e/helpers/desk.ts';
import { askStation } from '../e2e/helpers/station.ts';
import { rowCount } from '../e2e/helpers/worklist.ts';
import { mismatches } from './compare.ts';
import { coloursOnGlass, EVERY_FRAME_UP_TO, pageThrough, wordsInstead } from './paging.ts';
import type { FileFacts } from './reference.ts';
import type { Summary } from './summary.ts';

export interface Run {
  readonly page: Page;
  readonly reference: ReadonlyMap<string, readonly FileFacts[]>;
  readonly summary: Summary;
  /** SOP UIDs that stood on the glass, or failed there. */
  readonly cameUp: Set<string>;
  /** By series: how many pictures the site took back, as the desk says; they stay away until somebody asks for them. */
  readonly takenBack: Map<string, number>;
  readonly shot: (name: string) => Promise<string>;
  readonly say: (line: string) => void;
}

/** Viewport that is left when the layout is one by one. */
const ONE = 'v1-1';

/** Opens every study of the list in its order, by keyboard, and pages through every series. */
export async function readStudies(run: Run): Promise<void> {
  const { page, summary } = run;
  const total = await rowCount(page);
  await page.getByRole('grid', { name: 'Worklist' }).focus();
  await page.keyboard.press('Home');
  for (let place = 1; place <= total; place += 1) {
    const row = page.locator(`[data-study-id][aria-rowindex="${place + 1}"]:focus`);
    const studyId = StudyId.parse(await row.getAttribute('data-study-id'));
    try {
      await readStudy(run, studyId, place);
    } catch (error) {
      // One study must not hide what is wrong with the next.
      summary.complaints.push(`study ${place}: ${error instanceof Error ? error.message : String(error)}`);
      await run.shot(`broke-off-${String(place).padStart(3, '0')}`);
    }
    summary.studies += 1;
    await closeStudy(page);
    await row.waitFor();
    await page.keyboard.press('ArrowDown');
  }
}

async function readStudy(run: Run, studyId: StudyId, place: number): Promise<void> {
  const { page, summary } = run;
  const begin = Date.now();
  const before = summary.framesShown + summary.framesFailed.length;
  const study = await askStation(page, 'study.open', { studyId });
  await page.keyboard.press('Enter');
  await deskReady(page);
  const { modalities, studyUid } = study.study;
  const file = await run.shot(`study-${String(place).padStart(3, '0')}-${modalities.join('-') || 'none'}`);
  await focusViewport(page, ONE);
  await page.keyboard.press('Alt+1');
  for (const [at, series] of study.series.entries()) {
    await readSeries(run, study, at);
    summary.series += 1;
    summary.images += series.images.filter((image) => image.picture.shown).length;
  }
  const frames = summary.framesShown + summary.framesFailed.length - before;
  const seconds = Math.round((Date.now() - begin) / 100) / 10;
  summary.shots.push({ file, studyUid, frames, seconds });
  run.say(`${place}: ${modalities.join('/')} ${study.series.length} series, ${frames} pictures, ${seconds} s`);
}

async function readSeries(run: Run, study: StudyForReading, at: number): Promise<void> {
  const { page, summary } = run;
  const series = study.series[at];
  if (!series) return;
  run.takenBack.set(series.seriesUid, series.rejected ?? 0);
  for (const image of series.images) {
    if (image.picture.shown) continue;
    summary.withoutPicture.push({ sopUid: image.sopUid ?? '', reason: image.picture.why });
  }
  // Below a series stand its stacks and its objects, which are buttons as well.
  const entry = page.locator('nav[aria-label="Series"] section').first().locator('button[data-received]').nth(at);
  await entry.click();
  if (!series.images.some((image) => image.picture.shown)) {
    await page
      .locator(`[data-viewport-id="${ONE}"]`)
      .getByText(/Cannot display|without a picture|No objects|LOSSY VIDEO/)
      .waitFor();
    return;
  }
  await settledGlass(page, ONE, { seriesUid: series.seriesUid });
  const seen = new Map<string, number>();
  const stacks = entry.locator('xpath=following-sibling::*[1][starts-with(@aria-label, "Stacks of series")]//button');
  const several = await stacks.count();
  let isSampled = several === 0 && (await readStack(run, seen));
  for (let stack = 0; stack < several; stack += 1) {
    const name = (await stacks.nth(stack).getAttribute('data-stack')) ?? '';
    await stacks.nth(stack).click();
    // The viewport says which stack it has, in words, from when it has it.
    await page.locator(`[data-viewport-id="${ONE}"][aria-description$=", ${name}"]`).waitFor();
    await settledGlass(page, ONE, { seriesUid: series.seriesUid });
    isSampled = (await readStack(run, seen)) || isSampled;
  }
  if (!isSampled) checkFrames(run, seen);
}

/** Pages through what stands in the viewport, and counts how often each object came up. True: not every picture of it. */
async function readStack(run: Run, seen: Map<string, number>): Promise<boolean> {
  let count = 0;
  for await (const glass of pageThrough(run.page, ONE)) {
    if (count === 0 && glass['state'] === 'shown' && (await coloursOnGlass(run.page, ONE)) < 2) {
      run.summary.blank.push(glass['sopUid'] ?? '');
    }
    const sopUid = glass['sopUid'] ?? '';
    seen.set(sopUid, (seen.get(sopUid) ?? 0) + 1);
    count = Number(glass['count']);
    await judge(run, glass);
  }
  return count > EVERY_FRAME_UP_TO;
}

async function judge({ page, reference, summary, cameUp }: Run, glass: Glass): Promise<void> {
  const sopUid = glass['sopUid'] ?? '';
  if (glass['state'] === 'failed') summary.framesFailed.push({ sopUid, reason: await wordsInstead(page, ONE) });
  else summary.framesShown += 1;
  if (sopUid === '') return;
  cameUp.add(sopUid);
  const candidates = reference.get(sopUid);
  if (candidates) for (const what of mismatches(glass, candidates)) summary.mismatches.push({ sopUid, what });
  else if (!summary.notCompared.includes(sopUid)) summary.notCompared.push(sopUid);
}

/** Each frame of each object came up once. Objects that share their UID are left out: nobody can tell them apart. */
function checkFrames({ reference, summary }: Run, seen: ReadonlyMap<string, number>): void {
  for (const [sopUid, frames] of seen) {
    const candidates = reference.get(sopUid) ?? [];
    const [only] = candidates;
    if (candidates.length !== 1 || !only || only.frames === frames) continue;
    summary.mismatches.push({ sopUid, what: `${frames} frames came up, the file has ${only.frames}` });
  }
}

/** Objects with pictures in the files that were taken in but never came up, and were never said to have none. */
export function checkNothingLeftOut(
  { reference, summary, cameUp, takenBack }: Run,
  refusedFiles: ReadonlySet<string>,
): void {
  const named = new Set(summary.withoutPicture.map(({ sopUid }) => sopUid));
  for (const [sopUid, files] of reference) {
    const withPicture = files.filter((file) => file.frames > 0 && !refusedFiles.has(file.path));
    if (withPicture.length === 0 || cameUp.has(sopUid) || named.has(sopUid)) continue;
    const series = withPicture[0]?.seriesUid ?? '';
    const rejected = takenBack.get(series) ?? 0;
    takenBack.set(series, rejected - 1);
    if (rejected <= 0) summary.mismatches.push({ sopUid, what: 'never came up' });
  }
}
