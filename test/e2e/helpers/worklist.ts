import type { Page } from 'playwright-core';
import { answerOpenDialog } from './dialogs.ts';
import type { DialogHost } from './dialogs.ts';

const IMPORT_MS = 10 * 60_000;

/** One row as it stands on the screen: its cells by column. */
export interface ShownRow {
  readonly studyUid: string;
  readonly cells: Readonly<Record<string, string>>;
}

/** Counts of an import as the transfers panel says them. */
export type ShownReport = Readonly<Record<string, number>>;

export async function importSamples(page: Page): Promise<ShownReport> {
  await page.getByRole('button', { name: 'Open the sample studies' }).click();
  return importReport(page);
}

/** Imports a folder through the window's own button. */
export async function importFolder(app: DialogHost, page: Page, folder: string): Promise<ShownReport> {
  await answerOpenDialog(app, [folder]);
  await page.getByRole('button', { name: 'Import a folder' }).click();
  return importReport(page);
}

/** Waits for the end of the import that was begun last, and reads its counts. */
export async function importReport(page: Page): Promise<ShownReport> {
  const newest = page.getByRole('complementary', { name: 'Transfers' }).getByRole('listitem').first();
  await newest.getByText('Import ✓ finished').waitFor({ timeout: IMPORT_MS });
  const counts = newest.locator('dl > div');
  await counts.first().waitFor();
  const lines = await counts.evaluateAll((all) =>
    all.map((line): [string, number] => [
      line.querySelector('dt')?.textContent ?? '',
      Number(line.querySelector('dd')?.textContent),
    ]),
  );
  return Object.fromEntries(lines);
}

/** The rows that the grid has in the page now (it is virtualised: long lists come in parts). */
export async function shownRows(page: Page): Promise<readonly ShownRow[]> {
  return page.locator('[role="grid"][aria-label="Worklist"] [data-study-uid]').evaluateAll((rows) =>
    rows.map((row) => ({
      studyUid: row.getAttribute('data-study-uid') ?? '',
      cells: Object.fromEntries(
        [...row.querySelectorAll<HTMLElement>('[data-column]')].map((cell) => [
          cell.dataset['column'] ?? '',
          cell.innerText.trim(),
        ]),
      ),
    })),
  );
}

/** Studies in the list as the grid counts them for a screen reader: without its header. */
export async function rowCount(page: Page): Promise<number> {
  const grid = page.getByRole('grid', { name: 'Worklist' });
  await grid.waitFor();
  return Number(await grid.getAttribute('aria-rowcount')) - 1;
}

/** Study UID of the row that has the focus. */
export async function focusedStudy(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.getAttribute('data-study-uid') ?? null);
}

/** Gives the keys to the list and moves with Home and ↓ to the row of a study. */
export async function focusStudy(page: Page, studyUid: string): Promise<void> {
  const total = await rowCount(page);
  await page.getByRole('grid', { name: 'Worklist' }).focus();
  await page.keyboard.press('Home');
  for (let place = 1; place <= total; place += 1) {
    await page.locator(`[data-study-uid][aria-rowindex="${place + 1}"]:focus`).waitFor();
    if ((await focusedStudy(page)) === studyUid) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`no row of study ${studyUid}`);
}

/** Puts the transfers panel away, so that the list has its whole width. */
export async function closeTransfers(page: Page): Promise<void> {
  const close = page.getByRole('button', { name: 'Close transfers' });
  if (await close.isVisible()) await close.click();
}
