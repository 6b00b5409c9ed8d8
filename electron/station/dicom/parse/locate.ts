import { AppError } from '../../../../shared/errors/app-error.ts';
import {
  EXPLICIT_BIG,
  EXPLICIT_LITTLE,
  IMPLICIT_LITTLE,
  transferSyntax,
} from '../../../../shared/dicom/transfer-syntax.ts';
import { TAG } from '../../../../shared/dicom/tags.ts';
import { trimUid } from '../../../../shared/dicom/uid.ts';
import type { Form, Notes } from './data-set.ts';
import { HeaderReader } from './element-header.ts';

const EXPLICIT: Form = { explicit: true, bigEndian: false };

/** What is taken from group 2. */
const WANTED: ReadonlySet<number> = new Set([
  TAG.transferSyntax[0],
  TAG.mediaStorageSopClass[0],
  TAG.mediaStorageSopInstance[0],
]);
/** Elements of group 2; the standard knows 17 (Part 10, 7.1). */
const MAX_META = 1000;

/** What stands before the data set, and how the data set is written. */
export interface Located {
  readonly transferSyntax: string;
  /** First byte after group 2, in the file as it came. */
  readonly start: number;
  readonly form: Form;
  readonly deflated: boolean;
  readonly mediaStorageSopClass: string | null;
  readonly mediaStorageSopInstance: string | null;
  readonly preamble: Uint8Array | null;
}

interface Meta {
  readonly end: number;
  readonly values: ReadonlyMap<number, string>;
}

/**
 * Finds the data set of a file: with or without preamble, with or without group 2, as DCMTK tolerates them. Needs only
 * the first kilobytes.
 * @throws AppError dicom/empty-file, dicom/not-dicom, dicom/damaged-header
 */
export function locateDataSet(bytes: Uint8Array, notes: Notes): Located {
  if (bytes.length === 0) throw new AppError('dicom/empty-file', 'the file is empty');
  const prefix = prefixAt(bytes);
  const at = prefix ?? 0;
  if (prefix !== null && bytes.length - at < 8) throw new AppError('dicom/not-dicom', 'nothing follows the preamble');
  if (bytes.length - at < 8) throw notDicom();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (prefix === null) notes.add('no-preamble');
  const hasMeta = view.getUint16(at, true) === 0x0002;
  const meta = hasMeta ? readMeta(bytes, view, at, notes) : { end: at, values: new Map<number, string>() };
  if (!hasMeta) notes.add('no-meta');
  const declared = trimUid(meta.values.get(TAG.transferSyntax[0]) ?? '');
  const start = meta.end;
  const facts = {
    mediaStorageSopClass: trimUid(meta.values.get(TAG.mediaStorageSopClass[0]) ?? ''),
    mediaStorageSopInstance: trimUid(meta.values.get(TAG.mediaStorageSopInstance[0]) ?? ''),
    preamble: prefix === 132 ? bytes.subarray(0, 128) : null,
  };
  if (declared !== null && transferSyntax(declared).deflated) {
    return { ...facts, start, transferSyntax: declared, deflated: true, form: EXPLICIT };
  }
  const expectBig = declared !== null && transferSyntax(declared).bigEndian;
  const form = sniffForm(view, start, { bare: prefix === null && !hasMeta, expectBig });
  if (declared === null) {
    if (hasMeta) notes.add('no-transfer-syntax');
    return { ...facts, start, transferSyntax: syntaxOf(form), deflated: false, form };
  }
  const says = transferSyntax(declared);
  if (says.explicit !== form.explicit || says.bigEndian !== form.bigEndian) notes.add('transfer-syntax-mismatch');
  return { ...facts, start, transferSyntax: declared, deflated: false, form };
}

function notDicom(): AppError {
  return new AppError('dicom/not-dicom', 'this is not a DICOM file');
}

function prefixAt(bytes: Uint8Array): number | null {
  const magic = (at: number): boolean =>
    bytes[at] === 0x44 && bytes[at + 1] === 0x49 && bytes[at + 2] === 0x43 && bytes[at + 3] === 0x4d;
  if (bytes.length >= 132 && magic(128)) return 132;
  return magic(0) ? 4 : null;
}

/** Group 2 is explicit little endian (Part 10, 7.1). Its stated length is only compared: the group numbers decide. */
function readMeta(bytes: Uint8Array, view: DataView, start: number, notes: Notes): Meta {
  const headers = new HeaderReader(bytes);
  const values = new Map<number, string>();
  let at = start;
  let count = 0;
  let stated: number | null = null;
  while (at + 8 <= bytes.length && view.getUint16(at, true) === 0x0002) {
    count += 1;
    if (count > MAX_META) throw new AppError('dicom/damaged-header', 'the file meta information does not end');
    const explicit = /^[A-Z]{2}$/.test(headers.vr(at, EXPLICIT));
    if (!explicit) notes.add('implicit-meta');
    const { tag, length, offset } = headers.element(at, { ...EXPLICIT, explicit });
    const stop = offset + length;
    if (stop > bytes.length) throw new AppError('dicom/damaged-header', 'the file meta information is cut short');
    if (tag === 0x00020000 && length === 4) stated = stop + view.getUint32(offset, true);
    if (WANTED.has(tag)) values.set(tag, latin(bytes.subarray(offset, stop)));
    at = stop;
  }
  if (stated === null) notes.add('group-length-missing');
  else if (stated !== at) notes.add('group-length-wrong');
  if (at >= bytes.length) throw new AppError('dicom/not-dicom', 'the file has no data set');
  return { end: at, values };
}

/**
 * How the first element is written, whatever the file says about itself. Bare data sets (nothing before them) must
 * begin like one, or the file is something else.
 */
function sniffForm(view: DataView, at: number, facts: { readonly bare: boolean; readonly expectBig: boolean }): Form {
  if (at + 8 > view.byteLength) throw new AppError('dicom/damaged-header', 'the file ends before its data set');
  const expected = view.getUint16(at, !facts.expectBig);
  const swapped = view.getUint16(at, facts.expectBig);
  // Data sets begin with a low group; the other byte order is believed only where this one makes no sense.
  const bigEndian = expected > 0xff && swapped <= 0xff && swapped > 0 ? !facts.expectBig : facts.expectBig;
  const group = view.getUint16(at, !bigEndian);
  const letters = [view.getUint8(at + 4), view.getUint8(at + 5)];
  const explicit = letters.every((byte) => byte >= 0x41 && byte <= 0x5a);
  if (facts.bare) {
    const length = view.getUint32(at + 4, !bigEndian);
    const known = group === 0x0008 || group === 0x0004;
    const implicitFits = !explicit && !bigEndian && length !== 0xffffffff && at + 8 + length <= view.byteLength;
    if (!known || !(explicit || implicitFits)) throw notDicom();
  }
  return { explicit, bigEndian };
}

function syntaxOf(form: Form): string {
  if (form.bigEndian) return EXPLICIT_BIG;
  return form.explicit ? EXPLICIT_LITTLE : IMPLICIT_LITTLE;
}

function latin(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 1024), (byte) => String.fromCharCode(byte)).join('');
}
