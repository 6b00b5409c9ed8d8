import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, errors } from 'playwright-core';
import type { ElectronApplication, Page } from 'playwright-core';
import { electronArguments, readRuntime } from '../../helpers/runtime.ts';

export const PASSPHRASE = 'correct horse battery';
export const READER = 'Dr. Ada Reader';

/** A start takes two seconds, and on a busy machine five. */
const FIRST_LAUNCH_MS = 8_000;
const LAUNCH_MS = 30_000;
const LAUNCH_TRIES = 3;

export interface RunningApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dataDir: string;
  /** Everything the page wrote to its console at level error, and page errors. */
  readonly complaints: readonly string[];
  /** Quits as the reader does and waits until the program has ended; once more does nothing. */
  close(): Promise<void>;
}

/** A fresh folder for a store; the caller removes it. */
export function temporaryStore(): { dataDir: string; remove: () => void } {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'nightjar-e2e-'));
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}

export interface LaunchHow {
  /** Folder of another build of the program. */
  readonly folder?: string;
  /** Stands in for Electron's executable: a program that starts it with what it is given. */
  readonly starter?: string;
  /** More of the environment, for example another display. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Opens the program on a store in real Electron.
 * @param own more arguments, for example '--force-device-scale-factor=1.5'
 */
export async function launch(dataDir: string, own: readonly string[] = [], how: LaunchHow = {}): Promise<RunningApp> {
  const app = await start(dataDir, own, how);
  const page = await app.firstWindow();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  page.on('crash', () => complaints.push('the page crashed'));
  const program = app.process();
  const ended = new Promise<void>((resolve) => program.once('exit', () => resolve()));
  const close = async (): Promise<void> => {
    if (program.exitCode === null && program.signalCode === null) await app.close();
    await ended;
  };
  return { app, page, dataDir, complaints, close };
}

/** Now and then the debugger's two connections stand and the program never gets to its start: then once more, and soon. */
async function start(
  dataDir: string,
  own: readonly string[],
  how: LaunchHow,
  tries = LAUNCH_TRIES,
): Promise<ElectronApplication> {
  const options = {
    executablePath: how.starter ?? readRuntime().executable,
    args: electronArguments(['--data', dataDir, ...own], how.folder),
    env: { ...process.env, ...how.env, NIGHTJAR_DATA: dataDir } as Record<string, string>,
    timeout: tries === LAUNCH_TRIES ? FIRST_LAUNCH_MS : LAUNCH_MS,
  };
  try {
    return await _electron.launch(options);
  } catch (error) {
    if (tries <= 1 || !(error instanceof errors.TimeoutError)) throw error;
    return await start(dataDir, own, how, tries - 1);
  }
}
