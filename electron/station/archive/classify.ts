import type { ImageInfo } from '../../../shared/model/image.ts';
import type { ParsedObject } from '../dicom/parsed-object.ts';
import type { PixelHash, PixelSource } from './pixel-hash.ts';

/** A stored object with the SOP UID in question. */
export interface StoredObject {
  readonly objectId: string;
  /** Null where nobody has asked for it yet. */
  readonly datasetSha256: string | null;
  readonly headerSha256: string;
  /** False for a re-encoding or a changed header of another one: the other one stands for both. */
  readonly ownContent: boolean;
  readonly source: PixelSource;
}

export interface Newcomer {
  readonly parsed: ParsedObject;
  readonly source: PixelSource;
}

/** Attributes in which two objects differ, "gggg,eeee". */
export type CompareHeaders = (first: Uint8Array, second: Uint8Array) => Promise<readonly string[]>;

export type Classification =
  /** The first of its SOP UID, or without one. */
  | { readonly kind: 'new' }
  | {
      readonly kind: 'duplicate';
      readonly duplicate: Duplicate;
      readonly of: string;
      readonly detail: DuplicateDetail;
    };

export type Duplicate = 're-encoded' | 'changed-header' | 'conflict';

export interface DuplicateDetail {
  /** Differing attributes; null when they could not be listed. Empty for a pure re-encoding. */
  readonly tags: readonly string[] | null;
  /** An attribute that says whose image this is differs. */
  readonly identity: boolean;
  readonly pixels: 'equal' | 'different' | 'unknown' | 'none';
}

/** Who, which study, which series, which side: a difference here always alarms. */
const IDENTITY_TAGS: ReadonlySet<string> = new Set([
  '0010,0010',
  '0010,0020',
  '0010,0021',
  '0010,0030',
  '0010,0040',
  '0020,000d',
  '0020,000e',
  '0020,0060',
  '0020,0062',
]);

/** Objects larger than this are not held in memory twice to list their differences. */
const MAX_COMPARED = 256 * 1024 * 1024;

export interface ClassifyPorts {
  readonly pixelHash: PixelHash | null;
  readonly compare: CompareHeaders;
}

/**
 * What an object is that is not there yet: new, another form of one that is stored, or in conflict with all of them.
 * Nothing ever replaces what is stored; anything that is not proved equal is a conflict.
 * @param stored objects of the same SOP UID, the first one first, none with the same data set
 */
export async function classify(
  newcomer: Newcomer,
  stored: readonly StoredObject[],
  ports: ClassifyPorts,
): Promise<Classification> {
  let conflict: Classification | null = null;
  for (const object of stored.filter((one) => one.ownContent)) {
    const found = await compareWith(newcomer, object, ports);
    if (found.duplicate !== 'conflict') return found;
    conflict ??= found;
  }
  return conflict ?? { kind: 'new' };
}

async function compareWith(
  newcomer: Newcomer,
  stored: StoredObject,
  ports: ClassifyPorts,
): Promise<Extract<Classification, { readonly kind: 'duplicate' }>> {
  const pixels = await comparePixels(newcomer, stored, ports.pixelHash);
  const sameHeader = newcomer.parsed.headerSha256 === stored.headerSha256;
  const tags = sameHeader ? [] : await listDifferences(newcomer, stored, ports.compare);
  const identity = tags === null || tags.some((tag) => IDENTITY_TAGS.has(tag));
  const detail: DuplicateDetail = { tags, identity, pixels };
  const equal = pixels === 'equal' || pixels === 'none';
  return { kind: 'duplicate', duplicate: verdict(equal, sameHeader, identity), of: stored.objectId, detail };
}

function verdict(equalPixels: boolean, sameHeader: boolean, identity: boolean): Duplicate {
  if (!equalPixels || identity) return 'conflict';
  return sameHeader ? 're-encoded' : 'changed-header';
}

async function comparePixels(
  newcomer: Newcomer,
  first: StoredObject,
  pixelHash: PixelHash | null,
): Promise<DuplicateDetail['pixels']> {
  const ours = newcomer.source.image;
  const theirs = first.source.image;
  if (ours.pixels === null && theirs.pixels === null) return 'none';
  if (!sameShape(ours, theirs)) return 'different';
  if (pixelHash === null) return 'unknown';
  const [a, b] = await Promise.all([pixelHash(newcomer.source), pixelHash(first.source)]);
  if (a === null || b === null) return 'unknown';
  return a === b ? 'equal' : 'different';
}

function sameShape(a: ImageInfo, b: ImageInfo): boolean {
  return (
    a.pixels !== null &&
    b.pixels !== null &&
    a.pixels.rows === b.pixels.rows &&
    a.pixels.columns === b.pixels.columns &&
    a.frames === b.frames
  );
}

async function listDifferences(
  newcomer: Newcomer,
  first: StoredObject,
  compare: CompareHeaders,
): Promise<readonly string[] | null> {
  if (newcomer.parsed.bytes > MAX_COMPARED) return null;
  return compare(await first.source.load(), await newcomer.source.load());
}
