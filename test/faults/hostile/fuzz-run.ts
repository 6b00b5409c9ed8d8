import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';

/** Each of the five targets gets its part of a minute; in the long tests, of an hour. */
export const FUZZ_MS = process.env['NIGHTJAR_LONG'] ? 720_000 : 8_000;

/** A run can be repeated: NIGHTJAR_FUZZ_SEED is the number that the failing run printed. */
const seedOfRun = (): number => {
  const given = Number(process.env['NIGHTJAR_FUZZ_SEED']);
  return Number.isSafeInteger(given) && given > 0 ? given : Date.now() % 0x7fffffff;
};

/**
 * Runs a property until its time is up and says how often, and with which seed. What fails is not made smaller: the input
 * itself is what becomes a regression test.
 */
export async function fuzz<T>(
  target: string,
  inputs: fc.Arbitrary<T>,
  check: (input: T) => Promise<number> | number,
): Promise<number> {
  const seed = seedOfRun();
  let tried = 0;
  const property = fc.asyncProperty(inputs, async (input) => {
    tried += await check(input);
  });
  const report = await fc.check(property, {
    seed,
    numRuns: 1_000_000_000,
    interruptAfterTimeLimit: FUZZ_MS,
    markInterruptAsFailure: false,
    endOnFailure: true,
  });
  process.stdout.write(`fuzz ${target}: ${tried} inputs, seed ${seed}\n`);
  if (!report.failed) return tried;
  const error: unknown = report.errorInstance;
  throw new Error(`fuzz ${target}: seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, {
    cause: error,
  });
}

/** Keeps an input that failed; the path goes into the failure. */
export function keep(target: string, bytes: Uint8Array | string): string {
  const folder = path.join(tmpdir(), 'nightjar-fuzz');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${target}-${Date.now()}`);
  writeFileSync(file, bytes);
  return file;
}
