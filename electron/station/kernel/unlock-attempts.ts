import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { PersonId } from '../../../shared/model/ids.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { diskError, systemCode } from './disk-error.ts';
import type { Clock } from './ports.ts';

const Attempts = z.strictObject({ failures: z.number().int().min(0), lastAt: z.iso.datetime() });
type Attempts = z.infer<typeof Attempts>;
const AttemptsFile = z.strictObject({
  format: z.literal('nightjar-attempts'),
  version: z.literal(2),
  of: z.record(z.string(), Attempts),
});

const FREE_FAILURES = 3;
const LONGEST_WAIT_MS = 60_000;
/** Failures that nobody has added to for so long are forgotten. */
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;

export interface AttemptOptions {
  readonly clock: Clock;
  readonly delay: (ms: number) => Promise<void>;
}

/** Whose secret is tried: a person's, that of whoever it fits, or the recovery key. */
export type AttemptOn = PersonId | 'anybody' | 'recovery';

/** A try that has begun; it counts as failed until one of these says otherwise. */
export interface Attempt {
  /** Failures in a row before it. */
  readonly failures: number;
  /** It opened: the count of failures begins anew. */
  succeeded(): Promise<void>;
  /** It opened, for a person whom others may not clear of theirs: the count stays as it was. */
  takenBack(): Promise<void>;
}

/** How long the next try must wait after this many failures in a row, milliseconds. */
export function waitAfter(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(LONGEST_WAIT_MS, 1000 * 2 ** (failures - FREE_FAILURES));
}

/** Waits what earlier failures cost, then counts this try as failed. */
export async function beginAttempt(dir: string, on: AttemptOn, options: AttemptOptions): Promise<Attempt> {
  const now = options.clock.nowIso();
  const before = of(await load(dir, now), on);
  const sinceLast = Math.max(0, Date.parse(now) - Date.parse(before.lastAt));
  const failures = sinceLast > FORGOTTEN_AFTER_MS ? 0 : before.failures;
  const wait = waitAfter(failures) - sinceLast;
  if (wait > 0) await options.delay(wait);
  await save(dir, on, { failures: failures + 1, lastAt: options.clock.nowIso() }, now);
  return {
    failures,
    succeeded: () => save(dir, on, null, now),
    takenBack: () => save(dir, on, failures === 0 ? null : { failures, lastAt: before.lastAt }, now),
  };
}

async function save(dir: string, on: AttemptOn, attempts: Attempts | null, now: string): Promise<void> {
  const { known } = await load(dir, now);
  const others = Object.entries(known).filter(([who]) => who !== on);
  const all = Object.fromEntries(attempts === null ? others : [...others, [on, attempts]]);
  try {
    const file = { format: 'nightjar-attempts', version: 2, of: all } satisfies z.infer<typeof AttemptsFile>;
    await writeFileAtomic(attemptsFile(dir), JSON.stringify(file));
  } catch (error) {
    throw diskError(error);
  }
}

interface Loaded {
  readonly known: Readonly<Record<string, Attempts>>;
  /** Of those who are not in it. */
  readonly others: Attempts;
}

async function load(dir: string, now: string): Promise<Loaded> {
  try {
    const file = AttemptsFile.parse(JSON.parse(await readFile(attemptsFile(dir), 'utf8')));
    return { known: file.of, others: { failures: 0, lastAt: now } };
  } catch (error) {
    // A file that somebody spoiled must not be a way round the wait.
    const failures = systemCode(error) === 'ENOENT' ? 0 : FREE_FAILURES + 2;
    return { known: {}, others: { failures, lastAt: now } };
  }
}

function of({ known, others }: Loaded, on: AttemptOn): Attempts {
  return (Object.hasOwn(known, on) ? known[on] : undefined) ?? others;
}

function attemptsFile(dir: string): string {
  return join(dir, 'attempts.json');
}
