import type { Locator, Page } from 'playwright-core';
import { answerSaveDialog } from './dialogs.ts';
import type { DialogHost } from './dialogs.ts';
import { READER } from './launch.ts';

const OUTPUT_MS = 60_000;

export const reportPane = (page: Page): Locator => page.getByRole('region', { name: 'Report', exact: true });

/** Text of one section, typed where it stands. */
export async function writeSection(page: Page, section: string, text: string): Promise<void> {
  const editor = reportPane(page).getByRole('textbox', { name: section, exact: true });
  await editor.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(text);
}

export async function chooseTemplate(page: Page, name: string): Promise<void> {
  await reportPane(page).getByRole('button', { name, exact: true }).click();
  await reportPane(page).getByText('DRAFT', { exact: true }).waitFor();
}

/** Waits until everything typed is in the journal. */
export async function draftSaved(page: Page): Promise<void> {
  await reportPane(page).locator('[data-saving="saved"]').filter({ hasText: 'draft saved' }).waitFor();
}

/** Ctrl Enter, accepts each thing that is asked, and signs. */
export async function signReport(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  for (const box of await dialog.getByRole('checkbox').all()) await box.check();
  await dialog.getByRole('button', { name: `Sign as ${READER}` }).click();
  await dialog.waitFor({ state: 'detached' });
  await signNow(page);
  await reportPane(page).getByRole('article', { name: 'Signed report' }).waitFor();
}

/** Ends the time in which the signature can be taken back; a report that does not wait is signed already. */
export async function signNow(page: Page): Promise<void> {
  const pane = reportPane(page);
  const now = pane.getByRole('button', { name: /^Sign now/ });
  await now
    .or(pane.getByRole('article', { name: /^(Signed|Preliminary) report$/ }))
    .first()
    .waitFor();
  if (await now.isVisible()) await now.click();
}

/** Exports by the button and waits until the program says that the file is written. */
export async function exportReport(app: DialogHost, page: Page, label: string, file: string): Promise<void> {
  await answerSaveDialog(app, file);
  await reportPane(page)
    .getByRole('button', { name: `Export ${label}` })
    .click();
  await page.getByText(file, { exact: true }).waitFor({ timeout: OUTPUT_MS });
}
