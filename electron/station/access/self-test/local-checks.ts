import { statfs } from 'node:fs/promises';
import type { OsSlotState } from '../../../../shared/contract/os-slot.ts';
import type { Found } from './found.ts';

const LITTLE_BYTES = 20e9;
const LEAST_BYTES = 2e9;
const DAY_MS = 86_400_000;
/** A backup that is older is told about. */
const OLD_DAYS = 7;

/** Room on the disk of the store. @throws what the system says */
export async function checkDisk(dir: string): Promise<Found> {
  const { bavail, bsize } = await statfs(dir);
  const free = bavail * bsize;
  const result = `${(free / 1e9).toFixed(1)} GB free on the disk of the store.`;
  if (free < LEAST_BYTES) return { state: 'failed', result, next: 'Make room: studies are not taken in any more.' };
  if (free < LITTLE_BYTES) return { state: 'warning', result, next: 'Make room before the next large studies come.' };
  return { state: 'ok', result, next: null };
}

/** @param last UTC, null: never @param at UTC now */
export function checkBackup(last: string | null, at: string): Found {
  const next = 'Settings, This store: back up into a folder on another disk.';
  if (last === null) return { state: 'warning', result: 'This store was never backed up.', next };
  const days = Math.floor((Date.parse(at) - Date.parse(last)) / DAY_MS);
  const result = `Last backup on ${last.slice(0, 10)} (UTC), ${days === 1 ? '1 day' : `${days} days`} ago.`;
  return days > OLD_DAYS ? { state: 'warning', result, next } : { state: 'ok', result, next: null };
}

export function checkRecovery(confirmed: boolean): Found {
  if (confirmed) return { state: 'ok', result: 'Somebody confirmed that they keep the recovery key.', next: null };
  return {
    ...{ state: 'warning', result: 'Nobody confirmed that they keep the recovery key; nothing is signed before that.' },
    next: 'Settings, You: show that you have it, or make a new one.',
  };
}

/** @param kinds of the slots that open the store @param state of the key store, for the person who asks */
export function checkKeyStore(kinds: readonly string[], { backend, refusal, siteName, isOn }: OsSlotState): Found {
  if (kinds.includes('os')) {
    return {
      ...{ state: 'ok', next: null },
      result: `The key store of the system${named(backend)} opens this store until it is locked next.`,
    };
  }
  if (isOn && refusal !== null) {
    return {
      ...{ state: 'warning', result: `The key store of the system is wanted. ${REFUSALS[refusal](siteName)}` },
      next: 'The passphrase opens the store. Settings, You: take it back, or have the key store of this system set up.',
    };
  }
  const why = refusal === null ? `This system has one${named(backend)} that could be.` : REFUSALS[refusal](siteName);
  return {
    ...{ state: 'not-set', next: null },
    result: `The key store of the system is not used: passphrases and the recovery key open this store. ${why}`,
  };
}

function named(backend: string | null): string {
  return backend === null ? '' : ` (${backend})`;
}

const REFUSALS: Readonly<Record<NonNullable<OsSlotState['refusal']>, (siteName: string | null) => string>> = {
  none: () => 'The command line asks none.',
  unavailable: () => 'This system has none, or it does not answer.',
  'basic-text': () => 'What this system has (basic_text) keeps secrets under a password that everybody knows.',
  unknown: () => 'Nobody can tell what kind this system has.',
  policy: () => 'The policy of this store does not allow it.',
  site: (siteName) => `${siteName ?? 'A site'} does not allow it.`,
};
