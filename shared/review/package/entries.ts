import { AppError } from '../../errors/app-error.ts';

/** What may be in a package: documents of fixed names, and objects by their number. Nothing of it is a path of a file system. */
const NAMES =
  /^(?:programme\.json|cases\.json|orders\.json|answers\.json|reveals\.json|sides\/\d{6}\.json|objects\/\d{6}\.dcm)$/;
/** Of one document that is JSON, bytes. */
const MAX_DOCUMENT = 16 * 1024 * 1024;
/** Of one object, as import has it. */
const MAX_OBJECT = 2 * 1024 * 1024 * 1024;
const MAX_TOTAL = 64 * 1024 * 1024 * 1024;
const MAX_ENTRIES = 100_000;
/** Length of the name, length of the content. */
export const ENTRY_HEAD = 2 + 8;

export interface EntryHead {
  readonly name: string;
  readonly bytes: number;
}

/** Length of the name (16 bit), of the content (64 bit), big-endian; the name. */
export function writeEntryHead({ name, bytes }: EntryHead): Uint8Array {
  checkName(name);
  const head = new Uint8Array(ENTRY_HEAD + name.length);
  const view = new DataView(head.buffer);
  view.setUint16(0, name.length);
  view.setBigUint64(2, BigInt(bytes));
  for (let at = 0; at < name.length; at += 1) head[ENTRY_HEAD + at] = name.charCodeAt(at);
  return head;
}

/** Counts what a package holds while it is read, and refuses what no package of ours holds. */
export class EntryLimits {
  readonly #names = new Set<string>();
  #total = 0;

  /** @throws AppError package/unsafe-name, package/too-large, package/damaged */
  take({ name, bytes }: EntryHead): void {
    checkName(name);
    if (this.#names.has(name)) throw new AppError('package/damaged', 'a name stands twice in the package');
    this.#names.add(name);
    this.#total += bytes;
    const most = name.endsWith('.json') ? MAX_DOCUMENT : MAX_OBJECT;
    if (bytes > most || this.#total > MAX_TOTAL || this.#names.size > MAX_ENTRIES)
      throw new AppError('package/too-large', 'the package holds more than it may');
  }
}

function checkName(name: string): void {
  if (!NAMES.test(name)) throw new AppError('package/unsafe-name', 'a name in the package is not allowed');
}

/** What the reader of an answer drew and had on the glass, by the place of the answer, from 1. */
export function sideEntry(place: number): string {
  return `sides/${String(place).padStart(6, '0')}.json`;
}

/** The name of an object by its number, from 1. */
export function objectEntry(number: number): string {
  return `objects/${String(number).padStart(6, '0')}.dcm`;
}
