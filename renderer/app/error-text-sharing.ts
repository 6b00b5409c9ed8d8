import type { ErrorCode } from '../../shared/errors/codes.ts';
import { words } from './error-words.ts';
import type { ErrorWords } from './error-words.ts';

/** Words of what may not leave without a name, and of packages between stations. */
export const SHARING_TEXT = {
  'deidentify/text-in-pixels': words(
    'This image may name the patient in its pixels',
    'It was left out.',
    'Choose other images: what is drawn into a picture cannot be taken out here.',
  ),
  'deidentify/face': words(
    'This series may show a face',
    'It was left out: a face can be rendered from a CT or MR of the head.',
    'Choose series of other parts of the body, or name the body part in the object where it is missing.',
  ),
  'deidentify/unsupported': words(
    'Objects of this kind are not de-identified',
    'It was left out.',
    'Share the images without it.',
  ),
  'package/not-a-package': words(
    'This is no review package',
    'Nothing was taken from it.',
    'Choose a file that a coordinator or a reviewer sent.',
  ),
  'package/newer-version': words(
    'This package is of a newer version',
    'Nothing was taken from it.',
    'Update Nightjar, or ask for the package in an older form.',
  ),
  'package/damaged': words('This package is damaged or was changed', 'Nothing was taken from it.', 'Ask for it again.'),
  'package/unknown-sender': words(
    'Nobody here knows who signed this package',
    'Nothing was taken from it.',
    "Enrol the sender's key first, after comparing it with the sender by telephone.",
  ),
  'package/other-recipient': words(
    'This package is for somebody else',
    'Nothing was taken from it.',
    'Ask for a package to your own key.',
  ),
  'package/other-programme': words(
    'This package belongs to another programme',
    'Nothing was taken from it.',
    'Open it in the programme that it was made for.',
  ),
  'package/expired': words('This package has expired', 'Nothing was taken from it.', 'Ask for a new one.'),
  'package/unsafe-name': words(
    'This package holds a file with a name that is not allowed',
    'Nothing was taken from it.',
    'Tell whoever sent it: it was not made by Nightjar.',
  ),
  'package/too-large': words(
    'This package is larger than it may be',
    'Nothing was taken from it.',
    'Ask for several smaller ones.',
  ),
  'package/bad-card': words(
    'This is no card of a reviewer',
    'Nobody was enrolled.',
    'Paste the whole line that begins with njreview1.',
  ),
  'package/other-fingerprint': words(
    'The fingerprint is of another card',
    'Nobody was enrolled.',
    'Ask for the fingerprint by telephone again. If it still differs, somebody changed the card on its way.',
  ),
  'package/known-peer': words(
    'This card belongs to somebody who is enrolled, or to you',
    'Nobody was enrolled.',
    'Ask for the card of the person whom you mean.',
  ),
  'package/no-such-peer': words(
    'Nobody of this name is trusted now',
    'Nothing was sent.',
    'Enrol them first, or again where their time is over.',
  ),
  'package/nothing-to-send': words(
    'Nothing waits for them',
    'No package was made.',
    'Draw cases for them, or wait for what they send.',
  ),
  'package/clash': words(
    'Something else is here under the same identifier',
    'Nothing was taken from it.',
    'Tell whoever sent it: a package does not meet what is here.',
  ),
  'package/names-inside': words(
    'The pictures of this package bear a name',
    'Nothing was taken from it.',
    'Tell whoever sent it, and delete the file: it may name a patient.',
  ),
  'package/other-answers': words(
    'These answers contradict what was received before',
    'Nothing was taken from it.',
    'Ask the reviewer to look whether somebody else answers in their name.',
  ),
  'package/out-of-order': words(
    'This package comes before one that is missing',
    'Nothing was taken from it.',
    'Take the package before it first: cases, findings, reports, scores.',
  ),
  'package/other-case': words(
    'This package is about a case that was never exchanged with its sender',
    'Nothing was taken from it.',
    'Ask for the package that belongs to this store.',
  ),
  'package/no-such-node': words(
    'There is no such node for second readings',
    'Nothing was sent or fetched.',
    'Set it up under Packages.',
  ),
  'package/known-node': words(
    'This node is set up already',
    'Nothing was changed.',
    'Use the one that is there, or another name and address.',
  ),
  'package/clinical-node': words(
    'Studies or results go to this place',
    'Nothing was sent: nothing of a second reading goes to a clinical archive.',
    'Set up a node that is for second readings alone.',
  ),
  'package/shared-machine': words(
    'Studies come from, or results go to, another port of this machine',
    'Nothing was set up and nothing was sent: it may be another door of the same archive.',
    'If it is another server, say so where the node is set up; a node that is here is removed and set up again.',
  ),
  'package/not-delivered': words(
    'The node did not keep or give all of a package',
    'The package is kept here, and what is there already is not sent again.',
    'Look at the node again: what is missing goes then.',
  ),
  'package/not-a-study': words(
    'This is a sealed package of second readings, and no study',
    'It was not kept, and stands in no list.',
    'Whoever sent it sends it to a node for second readings; look for it there, under Packages.',
  ),
} satisfies Partial<Record<ErrorCode, ErrorWords>>;
