import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { deskReady } from './desk.ts';
import { answerOpenDialog } from './dialogs.ts';
import type { RunningApp } from './launch.ts';
import { chooseCommand } from './palette.ts';

const WAIT = { timeout: 30_000 };

/** The dialog of second readings, at one of its parts. */
export async function part(page: Page, name: string): Promise<Locator> {
  const dialog = page.getByRole('dialog', { name: 'Second readings' });
  if ((await dialog.count()) === 0) await chooseCommand(page, 'Second readings: review the reports of others');
  await dialog.getByRole('tab', { name }).click();
  return dialog;
}

export async function leave(page: Page): Promise<void> {
  await page
    .getByRole('dialog', { name: 'Second readings' })
    .getByRole('button', { name: 'Close', exact: true })
    .click();
}

export async function cardOf(page: Page): Promise<{ card: string; fingerprint: string }> {
  const dialog = await part(page, 'Packages');
  await dialog.getByRole('button', { name: 'Show your card' }).click();
  const fingerprint = await dialog.getByLabel('Fingerprint', { exact: true }).innerText(WAIT);
  return { card: await dialog.getByLabel('Card', { exact: true }).inputValue(), fingerprint };
}

export async function enrol(
  page: Page,
  name: string,
  site: string,
  of: { card: string; fingerprint: string },
): Promise<void> {
  const dialog = await part(page, 'Packages');
  await dialog.getByRole('button', { name: 'Enrol somebody' }).click();
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Station', { exact: true }).fill(site);
  await dialog.getByLabel('Their card').fill(of.card);
  await dialog.getByLabel('Fingerprint, as you heard it').fill(of.fingerprint.toLowerCase());
  await dialog.getByRole('button', { name: 'Enrol', exact: true }).click();
  await dialog.getByText(`${name}, ${site}`).first().waitFor(WAIT);
}

/** Makes the package that waits for somebody, in a folder, and gives its file. */
export async function send({ app, page }: RunningApp, to: string, stick: string): Promise<string> {
  const before = readdirSync(stick);
  const dialog = await part(page, 'Packages');
  await answerOpenDialog(app, [stick]);
  await dialog.getByRole('button', { name: `Package for ${to}` }).click(WAIT);
  await dialog.getByText('The package is in the folder.').waitFor(WAIT);
  const made = readdirSync(stick).filter((name) => !before.includes(name));
  expect(made).toHaveLength(1);
  expect(made[0]).toMatch(/^review-[0-9a-f]{10}\.njreview$/);
  return path.join(stick, made[0] ?? '');
}

export async function take({ app, page }: RunningApp, file: string, says: string): Promise<void> {
  const dialog = await part(page, 'Packages');
  await answerOpenDialog(app, [file]);
  await dialog.getByRole('button', { name: 'Take a package' }).click();
  await dialog.getByText(says).waitFor(WAIT);
}

/** Puts a case of the reviewer on the desk, and gives its pane. */
export async function openCase(page: Page, name: string): Promise<Locator> {
  await part(page, 'Cases');
  await page.getByRole('button', { name: `Open ${name}`, exact: true }).click();
  await deskReady(page);
  return page.getByRole('complementary').filter({ hasText: name });
}
