import type { ErrorCode } from '../../shared/errors/codes.ts';
import { words } from './error-words.ts';
import type { ErrorWords } from './error-words.ts';

const NOT_SHOWN = 'This image is kept as it came, but it is not shown.';
const NOT_TAKEN = 'This file was not taken in; the original was not touched.';
const ASK_AGAIN = 'Ask the site to send it again, and do not read the study as complete.';
const KEPT_DOCUMENT = 'It is not shown; it is kept as it came.';
const ASK_FILE = 'Write the document to a file, or ask the site to send it again.';

export const IMAGE_TEXT = {
  'archive/unknown-study': words(
    'This study is not in the store',
    'Nothing was changed.',
    'Search for it in the worklist, or import it.',
  ),
  'archive/unknown-series': words('This series is not in the store', 'Nothing was changed.', 'Open the study again.'),
  'archive/unknown-object': words('This image is not in the store', 'Nothing was changed.', 'Open the study again.'),
  'archive/not-offered': words(
    'The sites have no agreement about this patient',
    'Nothing was linked.',
    'Ask the site whether it shares priors; its profile has to say so.',
  ),
  'archive/rejected': words(
    'The site took this image back',
    'It stays sealed in the store. Nothing was changed.',
    'Read what the site sent in its place, or ask the site.',
  ),
  'dicom/not-dicom': words('The file is not a DICOM file', NOT_TAKEN, 'Check that the right folder was chosen.'),
  'dicom/empty-file': words('The file is empty', NOT_TAKEN, 'Copy it again from where it came.'),
  'dicom/damaged-header': words('The header of the file is damaged', NOT_TAKEN, ASK_AGAIN),
  'dicom/missing-sop-uid': words('The file does not say which object it is', NOT_TAKEN, ASK_AGAIN),
  'dicom/missing-sop-class': words('The file does not say what kind of object it is', NOT_TAKEN, ASK_AGAIN),
  'dicom/no-pixel-data': words(
    'This object has no picture',
    'It is kept as it came.',
    'Look at the other series of the study.',
  ),
  'dicom/unsupported-transfer-syntax': words(
    'The compression of this image is not known here',
    NOT_SHOWN,
    'Ask the site for it in another compression, or read it elsewhere.',
  ),
  'dicom/unsupported-pixel-format': words(
    'The pixels of this image are of a kind that is not known here',
    NOT_SHOWN,
    'Read this image on another station.',
  ),
  'dicom/pixel-data-incomplete': words('Pixels of this image are missing', NOT_SHOWN, ASK_AGAIN),
  'dicom/pixel-data-damaged': words('The pixels of this image are damaged', NOT_SHOWN, ASK_AGAIN),
  'dicom/frame-out-of-range': words(
    'There is no such frame in this image',
    'Nothing was changed.',
    'Scroll to another frame.',
  ),
  'dicom/too-large': words(
    'The image is larger than this program can hold',
    'It is not shown; other images are not affected.',
    'Read this image on another station.',
  ),
  'dicom/too-deep': words('The header is nested too deeply to be safe', NOT_TAKEN, ASK_AGAIN),
  'document/damaged': words('This document cannot be read', KEPT_DOCUMENT, ASK_FILE),
  'document/locked': words('This document wants a password', KEPT_DOCUMENT, ASK_FILE),
  'document/not-pdf': words('This document is no PDF', KEPT_DOCUMENT, ASK_FILE),
  'document/too-large': words('This document is larger than this window reads', KEPT_DOCUMENT, ASK_FILE),
  'document/too-slow': words('This page took too long and was given up', KEPT_DOCUMENT, ASK_FILE),
  'objects/other-frame-of-reference': words(
    'No picture here lies in the space of this object',
    'It is kept as it came, and drawn over nothing.',
    'Fetch the series that it was drawn on, or ask the site.',
  ),
  'objects/other-patient': words(
    'This object speaks of images of another patient',
    'It is kept as it came, and not opened.',
    'Tell the site: it may have been filed with the wrong patient.',
  ),
  'objects/other-study': words(
    'This object speaks of another study',
    'It is kept as it came, and not opened with this one.',
    'Ask the site which study it belongs to.',
  ),
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;

export const IMPORT_TEXT = {
  'disk/exists': words('There is a file of this name already', 'Nothing was written.', 'Choose another name.'),
  'disk/full': words(
    'The disk is full',
    'What was already saved is safe; the last change was not saved.',
    'Make room on the disk, then do it again.',
  ),
  'disk/failed': words(
    'The disk reported an error',
    'What was already saved may be safe; the last change was not saved.',
    'Stop working on this disk and make a copy of the store.',
  ),
  'disk/not-found': words(
    'The file or folder is not there',
    'Nothing was changed.',
    'Check that the disk is connected, then choose it again.',
  ),
  'disk/read-only': words(
    'The disk does not allow writing',
    'Nothing was saved.',
    'Choose another place, or change the rights of the folder.',
  ),
  'import/unreadable-path': words(
    'The file or folder cannot be read',
    NOT_TAKEN,
    'Check the rights of the folder, then import it again.',
  ),
  'import/changed-while-reading': words(
    'The file changed while it was read',
    NOT_TAKEN,
    'Wait until the copy is finished, then import it again.',
  ),
  'import/archive-damaged': words(
    'The archive is damaged',
    'Files in it were not taken in.',
    'Fetch the archive again.',
  ),
  'import/archive-encrypted': words(
    'The archive is protected by a password',
    'Files in it were not taken in.',
    'Unpack it first, then import the folder.',
  ),
  'import/archive-too-large': words(
    'The archive unpacks to more than is safe',
    'Files in it were not taken in.',
    'Unpack it first, look at it, then import the folder.',
  ),
  'import/link-refused': words(
    'The entry is a link to another place',
    'It was not followed and nothing was taken in.',
    'Import the folder that it points to.',
  ),
  'import/process-killed': words(
    'Reading this file stopped the reader process',
    'This file was not taken in; all others were.',
    'Keep the file and report it: it may be damaged or hostile.',
  ),
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
