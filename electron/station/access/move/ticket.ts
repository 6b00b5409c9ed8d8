import { createHmac, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { writeFileAtomic } from '../../kernel/atomic-file.ts';
import { diskError } from '../../kernel/disk-error.ts';

/** Says that the store which made a package has given itself up. Without it the package opens nowhere. */
const Ticket = z.strictObject({
  format: z.literal('nightjar-move'),
  version: z.literal(1),
  moveId: z.string(),
  storeId: z.string(),
  /** Of the backup that the package is. */
  set: z.string(),
  mac: z.string(),
});
export type Ticket = Omit<z.infer<typeof Ticket>, 'format' | 'version' | 'mac'>;

/** Where a package was opened: plain, and on the medium, so that the next one who opens it hears of it. */
const Opened = z.strictObject({ moveId: z.string(), instanceId: z.string(), at: z.string() });
export type Opened = z.infer<typeof Opened>;

/** @param key of the store that goes, 32 bytes @throws AppError disk/… */
export async function writeTicket(folder: string, ticket: Ticket, key: Uint8Array): Promise<void> {
  const whole = { format: 'nightjar-move', version: 1, ...ticket, mac: macOf(ticket, key) };
  await write(join(folder, 'move.json'), whole);
}

/** @throws AppError move/unfinished where there is none, or none of this store */
export function readTicket(folder: string, key: Uint8Array): Ticket {
  const parsed = Ticket.safeParse(readJson(join(folder, 'move.json')));
  if (!parsed.success) throw unfinished();
  const { moveId, storeId, set, mac } = parsed.data;
  const [given, expected] = [mac, macOf({ moveId, storeId, set }, key)].map((text) => Buffer.from(text, 'hex'));
  if (given?.length !== expected?.length || !timingSafeEqual(given ?? NOTHING, expected ?? NOTHING)) throw unfinished();
  return { moveId, storeId, set };
}

export async function writeOpened(folder: string, opened: Opened): Promise<void> {
  await write(join(folder, 'opened.json'), opened);
}

/** Null where nobody has opened the package, as far as the medium says. */
export function readOpened(folder: string): Opened | null {
  const parsed = Opened.safeParse(readJson(join(folder, 'opened.json')));
  return parsed.success ? parsed.data : null;
}

const NOTHING = new Uint8Array(0);

function unfinished(): AppError {
  return new AppError('move/unfinished', 'the old machine has not given the store up: run move pack there again');
}

function macOf({ moveId, storeId, set }: Ticket, key: Uint8Array): string {
  return createHmac('sha256', key)
    .update(JSON.stringify(['nightjar-move/1', moveId, storeId, set]))
    .digest('hex');
}

async function write(file: string, value: object): Promise<void> {
  try {
    await writeFileAtomic(file, `${JSON.stringify(value, null, 2)}\n`);
  } catch (error) {
    throw diskError(error);
  }
}

function readJson(file: string): unknown {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  } catch (error) {
    // Not JSON at all is the same finding as JSON of another shape.
    if (error instanceof SyntaxError) return null;
    throw diskError(error);
  }
}
