import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from './atomic-file.ts';
import { diskError, systemCode } from './disk-error.ts';
import type { Clock } from './ports.ts';

const Attempts = z.strictObject({ failures: z.number().int().min(0), lastAt: z.iso.datetime() });
type Attempts = z.infer<typeof Attempts>;

const FREE_FAILURES = 3;
const LONGEST_WAIT_MS = 60_000;

export interface AttemptOptions {
  readonly clock: Clock;
  readonly delay: (ms: number) => Promise<void>;
}

/** How long the next try must wait after this many failures in a row, milliseconds. */
export function waitAfter(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(LONGEST_WAIT_MS, 1000 * 2 ** (failures - FREE_FAILURES));
}

/** Waits what earlier failures cost, then counts this try as failed until `forgetAttempts` says otherwise. */
export async function beginAttempt(dir: string, options: AttemptOptions): Promise<void> {
  const now = options.clock.nowIso();
  const before = await load(dir, now);
  const sinceLast = Math.max(0, Date.parse(now) - Date.parse(before.lastAt));
  const wait = waitAfter(before.failures) - sinceLast;
  if (wait > 0) await options.delay(wait);
  try {
    await writeFileAtomic(
      attemptsFile(dir),
      JSON.stringify({ failures: before.failures + 1, lastAt: options.clock.nowIso() } satisfies Attempts),
    );
  } catch (error) {
    throw diskError(error);
  }
}

export async function forgetAttempts(dir: string): Promise<void> {
  await rm(attemptsFile(dir), { force: true });
}

async function load(dir: string, now: string): Promise<Attempts> {
  try {
    return Attempts.parse(JSON.parse(await readFile(attemptsFile(dir), 'utf8')));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return { failures: 0, lastAt: now };
    // A file that somebody spoiled must not be a way round the wait.
    return { failures: FREE_FAILURES + 2, lastAt: now };
  }
}

function attemptsFile(dir: string): string {
  return join(dir, 'attempts.json');
}
