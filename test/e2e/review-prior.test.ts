import { afterAll, beforeAll, expect, it } from 'vitest';
import { newStation, PASSPHRASE } from '../faults/store/station-fixture.ts';
import { ADA, BEN, FOLLOW_UP_UID, followedUp, scorePriors } from '../integration/review/followed-up.ts';
import { deskReady, openStudy } from './helpers/desk.ts';
import { enterAs, lock } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseCommand } from './helpers/palette.ts';
import { chooseTemplate, reportPane, writeSection } from './helpers/report.ts';
import { shotsIn } from './helpers/shots.ts';
import { FULL_HD, resizeTo } from './helpers/sizes.ts';

const store = temporaryStore();
const shoot = shotsIn('review-prior');
let running: RunningApp;

beforeAll(async () => {
  const station = newStation(store.dataDir);
  const world = await followedUp(station);
  await scorePriors(station, world);
  await station.close();
  running = await launch(store.dataDir);
}, 240_000);

afterAll(async () => {
  await running?.close();
  store.remove();
});

const shot = (name: string): Promise<void> => shoot(running, name);

it('a reader scores the prior report while reading its follow-up, and nothing of it comes near the report that is written', async () => {
  const { page } = running;
  await enterAs(page, BEN ?? '', PASSPHRASE);
  await resizeTo(running, FULL_HD);
  await openStudy(page, FOLLOW_UP_UID);
  await deskReady(page);
  await chooseTemplate(page, 'General');
  await writeSection(page, 'Findings', 'A nodule of 12 mm, new.');
  // The first press shows what would be judged, the second begins.
  await chooseCommand(page, 'Give an opinion on the prior report: a second reading of your programme');
  const prior = page.getByRole('region', { name: 'Prior report' });
  const entry = prior.getByRole('button', { name: 'Give an opinion on this report …' });
  await entry.waitFor();
  await shot('entry');
  await reportPane(page).getByRole('textbox', { name: 'Findings', exact: true }).click();
  await page.keyboard.press('Alt+r');
  const dialog = page.getByRole('dialog', { name: 'Opinion on the prior report' });
  await dialog.getByText('No nodule of Mrs [name]. The lungs are clear.').first().waitFor();
  await shot('case');
  await dialog.getByRole('radio', { name: /^2b/ }).click();
  await dialog.getByLabel('Comment (needed)').fill('A nodule of 6 mm was there.');
  // Looking at the pictures once more loses nothing of what was said.
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await entry.click();
  await dialog.waitFor();
  expect(await dialog.getByLabel('Comment (needed)').inputValue()).toBe('A nodule of 6 mm was there.');
  await dialog.getByRole('button', { name: 'Score', exact: true }).click();
  await dialog.getByText('Score 2b: Understandable miss, likely to matter').waitFor();
  await shot('scored');
  await dialog.getByRole('button', { name: 'Back to the study' }).click();
  await entry.click();
  await prior.getByText('You have said what you think of this report').waitFor();
  await shot('refused');
  const written = await reportPane(page).getByRole('textbox', { name: 'Findings', exact: true }).innerText();
  expect(written.trim()).toBe('A nodule of 12 mm, new.');
  await page.getByRole('button', { name: 'Close study' }).click();

  await chooseCommand(page, 'Second readings: review the reports of others');
  const cases = page.getByRole('dialog', { name: 'Second readings' });
  await cases.getByText(/met while following up/).waitFor();
  await shot('cases');
  await cases.getByRole('button', { name: 'Close', exact: true }).click();
  await lock(page);
  await enterAs(page, ADA ?? '', PASSPHRASE);
  await openStudy(page, FOLLOW_UP_UID);
  await deskReady(page);
  await chooseTemplate(page, 'General');
  await page.keyboard.press('Alt+p');
  await entry.click();
  await prior.getByText('Nobody reviews a report of their own').waitFor();
  expect(running.complaints).toEqual([]);
});
