/** Writes small DICOM files for tests: explicit or implicit little endian, or explicit big endian. */
export interface BuiltElement {
  readonly tag: number;
  readonly vr: string;
  readonly value: string | number | readonly number[] | Uint8Array | readonly (readonly BuiltElement[])[];
}

export interface BuildOptions {
  readonly transferSyntax?: string;
  readonly preamble?: Uint8Array;
  /** Sequences and items of undefined length. */
  readonly undefinedLength?: boolean;
}

const LONG_FORM = new Set(['OB', 'OD', 'OF', 'OL', 'OW', 'SQ', 'UC', 'UN', 'UR', 'UT']);
const WIDTH: Readonly<Record<string, number>> = { US: 2, SS: 2, OW: 2, UL: 4, SL: 4, FL: 4, FD: 8 };

export const element = (tag: number, vr: string, value: BuiltElement['value']): BuiltElement => ({ tag, vr, value });

/** A whole file: preamble, group 2, data set. */
export function dicomFile(elements: readonly BuiltElement[], options: BuildOptions = {}): Uint8Array {
  const syntax = options.transferSyntax ?? '1.2.840.10008.1.2.1';
  const meta = dataSetBytes([element(0x00020010, 'UI', syntax)], {});
  const group = dataSetBytes([element(0x00020000, 'UL', meta.length)], {});
  const preamble = new Uint8Array(132);
  preamble.set(options.preamble ?? [], 0);
  preamble.set([0x44, 0x49, 0x43, 0x4d], 128);
  return concat([preamble, group, meta, dataSetBytes(elements, { ...options, transferSyntax: syntax })]);
}

/** The data set alone. */
export function dataSetBytes(elements: readonly BuiltElement[], options: BuildOptions): Uint8Array {
  return concat(elements.map((one) => elementBytes(one, options)));
}

function elementBytes(one: BuiltElement, options: BuildOptions): Uint8Array {
  const syntax = options.transferSyntax ?? '1.2.840.10008.1.2.1';
  const explicit = syntax !== '1.2.840.10008.1.2';
  const little = syntax !== '1.2.840.10008.1.2.2';
  const open = one.vr === 'SQ' && options.undefinedLength === true;
  const value = valueBytes(one, options, little);
  const head = new DataView(new ArrayBuffer(explicit && LONG_FORM.has(one.vr) ? 12 : 8));
  head.setUint16(0, one.tag >>> 16, little);
  head.setUint16(2, one.tag & 0xffff, little);
  const length = open ? 0xffffffff : value.length;
  if (!explicit) head.setUint32(4, length, little);
  else {
    head.setUint8(4, one.vr.charCodeAt(0));
    head.setUint8(5, one.vr.charCodeAt(1));
    if (LONG_FORM.has(one.vr)) head.setUint32(8, length, little);
    else head.setUint16(6, length, little);
  }
  const end = open ? itemHead(0xe0dd, 0, little) : new Uint8Array(0);
  return concat([new Uint8Array(head.buffer), value, end]);
}

function itemHead(elementNumber: number, length: number, little: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint16(0, 0xfffe, little);
  view.setUint16(2, elementNumber, little);
  view.setUint32(4, length, little);
  return new Uint8Array(view.buffer);
}

function valueBytes(one: BuiltElement, options: BuildOptions, little: boolean): Uint8Array {
  const { value, vr } = one;
  if (value instanceof Uint8Array) return even(value, 0);
  if (typeof value === 'string') return even(new TextEncoder().encode(value), vr === 'UI' ? 0 : 0x20);
  if (typeof value === 'number') return numbers([value], vr, little);
  if (isItems(value)) {
    return concat(
      value.map((item) => {
        const body = dataSetBytes(item, options);
        if (options.undefinedLength !== true) return concat([itemHead(0xe000, body.length, little), body]);
        return concat([itemHead(0xe000, 0xffffffff, little), body, itemHead(0xe00d, 0, little)]);
      }),
    );
  }
  return numbers(value, vr, little);
}

function isItems(
  value: readonly number[] | readonly (readonly BuiltElement[])[],
): value is readonly (readonly BuiltElement[])[] {
  return value.length === 0 || Array.isArray(value[0]);
}

function numbers(values: readonly number[], vr: string, little: boolean): Uint8Array {
  const width = WIDTH[vr] ?? 1;
  const view = new DataView(new ArrayBuffer(values.length * width));
  for (const [index, value] of values.entries()) {
    if (vr === 'FD') view.setFloat64(index * 8, value, little);
    else if (vr === 'FL') view.setFloat32(index * 4, value, little);
    else if (width === 4) view.setUint32(index * 4, value >>> 0, little);
    else if (width === 2) view.setUint16(index * 2, value & 0xffff, little);
    else view.setUint8(index, value);
  }
  return even(new Uint8Array(view.buffer), 0);
}

function even(bytes: Uint8Array, pad: number): Uint8Array {
  return bytes.length % 2 === 0 ? bytes : concat([bytes, Uint8Array.of(pad)]);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Elements in the order of their tags; `own` replaces or adds some. */
export function withOwn(base: readonly BuiltElement[], own: readonly BuiltElement[]): readonly BuiltElement[] {
  const byTag = new Map([...base, ...own].map((one) => [one.tag, one]));
  return [...byTag.values()].sort((a, b) => a.tag - b.tag);
}

let serial = 0;

/** A small CT image that imports; `own` replaces or adds elements. */
export function ctImage(own: readonly BuiltElement[] = [], options: BuildOptions = {}): Uint8Array {
  serial += 1;
  const base = [
    element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
    element(0x00080018, 'UI', `1.2.3.${serial}`),
    element(0x00080020, 'DA', '20240102'),
    element(0x00080060, 'CS', 'CT'),
    element(0x00100010, 'PN', 'DOE^JANE'),
    element(0x00100020, 'LO', 'P1'),
    element(0x00100030, 'DA', '19700101'),
    element(0x0020000d, 'UI', '1.2.3.4'),
    element(0x0020000e, 'UI', '1.2.3.4.5'),
    element(0x00200013, 'IS', '1'),
    element(0x00280002, 'US', 1),
    element(0x00280004, 'CS', 'MONOCHROME2'),
    element(0x00280010, 'US', 2),
    element(0x00280011, 'US', 2),
    element(0x00280100, 'US', 16),
    element(0x00280101, 'US', 16),
    element(0x00280102, 'US', 15),
    element(0x00280103, 'US', 0),
    element(0x7fe00010, 'OW', [1, 2, 3, 4]),
  ];
  return dicomFile(withOwn(base, own), options);
}
