import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { confirmRecovery, makeStore, unlock } from '../e2e/helpers/gate.ts';
import { launch, temporaryStore } from '../e2e/helpers/launch.ts';
import type { RunningApp } from '../e2e/helpers/launch.ts';
import { askStation } from '../e2e/helpers/station.ts';
import { closeTransfers, focusStudy, importFolder, importSamples, rowCount } from '../e2e/helpers/worklist.ts';
import { projectRoot } from '../helpers/runtime.ts';
import { launchPackaged } from './launch-packaged.ts';
import type { RunningPackage } from './launch-packaged.ts';
import { EVERY_FRAME_UP_TO } from './paging.ts';
import { checkNothingLeftOut, readStudies } from './read-studies.ts';
import type { Run } from './read-studies.ts';
import { readReference } from './reference.ts';
import { notFoundAgain, reportOne, studyToReport } from './report-one.ts';
import { emptySummary, isFaulty } from './summary.ts';

// The whole program in real Electron on real studies: `npm run smoke -- [--studies DIR] [--shots DIR] [--packaged DIR]`.

const begin = Date.now();
const { values } = parseArgs({
  options: { studies: { type: 'string' }, shots: { type: 'string' }, packaged: { type: 'string' } },
});
const from = process.env['INIT_CWD'] ?? process.cwd();
const studies = values.studies === undefined ? null : path.resolve(from, values.studies);
const packaged = values.packaged === undefined ? null : path.resolve(from, values.packaged);
const shots = path.resolve(from, values.shots ?? path.join(projectRoot, 'test-results', 'smoke'));
const seconds = (): number => Math.round((Date.now() - begin) / 100) / 10;
const say = (line: string): void => void process.stderr.write(`${seconds().toFixed(1).padStart(7)} s  ${line}\n`);

mkdirSync(shots, { recursive: true });
const summary = emptySummary(EVERY_FRAME_UP_TO);
const store = temporaryStore();
try {
  await smoke(store.dataDir);
} catch (error) {
  summary.complaints.push(
    `the run broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
} finally {
  summary.seconds = seconds();
  const text = `${JSON.stringify(summary, null, 2)}\n`;
  writeFileSync(path.join(shots, 'summary.json'), text);
  process.stdout.write(text);
  store.remove();
}
process.exitCode = isFaulty(summary) ? 1 : 0;

type Running = RunningApp | RunningPackage;

function open(dataDir: string): Promise<Running> {
  return packaged === null ? launch(dataDir) : launchPackaged(packaged, dataDir);
}

async function smoke(dataDir: string): Promise<void> {
  let running = await open(dataDir);
  try {
    const rows = await firstHalf(running);
    const left = await reportOne(running.app, running.page, summary, shots, shooter(running.page));
    say(`reported and signed; length ${summary.measured?.value.toFixed(1)} ${summary.measured?.unit}`);
    await shootDialogs(running.page);
    summary.complaints.push(...running.complaints);
    await running.close();
    running = await open(dataDir);
    await running.page.getByRole('button', { name: 'Unlock the store' }).waitFor();
    await shooter(running.page)('unlock');
    await unlock(running.page);
    const missing = await secondHalf(running.page, rows, () => notFoundAgain(running.page, left));
    await shooter(running.page)('found-again');
    await running.page.keyboard.press('?');
    await running.page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await shooter(running.page)('key-map-desk');
    summary.foundAgain = missing.length === 0;
    for (const what of missing) summary.mismatches.push({ sopUid: '', what: `after the restart: ${what}` });
  } finally {
    summary.complaints.push(...running.complaints.filter((one) => !summary.complaints.includes(one)));
    await running.close();
  }
}

/** First start, import, every study. Gives the number of rows in the list. */
async function firstHalf({ app, page }: Running): Promise<number> {
  const shot = shooter(page);
  await page.getByRole('heading', { name: 'Set up this workstation' }).waitFor();
  await shot('first-start');
  await confirmRecovery(page, await makeStore(page));
  say('store made');
  summary.imported = studies === null ? await importSamples(page) : await importFolder(app, page, studies);
  // The list stands still under focus and pointer: it must be whole before it gets the keys.
  const { total } = await askStation(page, 'worklist.list', { search: '' });
  await page.locator(`[role="grid"][aria-label="Worklist"][aria-rowcount="${total + 1}"]`).waitFor();
  await shot('transfers');
  const refused = await refusedFiles(page);
  await closeTransfers(page);
  const { studyUid } = await studyToReport(page);
  await focusStudy(page, studyUid);
  await page.getByRole('region', { name: 'Preview' }).locator('canvas').first().waitFor();
  await shot('worklist');
  say(`imported: ${JSON.stringify(summary.imported)}`);
  const reference = readReference(studies ?? path.join(projectRoot, 'resources', 'samples'));
  const run: Run = { page, reference, summary, cameUp: new Set(), takenBack: new Map(), shot, say };
  await readStudies(run);
  checkNothingLeftOut(run, refused);
  return rowCount(page);
}

async function secondHalf(
  page: Page,
  rows: number,
  look: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const { total } = await askStation(page, 'worklist.list', { search: '' });
  return [...(total === rows ? [] : [`${total} studies in place of ${rows}`]), ...(await look())];
}

async function refusedFiles(page: Page): Promise<ReadonlySet<string>> {
  const { jobs } = await askStation(page, 'jobs.list', {});
  const [job] = jobs.filter(({ kind }) => kind === 'import');
  const report = job ? await askStation(page, 'archive.importReport', { jobId: job.jobId }) : null;
  return new Set((report?.refused ?? []).map((refusal) => refusal.path));
}

async function shootDialogs(page: Page): Promise<void> {
  const shot = shooter(page);
  const open = async (name: string, title: string, act: () => Promise<void>): Promise<void> => {
    await act();
    await page.getByRole('dialog', { name: title }).waitFor();
    await shot(name);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  await open('palette', 'Commands', () => page.keyboard.press('Control+k'));
  await open('key-map', 'Keys', () => page.keyboard.press('?'));
  await open('about', 'About Nightjar', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('about');
    await page.keyboard.press('Enter');
  });
}

function shooter(page: Page): (name: string) => Promise<string> {
  return async (name) => {
    await page.screenshot({ path: path.join(shots, `${name}.png`) });
    return `${name}.png`;
  };
}
