import { existsSync, readFileSync } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { OrderNotice } from '../../../../shared/model/order.ts';
import { syncFolder, writeFileAtomic } from '../../kernel/atomic-file.ts';
import { diskError, systemCode } from '../../kernel/disk-error.ts';
import { NO_FAULTS } from '../../kernel/fault-points.ts';
import type { FaultPoints } from '../../kernel/fault-points.ts';

/*
 * One file says that a store was wiped, and its coming to be is the moment: before it the store is as it was, after it no program opens
 * what is left, and whoever comes next goes on erasing. Slots and keys go first: without them the rest is noise. What remains is this
 * file, the log (codes and ids of ours), and the lock, which holds nothing.
 */
const WIPED = 'wiped.json';
/** `window` is the browser's own folder where it lies beside the store; it holds nothing of a patient. */
const KEPT = new Set([WIPED, 'lock.db', 'logs', 'window']);
const KEPT_BEFORE = /^wiped-.*\.json$/;
const KEYS =
  /^(slots|slots-copy)\.json(\.new)?$|^(keys|keys-copy)\.db(-.*|\.damaged)?$|^rotation(-ready)?$|^damaged$|^order-notices\.json$/;

const WipedFile = z.strictObject({
  format: z.literal('nightjar-wiped'),
  version: z.literal(1),
  notice: OrderNotice,
  /** Signed by a key of the station that is gone with it: the site has its public half from here. */
  confirmation: z.string(),
  /** Where the confirmation goes; null: it is given on as a file. */
  address: z.string().nullable(),
  sentAt: z.string().nullable(),
});
export type WipedFile = z.infer<typeof WipedFile>;

/** What stands in the place of a store that was wiped; null where none was, or somebody has read it and gone on. */
export function readWiped(dir: string): WipedFile | null {
  try {
    const parsed = WipedFile.safeParse(parseJson(readFileSync(join(dir, WIPED), 'utf8')));
    if (parsed.success) return parsed.data;
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return null;
    throw diskError(error);
  }
  throw new AppError('store/damaged', 'what is written about a wiped store cannot be read');
}

export function isWiped(dir: string): boolean {
  return existsSync(join(dir, WIPED));
}

/** The moment. The caller has the store open, or holds its lock. @throws AppError disk/… and nothing has happened */
export async function commitWipe(
  dir: string,
  file: Omit<WipedFile, 'format' | 'version'>,
  faults = NO_FAULTS,
): Promise<void> {
  await faults.aroundAsync('wipe commit', () => putWiped(dir, { format: 'nightjar-wiped', version: 1, ...file }));
}

/** Erases what the moment left; harmless when it was done before. The caller holds the lock of the store. */
export async function finishWipe(dir: string, faults: FaultPoints = NO_FAULTS): Promise<void> {
  if (!isWiped(dir)) return;
  try {
    const names = await readdir(dir);
    await faults.aroundAsync('wipe keys', async () => {
      for (const name of names.filter((one) => KEYS.test(one))) await destroy(join(dir, name));
      await syncFolder(dir);
    });
    await faults.aroundAsync('wipe files', async () => {
      for (const name of names) {
        if (!KEPT.has(name) && !KEPT_BEFORE.test(name)) await rm(join(dir, name), { recursive: true, force: true });
      }
      await syncFolder(dir);
    });
  } catch (error) {
    throw diskError(error);
  }
}

/** The site has the confirmation. */
export async function markWipedSent(dir: string, at: string): Promise<void> {
  const file = readWiped(dir);
  if (file !== null) await putWiped(dir, { ...file, sentAt: at });
}

/** Somebody has read it: from now on there is room for a new store. What is written about the old one stays beside it. */
export async function leaveWiped(dir: string): Promise<void> {
  const file = readWiped(dir);
  if (file === null) return;
  const name = `wiped-${file.notice.at.replaceAll(/[^0-9]/g, '')}.json`;
  try {
    await rename(join(dir, WIPED), join(dir, name));
    await syncFolder(dir);
  } catch (error) {
    throw diskError(error);
  }
}

async function putWiped(dir: string, file: WipedFile): Promise<void> {
  try {
    await writeFileAtomic(join(dir, WIPED), `${JSON.stringify(file, null, 2)}\n`);
  } catch (error) {
    throw diskError(error);
  }
}

/** Small files that open everything: written over before they go, as far as a disk heeds that. */
async function destroy(file: string): Promise<void> {
  const handle = await open(file, 'r+').catch((error: unknown) => {
    // A folder, or gone already.
    if (['EISDIR', 'ENOENT'].includes(systemCode(error) ?? '')) return null;
    throw error;
  });
  if (handle !== null) {
    try {
      const { size } = await handle.stat();
      await handle.write(Buffer.alloc(size), 0, size, 0);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
  await rm(file, { recursive: true, force: true });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON at all is the same finding as JSON of another shape.
    return null;
  }
}
