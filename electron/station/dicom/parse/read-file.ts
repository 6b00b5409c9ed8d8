import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { AppError, toWire } from '../../../../shared/errors/app-error.ts';

import type { Result } from '../../../../shared/lib/result.ts';
import { SpoolReader } from '../../kernel/spool-file.ts';
import type { SpoolPlace } from '../../kernel/spool-file.ts';
import type { FileOutcome } from '../parser-messages.ts';
import type { ParsedObject } from '../parsed-object.ts';
import { directoryReferences } from './directory.ts';
import { locateDataSet } from './locate.ts';
import { asParseError, DIRECTORY_SOP_CLASS, parseDicom, parseStart } from './parse-dicom.ts';
import type { FileFacts } from './parse-dicom.ts';

const MEGABYTE = 1024 * 1024;
/** Larger files are refused: no modality writes them, and an object must fit in one buffer to be decoded. */
const MAX_FILE = 2048 * MEGABYTE;
/** Up to here a file is read at once; beyond, only its header is held. */
const WHOLE_FILE = 64 * MEGABYTE;
const FIRST_WINDOW = MEGABYTE;
const MAX_WINDOW = 512 * MEGABYTE;
const CHUNK = 4 * MEGABYTE;
/** Beginnings in which most headers end. */
const START_WINDOWS = [16 * 1024, 128 * 1024, MEGABYTE];
/** The same of large files, whose frames are described one by one. */
const SPOOL_WINDOWS = [128 * 1024, MEGABYTE, 16 * MEGABYTE, 64 * MEGABYTE];

/** Which hashes of a file are worth its reader's time: a large one takes longer to hash than to read. */
export type Hashes = 'all' | 'file' | 'none';

/** Reads and understands one file, and hashes it. Runs in the parser process only; never throws. */
export function readFileOutcome(path: string): FileOutcome {
  return readWith(path, (file, size) => outcomeOf(file, size, 'all'));
}

/** The same from the beginning of the file where that is enough: then it is not hashed. The data set may be unhashed always. */
export function readFileStart(path: string): FileOutcome {
  return readWith(path, (file, size) =>
    size > WHOLE_FILE
      ? outcomeOf(file, size, 'file')
      : (startOutcome(file, size, START_WINDOWS) ?? outcomeOf(file, size, 'file')),
  );
}

/**
 * The same for a large file on its way in. Nothing is hashed where its header ends early: its writer does that, and looks
 * whether the beginning is the one that was understood.
 */
export function readSpoolOutcome(place: SpoolPlace): FileOutcome {
  try {
    const spool = new SpoolReader(place);
    try {
      const file: ReadAt = (offset, length) => spool.readAt(offset, length);
      return startOutcome(file, place.bytes, SPOOL_WINDOWS) ?? outcomeOf(file, place.bytes, 'file');
    } finally {
      spool.close();
    }
  } catch (error) {
    return refused(isSystemError(error) ? unreadable(error) : asParseError(error));
  }
}

/** As many of the wanted bytes as the file has. */
type ReadAt = (offset: number, length: number) => Uint8Array;

function readWith(path: string, read: (file: ReadAt, size: number) => FileOutcome): FileOutcome {
  let file: number;
  try {
    // Not through links (the walk refused them already; this closes the gap), and no waiting on pipes.
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    return refused(new AppError('import/unreadable-path', 'the file cannot be opened', { cause: error }));
  }
  try {
    const facts = fstatSync(file);
    if (!facts.isFile()) return refused(new AppError('import/unreadable-path', 'this is not a regular file'));
    return read((offset, length) => readAt(file, offset, length), facts.size);
  } catch (error) {
    return refused(isSystemError(error) ? unreadable(error) : asParseError(error));
  } finally {
    closeSync(file);
  }
}

/** The same for bytes that are in memory already: entries of an archive. What has no name is always hashed. */
export function bytesOutcome(bytes: Uint8Array, hashes: Hashes = 'all'): FileOutcome {
  if (isArchive(bytes)) return { kind: 'archive' };
  const hash = (): string => createHash('sha256').update(bytes).digest('hex');
  const facts = {
    sha256: hashes === 'none' ? null : hash(),
    ...(hashes === 'all' ? {} : { dataSetSha256: null }),
  };
  const outcome = finish(parseDicom(bytes, facts), bytes);
  if (outcome.kind !== 'object' || outcome.parsed.sopUid !== null) return outcome;
  return { ...outcome, parsed: { ...outcome.parsed, sha256: facts.sha256 ?? hash() } };
}

