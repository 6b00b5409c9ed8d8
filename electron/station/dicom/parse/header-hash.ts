import { createHash } from 'node:crypto';
import { TAG } from '../../../../shared/dicom/tags.ts';
import type { DataSet, Element } from './data-set.ts';

/** Bytes to a value, for representations that byte order changes. */
const SWAP: Readonly<Record<string, number>> = {
  US: 2,
  SS: 2,
  AT: 2,
  OW: 2,
  UL: 4,
  SL: 4,
  FL: 4,
  OF: 4,
  OL: 4,
  FD: 8,
  OD: 8,
  SV: 8,
  UV: 8,
  OV: 8,
};

/** Attributes that say how pixels are coded, not what the object is: a lossless re-encoding may change them. */
const CODING: ReadonlySet<number> = new Set([TAG.photometric[0], TAG.planar[0]]);

function belongs(element: Element): boolean {
  const group = element.tag >>> 16;
  if ((element.tag & 0xffff) === 0) return false; // group lengths
  if (group === 0x7fe0 || group === 0x0002 || group >= 0xfffa) return false; // pixels, meta, signatures, padding
  return !CODING.has(element.tag);
}

/** The attributes that count, in tag order. */
export function comparable(dataSet: DataSet): readonly Element[] {
  return [...dataSet.elements.values()].filter(belongs).sort((a, b) => a.tag - b.tag);
}

/**
 * SHA-256 of the attributes in tag order, each as tag, length and little-endian value, sequences as items. The same
 * attributes written explicitly, implicitly or big endian hash alike; group 2, group lengths, pixel data and pixel
 * coding are left out.
 */
export function headerHash(dataSet: DataSet): string {
  const hash = new StagedHash();
  addDataSet(hash, dataSet);
  return hash.digest();
}

/** The same for one element. */
export function elementHash(dataSet: DataSet, element: Element): string {
  const hash = new StagedHash();
  addElement(hash, dataSet, element);
  return hash.digest();
}

const STAGE_BYTES = 4096;

/** A header is a hundred small pieces, and each call of a hash costs as much as a kilobyte: they are gathered first. */
class StagedHash {
  readonly #hash = createHash('sha256');
  readonly #stage = Buffer.allocUnsafe(STAGE_BYTES);
  #used = 0;

  update(bytes: Uint8Array): void {
    if (this.#used + bytes.length > STAGE_BYTES) this.#flush();
    if (bytes.length > STAGE_BYTES) this.#hash.update(bytes);
    else {
      this.#stage.set(bytes, this.#used);
      this.#used += bytes.length;
    }
  }

  digest(): string {
    this.#flush();
    return this.#hash.digest('hex');
  }

  #flush(): void {
    this.#hash.update(this.#stage.subarray(0, this.#used));
    this.#used = 0;
  }
}

const ITEM_BEGIN = Buffer.from('{');
const ITEM_END = Buffer.from('}');

function addDataSet(hash: StagedHash, dataSet: DataSet): void {
  for (const element of comparable(dataSet)) addElement(hash, dataSet, element);
}

function addElement(hash: StagedHash, dataSet: DataSet, element: Element): void {
  const head = Buffer.alloc(9);
  head.writeUInt32LE(element.tag >>> 0, 0);
  if (element.items !== null && element.items.length > 0) {
    head.writeUInt8(1, 4);
    head.writeUInt32LE(element.items.length, 5);
    hash.update(head);
    for (const item of element.items) {
      hash.update(ITEM_BEGIN);
      addDataSet(hash, item);
      hash.update(ITEM_END);
    }
    return;
  }
  const value = dataSet.bytes.subarray(element.offset, element.offset + element.length);
  head.writeUInt32LE(value.length, 5);
  hash.update(head);
  hash.update(littleEndian(value, dataSet.form.bigEndian ? (SWAP[element.vr ?? ''] ?? 1) : 1));
}

function littleEndian(value: Uint8Array, width: number): Uint8Array {
  if (width === 1) return value;
  const copy = Buffer.from(value.subarray(0, value.length - (value.length % width)));
  if (width === 2) return copy.swap16();
  return width === 4 ? copy.swap32() : copy.swap64();
}
