import type { ErrorCode } from '../../shared/errors/codes.ts';
import { words } from './error-words.ts';
import type { ErrorWords } from './error-words.ts';

const UNTOUCHED = 'Nothing was changed.';

export const ACCESS_TEXT = {
  'access/last-administrator': words(
    'The store would have no administrator',
    UNTOUCHED,
    'Make another person administrator first.',
  ),
  'access/name-taken': words(
    'There is a person of this name already',
    UNTOUCHED,
    'Add something that tells the two apart.',
  ),
  'access/not-allowed': words(
    'Your role does not allow this',
    UNTOUCHED,
    'Ask an administrator of this store if you need it for your work.',
  ),
  'access/not-revoked': words('This person may still use the store', UNTOUCHED, 'Revoke the person first.'),
  'access/policy': words(
    'The policy of this store does not allow this',
    UNTOUCHED,
    'Choose a smaller value, or ask an administrator of this store.',
  ),
  'access/proof-needed': words(
    'Your passphrase is needed once more',
    'The draft is saved; nothing was signed.',
    'Type your passphrase, then sign again.',
  ),
  'store/moved': words(
    'This store lives on another machine now',
    'Nothing new is made, signed or sent here. What is here can still be looked at.',
    'Work on the other machine. The screen after the unlock says where it went, and how an administrator takes it back.',
  ),
  'move/gone': words(
    'The store may be open on another machine',
    UNTOUCHED,
    'Open the package there; or, where nobody can open it any more, say that it is destroyed.',
  ),
  'move/not-begun': words(
    'No package of this store was begun',
    UNTOUCHED,
    'Choose a folder for it: Settings, This store, Move to another machine.',
  ),
  'move/opened-before': words(
    'This package was opened before',
    'No second store was made of it.',
    'Work where it was opened. Only if that machine is lost, open it once more and say so.',
  ),
  'move/unfinished': words(
    'The old machine has not given this store up',
    'The copy takes no work.',
    'Run `nightjar move pack` on the old machine again until it ends.',
  ),
  'access/revoked': words(
    'This person may not use the store any more',
    'Nothing was opened or changed.',
    'Ask an administrator of this store.',
  ),
  'access/store-exists': words('There is a store already', UNTOUCHED, 'Unlock the store that is there.'),
  'access/locked': words(
    'The store is locked',
    'Everything saved stays encrypted on the disk.',
    'Unlock with your passphrase and try again.',
  ),
  'access/passphrase-required': words('A passphrase is needed', UNTOUCHED, 'Type your passphrase.'),
  'key-store/unusable': words(
    'The key store of this computer cannot keep a key',
    UNTOUCHED,
    'Use your passphrase. Settings, You, says why.',
  ),
  'access/wrong-passphrase': words(
    'This passphrase does not open the store',
    'Nothing was opened or changed.',
    'Check the Caps Lock key and the keyboard layout, then type it again.',
  ),
  'access/weak-passphrase': words(
    'This passphrase is too easy to guess',
    'No store was made and nothing was changed.',
    'Choose a longer one: four or more unrelated words work well.',
  ),
  'access/recovery-not-shown': words(
    'The recovery key was not confirmed',
    'The draft is saved; nothing was signed.',
    'Confirm the recovery key first, then sign.',
  ),
  'access/unknown-person': words('This person is not in the store', UNTOUCHED, 'Choose a name from the list.'),
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;

export const STORE_TEXT = {
  'store/in-use': words(
    'Another program has this store open',
    'The store is safe and was not touched.',
    'Close the other Nightjar window or command, then start again.',
  ),
  'store/newer-version': words(
    'This store was made by a newer Nightjar',
    'The store is safe and was not touched.',
    'Update this program, or open the store on the computer that has the newer one.',
  ),
  'store/damaged': words(
    'The store cannot be read as it is',
    'Nothing was written to it, so nothing more can be lost.',
    'Copy the store folder to another disk before anything else, then restore the last backup or ask for help.',
  ),
  'store/missing': words(
    'There is no store in this folder',
    UNTOUCHED,
    'Check that the disk with the store is connected, then start again.',
  ),
  'store/not-evaluation': words(
    'This store is for clinical use',
    'The store is safe and was not opened.',
    'Open it with the packaged, signed program.',
  ),
  'store/lost': words(
    'The disk with the store is not there',
    'Nothing can be saved now. What you see stays on the screen; what you write is not kept until the disk is back.',
    'Connect the disk again. If this stays, lock the program and unlock it.',
  ),
  'backup/missing': words(
    'There is no finished backup in this folder',
    UNTOUCHED,
    'Choose the folder that the backup was made into.',
  ),
  'backup/damaged': words(
    'The backup is damaged or incomplete',
    'No store was made from it.',
    'Use another backup, or ask for help before you delete this one.',
  ),
  'backup/folder-in-use': words(
    'This folder holds something other than a backup',
    'It was not touched, and no backup was made.',
    'Choose an empty folder, or the one that holds the backup of this store.',
  ),
  'backup/in-store': words(
    'This folder lies in the store itself',
    'No backup was made: it would be lost together with the store.',
    'Choose a folder on another disk.',
  ),
  'backup/other-place': words(
    'This folder was declared to lie elsewhere',
    'The backup that lies there is as it was.',
    'Choose an empty folder for a backup in another place.',
  ),
  'backup/other-store': words(
    'This folder holds the backup of another store',
    'It was not touched.',
    'Choose an empty folder, or the one that holds the backup of this store.',
  ),
  'blob/missing': words(
    'The bytes of an image are missing from the store',
    'The image cannot be shown; other images of the study are not affected.',
    'Import the study again. Do not read the study as complete until the image is back.',
  ),
  'blob/damaged': words(
    'An image in the store was changed or damaged',
    'The image is not shown, because it is not what arrived.',
    'Import the study again, and check the disk.',
  ),
  'blob/quarantined': words(
    'An image in the store was damaged and is kept out of use',
    'The image is not shown, because it is not what arrived. Other images of the study are not affected.',
    'Import the study again: the same file takes the place of the damaged one. Have the disk checked.',
  ),
  'blob/key-forgotten': words(
    'The key to this image was erased',
    'The image was erased on purpose and cannot be read again.',
    'Ask the site for the study if it is needed.',
  ),
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
