import { isErrorCode } from '../../../shared/errors/codes.ts';
import type { StoreAlarm, StoreHealth } from '../../../shared/contract/store.ts';
import { ERROR_TEXT } from '../error-text.ts';
import { words } from '../error-words.ts';
import type { ErrorWords } from '../error-words.ts';
import type { HealthView } from './health.ts';

const TELL = 'Tell whoever looks after this workstation.';
const COMPARE = 'Compare the studies marked “check again” with their source.';

export const ALARM_TEXT: Readonly<Record<StoreAlarm['kind'], ErrorWords>> = {
  'rolled-back': words(
    'This store is an older copy of itself',
    'What was imported, written or signed after the copy was made is not in it.',
    `${COMPARE} ${TELL}`,
  ),
  'audit-cut': words(
    'Records are missing at the end of the audit trail',
    'What was done in that time may be missing from the store too.',
    `${COMPARE} ${TELL}`,
  ),
  'journal-rolled-back': words(
    'Drafts and measurements come from an older copy',
    'What you wrote or measured last may be missing. Signed reports are not affected.',
    'Read your drafts through before you sign them.',
  ),
  'anchor-forged': words(
    'The note that this computer keeps about the store was changed',
    'The store itself opens as it should; whether it is an older copy cannot be told.',
    `Look whether your newest studies and reports are there. ${TELL}`,
  ),
  'clock-set-back': words(
    'The clock of this computer was set back',
    'Everything saved is safe. Times that are written now may be wrong, that of a signature too.',
    'Set the clock right before you sign.',
  ),
  'other-patient': words(
    'A site sent images of another patient or study',
    'They are kept apart and are in no study.',
    'Tell the site. Do not sign the study that was asked for before it is clear what belongs to it.',
  ),
};

/** When the store itself cannot be written to; other codes have their own words. */
const STORAGE_TEXT: Readonly<Record<string, ErrorWords>> = {
  'disk/read-only': words(
    'The disk with the store does not allow writing',
    'What was saved before is safe and can be read. What you write now stays on the screen and is not kept.',
    'Allow writing to the disk again: saving then goes on by itself.',
  ),
  'disk/full': words(
    'The disk with the store is full',
    'What was saved before is safe and can be read. What you write now stays on the screen and is not kept.',
    'Make room on the disk: saving then goes on by itself.',
  ),
  'disk/failed': words(
    'The disk with the store reports errors',
    'What was saved before may be safe. What you write now stays on the screen and is not kept.',
    'Stop reading on this disk, make a copy of the store, and have the disk checked.',
  ),
};

export function storageWords(code: string): ErrorWords {
  return STORAGE_TEXT[code] ?? ERROR_TEXT[isErrorCode(code) && code !== 'disk/not-found' ? code : 'store/lost'];
}

type Part = StoreHealth['recovered'][number];

const KEPT = 'The damaged file is kept in the folder “damaged” of the store.';

/** What was damaged, from what it was made anew, what could not come back. */
export const RECOVERY_TEXT: Readonly<Record<Part, { readonly name: string; readonly said: string }>> = {
  index: {
    name: 'index',
    said: `The index was damaged, missing or too old. It was made anew from the stored images, the keys and the ledger. ${KEPT} Where the ledger was lost too, older audit records and the entries of signed reports did not come back; the audit trail says so.`,
  },
  journal: {
    name: 'drafts and measurements',
    said: `The file of drafts and measurements was damaged. What could be read was taken over, the rest from its last copy; what was written last may be missing. ${KEPT} Read your drafts through before you sign them.`,
  },
  ledger: {
    name: 'ledger',
    said: `The ledger, a second writing of the index, was damaged. It was begun anew from the index. ${KEPT}`,
  },
  keys: {
    name: 'keys',
    said: `The file of keys was damaged. It was put back from its copy. ${KEPT} An image whose key is not in the copy cannot be shown: import it again.`,
  },
  slots: {
    name: 'passphrases',
    said: `The file that holds the ways to open the store was damaged. It was put back from its copy. ${KEPT} A passphrase that was changed last may be the former one.`,
  },
};

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** The lines about what was mended, what is out of use and what is to be compared; empty while there is none. */
export function mendedLines({ recovered, quarantined, checkAgain }: HealthView): readonly string[] {
  const parts = recovered.map((part) => RECOVERY_TEXT[part].name).join(', ');
  return [
    ...(parts === '' ? [] : [`The store was mended when it was opened: ${parts}.`]),
    ...(quarantined === 0
      ? []
      : [`${counted(quarantined, 'damaged object is', 'damaged objects are')} kept out of use.`]),
    ...(checkAgain.size === 0
      ? []
      : [`${counted(checkAgain.size, 'study is', 'studies are')} to be compared with the source.`]),
  ];
}
