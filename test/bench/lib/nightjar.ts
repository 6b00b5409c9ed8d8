import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { lock, unlock } from '../../e2e/helpers/gate.ts';
import { launch, PASSPHRASE } from '../../e2e/helpers/launch.ts';
import type { RunningApp } from '../../e2e/helpers/launch.ts';
import { projectRoot } from '../../helpers/runtime.ts';

const SHOWN_MS = 60_000;

/** Runs one verb of the command line on a store; gives its JSON. */
export function nightjarVerb(dataDir: string, verb: readonly string[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const file = path.join(projectRoot, 'electron', 'cli', 'main.ts');
    const child = spawn(process.execPath, [file, ...verb, '--data', dataDir], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NIGHTJAR_PASSPHRASE: PASSPHRASE },
    });
    let [output, errors] = ['', ''];
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (errors = (errors + String(chunk)).slice(-2000)));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(output));
      else reject(new Error(`nightjar ${verb[0] ?? ''} ended with ${code}: ${output} ${errors}`));
    });
  });
}

/** The program in real Electron on a store that was made before, unlocked, at its list. */
export async function openNightjar(dataDir: string): Promise<RunningApp> {
  const running = await launch(dataDir);
  try {
    await running.page.getByRole('button', { name: 'Unlock the store' }).waitFor({ timeout: SHOWN_MS });
    await unlock(running.page);
    return running;
  } catch (error) {
    await running.close();
    throw error;
  }
}

/** Locks and unlocks: decoded frames, decoders and keys are gone, as after a start. */
export async function forgetFrames(page: Page): Promise<void> {
  await lock(page);
  await unlock(page);
}

/** Opens a study from the list as a reader does; what follows is the caller's to wait for. */
export async function doubleClickStudy(page: Page, studyUid: string): Promise<void> {
  await page.locator(`[role="row"][data-study-uid="${studyUid}"]`).dblclick();
}

export async function backToList(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Close study' }).click();
  await page.getByRole('grid', { name: 'Worklist' }).waitFor();
}

/** Lets the probe count the decoded slices of the first viewport. */
export async function countDecoded(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.benchCount = () =>
      Number(document.querySelector<HTMLElement>('[data-viewport-id] canvas[data-decoded]')?.dataset['decoded'] ?? 0);
  });
}
