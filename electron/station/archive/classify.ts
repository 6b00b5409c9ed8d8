import type { ImageInfo } from '../../../shared/model/image.ts';
import type { ParsedObject } from '../dicom/parsed-object.ts';
import type { PixelHash, PixelSource } from './pixel-hash.ts';

/** The stored object that came first with a SOP UID. */
export interface FirstObject {
  readonly objectId: string;
  readonly datasetSha256: string;
  readonly headerSha256: string;
  readonly source: PixelSource;
}

export interface Newcomer {
  readonly parsed: ParsedObject;
  readonly source: PixelSource;
}

/** Attributes in which two objects differ, "gggg,eeee". */
export type CompareHeaders = (first: Uint8Array, second: Uint8Array) => Promise<readonly string[]>;

export type Classification =
  /** The same data set is there: nothing is stored. */
  | { readonly kind: 'already' }
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

/**
 * What an object is whose SOP UID was seen before. Nothing ever replaces what is stored; anything that is not proved
 * equal is a conflict.
 */
export async function classifyDuplicate(
  newcomer: Newcomer,
  first: FirstObject,
  ports: { readonly pixelHash: PixelHash | null; readonly compare: CompareHeaders },
): Promise<Classification> {
  const { parsed } = newcomer;
  if (parsed.dataSetSha256 === first.datasetSha256) return { kind: 'already' };
  const pixels = await comparePixels(newcomer, first, ports.pixelHash);
  const sameHeader = parsed.headerSha256 === first.headerSha256;
  const tags = sameHeader ? [] : await listDifferences(newcomer, first, ports.compare);
  const identity = tags === null || tags.some((tag) => IDENTITY_TAGS.has(tag));
  const detail: DuplicateDetail = { tags, identity, pixels };
  const equal = pixels === 'equal' || pixels === 'none';
  return { kind: 'duplicate', duplicate: verdict(equal, sameHeader, identity), of: first.objectId, detail };
}

function verdict(equalPixels: boolean, sameHeader: boolean, identity: boolean): Duplicate {
  if (!equalPixels || identity) return 'conflict';
  return sameHeader ? 're-encoded' : 'changed-header';
}

async function comparePixels(
  newcomer: Newcomer,
  first: FirstObject,
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
  first: FirstObject,
  compare: CompareHeaders,
): Promise<readonly string[] | null> {
  if (newcomer.parsed.bytes > MAX_COMPARED) return null;
  return compare(await first.source.load(), await newcomer.source.load());
}
