import type { ErrorCode } from '../../shared/errors/codes.ts';
import { words } from './error-words.ts';
import type { ErrorWords } from './error-words.ts';

const UNTOUCHED = 'Nothing was changed.';
const DRAFT_SAFE = 'The draft is saved as it was.';

export const REPORT_TEXT = {
  'measure/unknown-tool': words('This kind of measurement is not known', UNTOUCHED, 'Use one of the tools in the bar.'),
  'measure/bad-points': words(
    'Nothing can be measured from these points',
    'The drawing was not saved.',
    'Draw it again on the image.',
  ),
  'measure/bad-values': words(
    'Nothing can be computed from these values',
    UNTOUCHED,
    'Look at the values that were entered, and at their units.',
  ),
  'measure/no-measurement': words(
    'There is no measurement to describe',
    UNTOUCHED,
    'Measure something, or select a measurement, first.',
  ),
  'measure/no-length': words(
    'There is no length to calibrate by',
    UNTOUCHED,
    'Draw a length along something whose size is known first.',
  ),
  'measure/cannot-calibrate': words(
    'This picture cannot be calibrated by hand',
    UNTOUCHED,
    'Sections and ultrasounds bring their own scale. On a radiograph, draw a length along something whose size is known, and type it in mm.',
  ),
  'measure/cannot-map': words(
    'This map is not for these images',
    UNTOUCHED,
    'It names other images, single frames, or says no rule. Choose another map, or keep the values of the header.',
  ),
  'calculator/bad-data': words(
    'A rule file of this program is damaged',
    'Nothing was computed.',
    'Install the program again, and tell who looks after it.',
  ),
  'handover/none': words(
    'This report takes the place of no preliminary one',
    UNTOUCHED,
    'Look at the list again: the study may have been removed.',
  ),
  'handover/not-yours': words(
    'Another person signed this report',
    UNTOUCHED,
    'Who signed the final report says how much it differs.',
  ),
  'hold/already': words('This case is on hold already', UNTOUCHED, 'Take it up again first, or leave it as it is.'),
  'hold/none': words('This case is not on hold', UNTOUCHED, 'Look at the list again: somebody may have taken it up.'),
  'hold/signed': words(
    'The report of this case is signed',
    UNTOUCHED,
    'What still comes from the site belongs into an addendum.',
  ),
  'communication/unknown': words(
    'This finding is not here any more',
    UNTOUCHED,
    'Its study was removed, or it is of another store. Look at the list again.',
  ),
  'communication/no-colleague': words(
    'Nobody of that name reads here',
    'The finding stays with you, and its clock goes on.',
    'Choose somebody who signs reports at this station.',
  ),
  'communication/not-now': words(
    'They cannot take this finding now',
    'The finding stays with you, and its clock goes on.',
    'Hand it to somebody else, or tell it yourself.',
  ),
  'follow-up/unknown': words(
    'This recommendation is not here any more',
    UNTOUCHED,
    'Its study was removed, or it is of another store. Look at the list again.',
  ),
  'follow-up/ended': words(
    'This recommendation has ended already',
    'What was written of it stays as it is.',
    'Look at the list again.',
  ),
  'communication/ended': words(
    'This loop has ended',
    'What was logged of it stays as it is.',
    'Open a new one for a new finding.',
  ),
  'communication/not-told': words(
    'Nobody was told yet',
    'The finding stays open, and its clock goes on.',
    'Log whom you reached first.',
  ),
  'communication/not-spoken': words(
    'This has to be told by voice',
    'The finding stays open, and its clock goes on.',
    'Telephone, or tell somebody in person.',
  ),
  'communication/not-read-back': words(
    'It was not read back',
    'The finding stays open, and its clock goes on.',
    'Ask for the words to be read back, then log it as told.',
  ),
  'report/bad-rules': words(
    'A rule file of this program is damaged',
    'No report was checked or signed.',
    'Install the program again, and tell who looks after it.',
  ),
  'calculator/bad-input': words('This value cannot be entered here', 'Nothing was computed.', 'Look at its unit.'),
  'reading/no-segment': words(
    'No segmentation was written',
    'Its regions must be closed, hold pixels, and lie on pictures of one direction, spacing and size with a place in the patient. Nothing was changed.',
    'Choose other regions, or keep them one by one.',
  ),
  'reading/cannot-write': words(
    'This cannot be kept as an object',
    'The marks and measurements themselves are safe here. The study, or the picture, has no UID that another object could name.',
    'Ask the site to send the study anew.',
  ),
  'reading/conflict': words(
    'This draft was changed in another window',
    'The later version is saved; your last words here are not.',
    'Open the report again, then add them.',
  ),
  'reading/not-this-lesion': words(
    'This cannot be entered for this lesion',
    'The ledger and the measurement stand as they were.',
    'Choose a length or a bidirectional measurement on a picture of that study, and a lesion of the same patient. What a lesion is changes only while it stands in one study.',
  ),
  'report/unknown': words('This report is not in the store', UNTOUCHED, 'Open the study again.'),
  'report/bad-template': words(
    'This file is no report template that can be used',
    'Nothing was imported.',
    'Look at it with `nightjar report template check`, or ask its author for an MRRT template.',
  ),
  'report/template-bounds': words(
    'This report template is too large',
    'It is longer, deeper or has more fields than a form for a report can have. Nothing was imported.',
    'Ask its author for a smaller one.',
  ),
  'report/template-encoding': words(
    'The characters of this template cannot be read',
    'Its encoding is unknown, or its bytes are not what it says. Nothing was imported.',
    'Save it as UTF-8.',
  ),
  'report/unknown-template': words('This template is not installed', UNTOUCHED, 'Choose another template.'),
  'report/unknown-section': words('The template has no such section', DRAFT_SAFE, 'Write it in another section.'),
  'report/unknown-field': words('The template has no such field', DRAFT_SAFE, 'Write it as text.'),
  'report/unknown-measurement': words(
    'The study has no such measurement',
    DRAFT_SAFE,
    'Choose one that stands on an image.',
  ),
  'report/not-a-draft': words(
    'This report is signed and cannot be changed',
    'The signed text stands as it was.',
    'Write an addendum.',
  ),
  'report/not-signed': words('This report is not signed yet', DRAFT_SAFE, 'Sign it first.'),
  'report/not-final': words(
    'This report is preliminary',
    'It stays as it was signed.',
    'Take it up as a final report; an addendum belongs to a final one.',
  ),
  'report/not-preliminary': words('This report is final', 'It stays as it was signed.', 'Write an addendum to it.'),
  'report/superseded': words(
    'Another report has taken the place of this one',
    'Nothing was signed; what you wrote is kept.',
    'Look at the newest report of this study first.',
  ),
  'report/together-fixed': words(
    'This report goes to the same studies as the one before it',
    'Nothing was changed.',
    'What follows a signed report is about what that was about.',
  ),
  'report/not-together': words(
    'These studies cannot be in one report',
    'Nothing was changed.',
    'One report is about studies of one patient, of one site and one day.',
  ),
  'report/wait-ended': words(
    'A report was not signed: the program ended while it waited',
    'It is a draft, with every word.',
    'Open the case and sign it again.',
  ),
  'report/wait-locked': words(
    'A report was not signed: the program was locked while it waited',
    'It is a draft, with every word.',
    'Open the case and sign it again.',
  ),
  'report/withdrawn': words('This report was withdrawn', 'Nothing was changed.', 'Write a new report of this study.'),
  'report/checks-stand': words(
    'Something stands in the way of signing',
    'The draft is saved; nothing was signed.',
    'Look at the marks in the report, answer them, then sign.',
  ),
  'report/pdf-needs-runtime': words(
    'A PDF can only be made by the program with its window',
    'The signed report is safe.',
    'Start the program and export it there.',
  ),
  'report/tampered': words(
    'The signed report no longer matches its hash',
    'It is shown with this mark and is not sent anywhere.',
    'Do not rely on it. Keep the store as it is and ask for help.',
  ),
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;

export const PROGRAM_TEXT = {
  'controls/bad-file': words(
    'This file holds no keys of this program',
    UNTOUCHED,
    'Choose a file that was exported on the page "Keys and mouse".',
  ),
  'report/bad-macros': words(
    'No macros in this file',
    UNTOUCHED,
    'Export them from the other program as CSV, XML, JSON or plain text, up to 4 MB, and choose that file.',
  ),
  'report/unknown-macro': words('This macro is not there any more', UNTOUCHED, 'Open the macros again.'),
  'report/too-many-macros': words('That would be too many macros', UNTOUCHED, 'Remove some first: 5,000 are kept.'),
  'controls/newer-version': words(
    'This file was made by a newer version of the program',
    UNTOUCHED,
    'Bring this station up to date, or export the file from a station of this version.',
  ),
  'controls/no-device': words('This device is not there any more', UNTOUCHED, 'Plug it in, and choose it again.'),
  'speech/no-model': words(
    'Nothing on this station recognises speech',
    UNTOUCHED,
    'Choose the folder of a model that your site supplies: Settings, Dictation. A dictation program of your own types into the report without one.',
  ),
  'speech/bad-model': words(
    'This folder holds no model of speech that can be used',
    UNTOUCHED,
    'Every file has to be named with its hash in nightjar-speech.json. Ask who supplied the folder.',
  ),
  'speech/model-changed': words(
    'The model of speech is not the one that was chosen',
    UNTOUCHED,
    'Choose it again if it was brought up to date; otherwise ask who changed the folder.',
  ),
  'speech/script-model': words(
    'This model recognises nothing: it says a script',
    UNTOUCHED,
    'Use it on an evaluation store, and a real one here.',
  ),
  'speech/no-microphone': words(
    'The microphone could not be opened',
    'The report is as it was.',
    'Plug one in, let the system give it to this program, and dictate again.',
  ),
  'speech/microphone-away': words(
    'The microphone that you chose is not here',
    'The report is as it was. Nothing listens.',
    'Plug it in and dictate again, or choose another: Settings, Dictation and spelling.',
  ),
  'speech/too-many-words': words('No more words of your own are kept', UNTOUCHED, 'Take some away first.'),
  'command/bad-key': words('This is no key that can be used', UNTOUCHED, 'Press another key.'),
  'command/taken': words('This key is taken by another command', UNTOUCHED, 'Choose another key, or free this one.'),
  'job/unknown': words('This work is no longer listed', UNTOUCHED, 'Look at the worklist for what arrived.'),
  'job/cancelled': words('The work was cancelled', 'What was finished before stays.', 'Start it again when you want.'),
  'job/payload': words(
    'Stored work could not be read again',
    'It was not carried out; nothing else was changed.',
    'Start it again. If it comes back, report it.',
  ),
  'process/died': words(
    'A helper process of the program ended',
    'What was saved is safe. What was on its way will be asked for again.',
    'Wait a moment, then try again.',
  ),
  'process/timeout': words(
    'This took too long and was stopped',
    'What was saved is safe.',
    'Try again. If it stays so, the file may be damaged.',
  ),
  'process/memory': words(
    'This needed more memory than is allowed',
    'It was stopped; what was saved is safe.',
    'Close other studies and try again.',
  ),
  'process/shell': words(
    'A part of the program that holds the windows failed',
    'Reading goes on: what was typed and drawn is saved.',
    'If a window does not answer any more, put the case aside, close the program and start it again.',
  ),
  'process/window': words(
    'A window ended and was loaded anew',
    'It shows again what stood in it: pictures, drawings and report are kept.',
    'Look at it, then read on.',
  ),
  'process/window-closed': words(
    'A window ended again and again and was closed',
    'What it showed is kept with the case.',
    'Open it again with the command "Monitors: what each is for".',
  ),
  'request/bad': words('The request was not understood', UNTOUCHED, 'Try again. If it comes back, report it.'),
  'request/forbidden': words('This window may not ask for that', UNTOUCHED, 'Start the program again.'),
  'request/unknown-call': words(
    'The window and the station are of different versions',
    UNTOUCHED,
    'Close the program and start it again.',
  ),
  'request/stale-token': words(
    'This choice of files is not good any more',
    'Nothing was read or written.',
    'Choose the files again.',
  ),
  'request/too-large': words(
    'This is more than the station takes at once',
    UNTOUCHED,
    'Make it smaller and try again.',
  ),
  'request/cancelled': words('Cancelled', UNTOUCHED, 'Start it again when you want.'),
  'request/usage': words('The command was not written as it should be', UNTOUCHED, 'Look at its help.'),
  'internal/bug': words(
    'Something failed that should not',
    'What was saved before is safe; the last action may not have been carried out.',
    'Look whether it was, then try again. Report it with the time of day.',
  ),
  'check/unknown': words(
    'There is no such record of a check',
    'Nothing was written.',
    'Open "Check this station" again: the list is then as the store has it.',
  ),
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
