import type { KeyRing } from '../../kernel/key-ring.ts';
import { acquireStoreLock } from '../../kernel/store-lock.ts';
import type { AccessOptions } from '../store-opener.ts';
import type { Afterwards } from './no-entry.ts';
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

/** Ends a wipe that was cut off. */
export async function endWipe(options: AccessOptions): Promise<void> {
  const release = acquireStoreLock(options.dir, options);
  try {
    await finishWipe(options.dir, options.faults);
  } finally {
    release();
  }
}
