import { readFileSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../atomic-file.ts';
import { diskError } from '../disk-error.ts';

/** closed.json: how the databases looked when the store was closed in order. */
const FILE = 'closed.json';
const Seen = z.strictObject({ bytes: z.number(), changed: z.number() });
const Mark = z.strictObject({ format: z.literal('nightjar-closed'), files: z.record(z.string(), Seen) });

/**
 * True when a database is, by length and time of change, the one that was closed in order: then reading its first page (which
 * proves the key) is check enough at a start. Everything else is checked whole.
 */
export function wasClosedInOrder(dir: string, name: string): boolean {
  const mark = readMark(dir);
  const seen = mark?.files[name];
  if (seen === undefined) return false;
  const now = look(join(dir, name));
  // A log beside it means that somebody wrote after the mark.
  return (
    now !== null && now.bytes === seen.bytes && now.changed === seen.changed && look(join(dir, `${name}-wal`)) === null
  );
}

/** After the databases were closed. */
export async function markClosedInOrder(dir: string, names: readonly string[]): Promise<void> {
  const files: Record<string, z.infer<typeof Seen>> = {};
  for (const name of names) {
    const seen = look(join(dir, name));
    if (seen !== null) files[name] = seen;
  }
  try {
    await writeFileAtomic(join(dir, FILE), `${JSON.stringify({ format: 'nightjar-closed', files })}\n`);
  } catch (error) {
    throw diskError(error);
  }
}

/** The store is in use from now on: only closing it in order makes the mark again. */
export async function forgetClosedMark(dir: string): Promise<void> {
  try {
    await rm(join(dir, FILE), { force: true });
  } catch (error) {
    throw diskError(error);
  }
}

function readMark(dir: string): z.infer<typeof Mark> | null {
  try {
    const parsed = Mark.safeParse(JSON.parse(readFileSync(join(dir, FILE), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    // No mark, or one that cannot be read: the databases are checked whole.
    return null;
  }
}

function look(file: string): z.infer<typeof Seen> | null {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? null : { bytes: stat.size, changed: stat.mtimeMs };
}