/** Null where the beginning is not enough. */
function startOutcome(file: ReadAt, size: number, windows: readonly number[]): FileOutcome | null {
  for (const window of windows) {
    if (size <= window) return null;
    const head = file(0, window);
    if (isArchive(head)) return null;
    const parsed = parseStart(head, size);
    if (parsed !== null) return parsed.sopClass === DIRECTORY_SOP_CLASS ? null : { kind: 'object', parsed };
  }
  return null;
}

function outcomeOf(file: ReadAt, size: number, hashes: Hashes): FileOutcome {
  const head = file(0, Math.min(size, FIRST_WINDOW));
  if (isArchive(head)) return { kind: 'archive' };
  if (size <= FIRST_WINDOW) return bytesOutcome(head, hashes);
  // Says at once what a file of another kind is, before gigabytes of it are read.
  const start = locateDataSet(head, new Set()).start;
  if (size > MAX_FILE) return refused(new AppError('dicom/too-large', `the file has more than ${MAX_FILE} bytes`));
  if (size <= WHOLE_FILE) return bytesOutcome(file(0, size), hashes);
  return finish(parseLarge(file, size, hashFile(file, size, start)), head);
}

/** Parses with a growing beginning of the file, until the header fits in it. */
function parseLarge(
  file: ReadAt,
  size: number,
  hashes: { sha256: string; dataSetSha256: string },
): Result<ParsedObject> {
  const facts: FileFacts = { ...hashes, fileBytes: size, readAt: file };
  const deflated = locateDataSet(file(0, FIRST_WINDOW), new Set()).deflated;
  if (deflated && size > MAX_WINDOW) throw new AppError('dicom/too-large', 'a deflated file of this size is not read');
  for (let window = deflated ? size : FIRST_WINDOW; ; window = Math.min(size, MAX_WINDOW, window * 4)) {
    const result = parseDicom(file(0, window), deflated ? { sha256: hashes.sha256 } : facts);
    const mayGrow = window < Math.min(size, MAX_WINDOW);
    if (result.ok || !mayGrow || result.error.code !== 'dicom/damaged-header') return result;
  }
}

function finish(result: Result<ParsedObject>, head: Uint8Array): FileOutcome {
  if (result.ok && result.value.sopClass !== DIRECTORY_SOP_CLASS) return { kind: 'object', parsed: result.value };
  const references = directoryReferences(head);
  if (references !== null) return { kind: 'directory', references };
  return result.ok ? { kind: 'directory', references: [] } : refused(result.error);
}

function hashFile(file: ReadAt, size: number, start: number): { sha256: string; dataSetSha256: string } {
  const whole = createHash('sha256');
  const dataSet = createHash('sha256');
  for (let at = 0; at < size;) {
    const chunk = file(at, CHUNK);
    const count = chunk.length;
    if (count === 0) throw new AppError('import/changed-while-reading', 'the file became shorter while it was read');
    whole.update(chunk);
    if (at + count > start) dataSet.update(chunk.subarray(Math.max(0, start - at)));
    at += count;
  }
  return { sha256: whole.digest('hex'), dataSetSha256: dataSet.digest('hex') };
}

function readAt(file: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let got = 0;
  while (got < length) {
    const count = readSync(file, bytes, got, length - got, offset + got);
    if (count === 0) break;
    got += count;
  }
  return got === length ? bytes : bytes.subarray(0, got);
}

/** "PK" and one of its two record types at the beginning, and no DICM where a data set would have it. */
export function isArchive(head: Uint8Array): boolean {
  const zip =
    head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));
  const dicom = head[128] === 0x44 && head[129] === 0x49 && head[130] === 0x43 && head[131] === 0x4d;
  return zip && !dicom;
}

function refused(error: AppError): FileOutcome {
  return { kind: 'refused', error: toWire(error) };
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function unreadable(error: unknown): AppError {
  return new AppError('import/unreadable-path', 'the file cannot be read', { cause: error });
}
