import type { Locator, Page } from 'playwright-core';
import { PASSPHRASE, READER } from './launch.ts';

const STORE_MS = 60_000;

/** Makes the store by mouse and keyboard up to the screen with the recovery key; gives the key's groups. */
export async function makeStore(page: Page, name = READER, passphrase = PASSPHRASE): Promise<readonly string[]> {
  await page.getByLabel('Your name, as it stands under your reports').fill(name);
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByLabel('Passphrase again').fill(passphrase);
  await page.getByRole('button', { name: 'Make the store' }).click();
  return recoveryGroups(page);
}

/** The recovery key as it stands on the screen. */
export async function recoveryGroups(page: Page): Promise<readonly string[]> {
  const group = page.getByRole('group', { name: 'Recovery key' });
  // Making a store derives a key from the passphrase on purpose slowly.
  await group.waitFor({ timeout: STORE_MS });
  return group.locator('span').allInnerTexts();
}

export async function confirmRecovery(page: Page, groups: readonly string[]): Promise<void> {
  await page.getByLabel('Type the last group from your paper').fill(groups.at(-1) ?? '');
  await page.getByRole('button', { name: 'I have written it down' }).click();
  await page.locator('main [data-scope="worklist"]').waitFor();
}

/** First start from beginning to end: store, recovery key, empty list. */
export async function firstStart(page: Page): Promise<void> {
  await confirmRecovery(page, await makeStore(page));
}

export async function typePassphrase(page: Page, passphrase: string): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.getByRole('button', { name: 'Unlock the store' }).click();
}

/** Unlocks and waits for what stands behind the lock: the list, or the desk. */
export async function unlock(page: Page, passphrase = PASSPHRASE): Promise<void> {
  await typePassphrase(page, passphrase);
  await page.locator('main [data-scope]').first().waitFor({ timeout: STORE_MS });
}

export async function lock(page: Page): Promise<void> {
  await page.keyboard.press('Control+l');
  await page.getByRole('heading', { name: 'Unlock' }).waitFor();
}

/** Chooses a person on the unlock screen by the arrows and types the passphrase; waits for what stands behind the lock. */
export async function enterAs(
  page: Page,
  name: string,
  passphrase: string,
  behind: Locator = page.locator('main [data-scope]').first(),
): Promise<void> {
  const choice = page.getByRole('radio', { name });
  await page.getByRole('radio').first().focus();
  for (let step = 0; step < 5 && !(await choice.isChecked()); step += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.type(passphrase);
  await page.keyboard.press('Enter');
  await behind.waitFor({ timeout: STORE_MS });
}
