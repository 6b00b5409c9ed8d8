import type { ErrorCode } from '../../shared/errors/codes.ts';
import { words } from './error-words.ts';

const TEMPLATES_AS_BEFORE = 'The templates stay as they were.';
const AS_BEFORE = 'Your hanging protocols stay as they were.';

export const HANGING_TEXT = {
  'template/changed': words(
    'Somebody saved this template in the meantime',
    'Yours was not saved, and stays in the editor.',
    'Close the editor, open the template again and make the change once more.',
  ),
  'template/other-file': words(
    'This is not the file that was looked at',
    TEMPLATES_AS_BEFORE,
    'Choose the file again.',
  ),
  'template/too-large': words('This template is too large', 'It was not saved.', 'Make it of fewer parts.'),
  'template/too-many': words(
    'There are too many templates',
    'Nothing was saved.',
    'Remove templates that nobody uses.',
  ),
  'template/unknown': words('There is no such template', TEMPLATES_AS_BEFORE, 'Look at the list again.'),
  'template/unreadable': words(
    'This program does not understand the template',
    TEMPLATES_AS_BEFORE,
    'Bring an earlier version back, or use the newer program that saved it.',
  ),
  'hanging/bad-file': words(
    'This file holds no hanging protocol',
    AS_BEFORE,
    'Choose a bundle, a protocol (JSON) or a DICOM Hanging Protocol object.',
  ),
  'hanging/bad-signature': words(
    'This bundle was changed after it was signed',
    AS_BEFORE,
    'Do not use it. Ask whoever gave it to you for the file again.',
  ),
  'hanging/changed': words(
    'Somebody saved this protocol in the meantime',
    'Your change was not saved; theirs stands.',
    'Look at the protocol as it is now, then save again.',
  ),
  'hanging/newer-version': words(
    'This bundle needs a newer version of the program',
    AS_BEFORE,
    'Update the program, or ask for the protocols as single files.',
  ),
  'hanging/not-for-dicom': words(
    'This protocol is for no modality',
    'Nothing was written: DICOM asks every hanging protocol for one.',
    'Give it a rule on the modality, or export it as JSON.',
  ),
  'hanging/other-file': words(
    'This is not the file you looked at',
    AS_BEFORE,
    'Choose the file once more, look at it, then take it over.',
  ),
  'hanging/too-large': words('This hanging protocol is too large', 'It was not saved.', 'Make it of fewer parts.'),
  'hanging/too-many': words(
    'There are too many hanging protocols',
    AS_BEFORE,
    'Remove some that nobody uses, then try again.',
  ),
  'hanging/unknown': words(
    'There is no such hanging protocol',
    AS_BEFORE,
    'Look at the list once more: it may have been removed.',
  ),
  'hanging/unknown-key': words(
    'Nobody has trusted the key of this bundle yet',
    AS_BEFORE,
    'Ask who signed it to read the fingerprint to you, and compare.',
  ),
  'hanging/unreadable': words(
    'This program does not understand the protocol',
    'Pictures hang by the next best one.',
    'Bring back an earlier version, or update the program.',
  ),
} as const satisfies Partial<Record<ErrorCode, ReturnType<typeof words>>>;
