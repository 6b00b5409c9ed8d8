import type { KeyRing } from '../../kernel/key-ring.ts';
import { acquireStoreLock } from '../../kernel/store-lock.ts';
import type { AccessOptions } from '../store-opener.ts';
import type { OpenStore } from '../open-store.ts';
import type { Afterwards, NoEntry } from './no-entry.ts';
import { finishWipe } from './wiped-store.ts';

/** Runs what an order left to do once its store is closed, and drops the keys that were kept for it. */
export async function afterClosing(
  options: AccessOptions,
  ring: KeyRing,
  afterwards: Afterwards | null,
): Promise<void> {
  try {
    if (afterwards === null) return;
    const release = acquireStoreLock(options.dir, options);
    try {
      await afterwards(ring);
    } finally {
      release();
    }
  } finally {
    ring.close();
  }
}

/**
 * An order of a site may keep everybody out; the store is closed then. @param allowed may too
 * @throws AppError access/held … and what `allowed` throws
 */
export async function requireEntry(
  options: AccessOptions,
  store: OpenStore,
  allowed: () => Promise<void>,
): Promise<void> {
  let refusal: NoEntry | null;
  try {
    await allowed();
    refusal = (await options.admit?.(store)) ?? null;
  } catch (error) {
    await store.close();
    throw error;
  }
  if (refusal === null) return;
  const ring = store.ring.again();
  await store.close();
  await afterClosing(options, ring, refusal.afterwards);
  throw refusal.error;
}

/** Ends a wipe that was cut off. */
export async function endWipe(options: AccessOptions): Promise<void> {
  const release = acquireStoreLock(options.dir, options);
  try {
    await finishWipe(options.dir, options.faults);
  } finally {
    release();
  }
}
