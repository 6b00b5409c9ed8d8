import { afterAll, beforeAll, expect, it } from 'vitest';
import { answer, newStation, PASSPHRASE } from '../faults/store/station-fixture.ts';
import { as, drawn, opened, practiceOn, READ } from '../integration/review/practice.ts';
import { deskReady, openStudy } from './helpers/desk.ts';
import { enterAs, lock } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseCommand } from './helpers/palette.ts';
import { reportPane } from './helpers/report.ts';
import { shotsIn } from './helpers/shots.ts';
import { FULL_HD, resizeTo } from './helpers/sizes.ts';

const [ADA, BEN] = ['Ada Reader', 'Ben Reviewer'] as const;
const store = temporaryStore();
const shoot = shotsIn('review-looks');
let running: RunningApp;

beforeAll(async () => {
  const station = newStation(store.dataDir);
  const { people } = await practiceOn(station);
  await as(station, people.cora);
  const drawnCases = [
    await drawn(station, { name: 'Scored' }),
    await drawn(station, { name: 'Learning', kind: 'peer-learning' }),
  ];
  await as(station, people.ben);
  for (const { reviewId } of drawnCases) {
    await opened(station, reviewId);
    await answer(station, 'review.saveRead', { reviewId, read: READ });
    await answer(station, 'review.lock', { reviewId });
    await answer(station, 'review.move', { reviewId, move: { kind: 'reveal' } });
  }
  await station.close();
  running = await launch(store.dataDir);
}, 240_000);

afterAll(async () => {
  await running?.close();
  store.remove();
});

const shot = (name: string, into?: () => Promise<void>): Promise<void> => shoot(running, name, into);

it('the forms of a second reading stand whole at both sizes, by keyboard and in forced colours', async () => {
  const { page } = running;
  const dialog = page.getByRole('dialog', { name: 'Second readings' });
  const pane = page.getByRole('complementary').filter({ hasText: 'CASE-' });
  const form = pane.getByRole('form', { name: 'What you say of the report' });
  const open = async (programme: string): Promise<void> => {
    await chooseCommand(page, 'Second readings: review the reports of others');
    await dialog
      .getByRole('listitem')
      .filter({ hasText: programme })
      .getByRole('button', { name: /^Open CASE-/ })
      .click();
    await deskReady(page);
    await form.waitFor();
  };
  await enterAs(page, BEN, PASSPHRASE);
  await resizeTo(running, FULL_HD);
  await open('Scored');
  await shot('score-empty', () => form.scrollIntoViewIfNeeded());
  // By keyboard alone: into the scores, along them, and on to the comment.
  await form.getByRole('radio').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  expect(await form.getByRole('radio', { name: /^2b/ }).getAttribute('aria-checked')).toBe('true');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
  await form.getByText('A 2b needs a comment').waitFor();
  await shot('score-comment-missing', () => form.getByRole('button', { name: 'Score' }).scrollIntoViewIfNeeded());
  await form.getByLabel('Comment (needed)').fill('The nodule of the right apex was there before.');
  await form.getByLabel('Class of error').selectOption('perception');
  for (const factor of ['fatigue', 'missing prior', 'satisfaction of search']) {
    await form.getByRole('checkbox', { name: factor }).check();
  }
  await form.getByLabel('Learning point, without a name').fill('Look at the apices last, when the rest is done.');
  await form.getByRole('checkbox', { name: 'Great call' }).check();
  await form.getByRole('checkbox', { name: /The patient is affected/ }).check();
  await shot('score-full', () => form.getByRole('radiogroup').scrollIntoViewIfNeeded());
  await shot('score-full-below', () => form.getByRole('button', { name: 'Score' }).scrollIntoViewIfNeeded());
  await page.emulateMedia({ forcedColors: 'active' });
  await shot('score-forced', () => form.getByRole('radiogroup').scrollIntoViewIfNeeded());
  await page.emulateMedia({ forcedColors: 'none' });
  await form.getByRole('button', { name: 'Score', exact: true }).click();
  const tell = pane.getByRole('form', { name: 'The patient is affected' });
  await tell.waitFor();
  await shot('tell', () => tell.scrollIntoViewIfNeeded());
  await tell.getByLabel('Finding').fill('Nodule of the right upper lobe, 14 mm, growing.');
  await tell.getByLabel('Category').selectOption('2');
  await shot('tell-full', () => tell.getByRole('button').scrollIntoViewIfNeeded());
  await tell.getByRole('button', { name: 'Start its clock' }).click();
  await pane.getByText('The patient is affected: a finding to be told is open').waitFor();
  await shot('told');
  await page.getByRole('button', { name: 'Close study' }).click();

  await open('Learning');
  expect(await form.getByRole('radiogroup').count()).toBe(0);
  await shot('learning', () => form.scrollIntoViewIfNeeded());
  await page.getByRole('button', { name: 'Close study' }).click();
  await chooseCommand(page, 'Second readings: review the reports of others');
  await dialog.getByRole('listitem').first().waitFor();
  await shot('cases');
  await page.emulateMedia({ forcedColors: 'active' });
  await shot('cases-forced');
  await page.emulateMedia({ forcedColors: 'none' });
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await lock(page);

  await enterAs(page, ADA, PASSPHRASE);
  await openStudy(page, '1.2.826.77.1');
  await deskReady(page);
  await reportPane(page).getByText('Nodule of the right upper lobe, 14 mm, growing.').first().waitFor();
  await shot('addendum-line');
  expect(running.complaints).toEqual([]);
});
