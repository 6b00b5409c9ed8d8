import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../helpers/runtime.ts';
import { ADA, closedProgramme, CORA } from '../integration/review/closed-programme.ts';
import { enterAs, lock } from './helpers/gate.ts';
import { launch, temporaryStore } from './helpers/launch.ts';
import type { RunningApp } from './helpers/launch.ts';
import { chooseCommand } from './helpers/palette.ts';

const store = temporaryStore();
/** Pictures for a person to look at. */
const shots = path.join(projectRoot, 'test-results', 'review-figures');
let running: RunningApp;

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  const rest = { each: 22, scores: ['1', '1', '1', '1', '2a', '1', '2b', '1', '1', '1', '3b'] } as const;
  const { station } = await closedProgramme(store.dataDir, {
    authors: [
      { name: ADA.name, each: 14, scores: ['1', '1', '2a', '1', '1', '1', '1'] },
      { ...rest, name: 'Paul Other' },
      { ...rest, name: 'Quentin Other', each: 12 },
      { name: 'Rosa Other', each: 20, scores: ['2a', '1', '3b', '1'] },
      { name: 'Rare Other', each: 1, scores: ['3b'] },
    ],
    months: ['2026-07', '2026-08', '2026-09', '2026-10'],
    unarbitrated: 2,
  });
  await station.close();
  running = await launch(store.dataDir);
}, 240_000);

afterAll(async () => {
  await running?.close();
  store.remove();
});

it('whoever runs a programme sees what it came to, a reader sees themselves beside a group without names', async () => {
  const { page } = running;
  const shot = (name: string): Promise<Buffer> => page.screenshot({ path: path.join(shots, `${name}.png`) });
  await enterAs(page, CORA.name, CORA.passphrase);
  await chooseCommand(page, 'Second readings: review the reports of others');
  const dialog = page.getByRole('dialog', { name: 'Second readings' });
  await dialog.getByRole('tab', { name: 'Figures' }).click();
  const rates = dialog.getByRole('figure', { name: 'Rates by reader' });
  await rates.getByText('READER-').first().waitFor();
  await rates.getByText('fewer than 10 cases').first().waitFor();
  await shot('programme');
  await dialog.getByRole('button', { name: 'Show names (recorded)' }).click();
  await rates.getByText('Rosa Other, North').first().waitFor();
  await dialog.getByRole('figure', { name: 'Volume' }).scrollIntoViewIfNeeded();
  await shot('programme-below');
  await dialog.getByRole('button', { name: 'Numbers of physicians' }).click();
  await dialog.getByLabel('Rosa Other, North', { exact: true }).fill('4711');
  await dialog.getByRole('button', { name: 'Save the number of Rosa Other, North' }).click();
  await dialog.getByText(/wait for arbitration and stay here until then/).waitFor();
  await expect.poll(() => dialog.getByText(/\d+ cases are ready/).innerText(), { timeout: 30_000 }).not.toMatch(/^0 /);
  await dialog.getByRole('button', { name: 'Export as XML' }).scrollIntoViewIfNeeded();
  await shot('registry');
  await dialog.getByRole('figure', { name: 'Rates by reader' }).getByText('As a table').click();
  await page.emulateMedia({ forcedColors: 'active' });
  await dialog.getByRole('figure', { name: 'Rates by reader' }).scrollIntoViewIfNeeded();
  await shot('table');
  await page.emulateMedia({ forcedColors: 'none' });
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();

  await lock(page);
  await enterAs(page, ADA.name, ADA.passphrase);
  await chooseCommand(page, 'Second readings: review the reports of others');
  await dialog.getByRole('tab', { name: 'Figures' }).click();
  await dialog
    .getByRole('figure', { name: 'You beside the others' })
    .getByText(/of 3\d\d|of 2\d\d|of 1\d\d/)
    .first()
    .waitFor();
  await shot('own');
  await dialog.getByText('What you learned, added up').scrollIntoViewIfNeeded();
  await shot('own-below');
  const told = await dialog.innerText();
  for (const name of ['Paul', 'Rosa', 'Quentin', 'Rare', 'READER-']) expect(told).not.toContain(name);
  expect(running.complaints).toEqual([]);
});
