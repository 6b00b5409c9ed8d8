import { LRUCache } from 'lru-cache';
import type { PhantomPicture } from '../../../shared/contract/check.ts';
import { integerRange } from '../../../shared/dicom/pixel-stats.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { BlobId, ObjectId } from '../../../shared/model/ids.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import type { ParserPool } from '../dicom/parser-pool.ts';
import type { FrameBlobs, FrameObject } from '../frames/frame-types.ts';
import { phantomFiles } from './phantom-files.ts';
import type { PhantomFile } from './phantom-files.ts';

/** No random id begins like this: 110 bits of nothing. */
const PREFIX = '0'.repeat(22);
/** The stack alone is 31 MB: kept while frames of it are asked for one after the other, and not for long. */
const KEPT_BYTES = 64_000_000;
const KEPT_MS = 20_000;

/**
 * The pictures of the check of this station. They are made or read when somebody asks, are parsed as everything else is, and go to a
 * window by the frame port, through the same decoders: what is checked is the way that patients' pictures take. No store has them.
 */
export class Phantoms {
  readonly #files: readonly PhantomFile[];
  readonly #parsers: Pick<ParserPool, 'readBytes'>;
  readonly #kept = new LRUCache<number, Uint8Array>({
    maxSize: KEPT_BYTES,
    sizeCalculation: (bytes) => bytes.byteLength,
    ...{ ttl: KEPT_MS, ttlAutopurge: true },
  });
  #pictures: Promise<readonly PhantomPicture[]> | null = null;

  constructor(resources: string, parsers: Pick<ParserPool, 'readBytes'>) {
    this.#files = phantomFiles(resources);
    this.#parsers = parsers;
  }

  /** @throws AppError dicom/… where a picture that ships with the program cannot be read */
  list(): Promise<readonly PhantomPicture[]> {
    // A failure is not kept: the next look reads again.
    this.#pictures ??= this.#read().catch((error: unknown) => {
      this.#pictures = null;
      throw error;
    });
    return this.#pictures;
  }

  isPhantom(id: ObjectId | BlobId): boolean {
    return id.startsWith(PREFIX) && this.#files[Number(id.slice(PREFIX.length))] !== undefined;
  }

  async object(objectId: ObjectId): Promise<FrameObject> {
    const found = (await this.list()).find(({ image }) => image.objectId === objectId);
    if (!found) throw new AppError('archive/unknown-object', 'no such picture of the check');
    return { blobId: BlobId.parse(objectId), image: found.image };
  }

  /** Bytes as of a stored object. */
  readonly blobs: FrameBlobs = {
    read: (blobId) => this.#bytes(Number(blobId.slice(PREFIX.length))),
    readNumbers: async (blobId, offset, length, type) => {
      const whole = await this.#bytes(Number(blobId.slice(PREFIX.length)));
      // A copy of its own: numbers must begin where such a number may begin in memory.
      const bytes = new Uint8Array(whole.subarray(offset, offset + length));
      return { bytes, range: integerRange(bytes, type) };
    },
  };

  async #bytes(at: number): Promise<Uint8Array> {
    const kept = this.#kept.get(at);
    if (kept) return kept;
    const file = this.#files[at];
    if (!file) throw new AppError('archive/unknown-object', 'no such picture of the check');
    const bytes = await file.bytes();
    this.#kept.set(at, bytes);
    return bytes;
  }

  async #read(): Promise<readonly PhantomPicture[]> {
    const contents = await Promise.all(this.#files.map((_, at) => this.#bytes(at)));
    const outcomes = await this.#parsers.readBytes(contents, 'none');
    return this.#files.map(({ name }, at) => ({ name, image: imageOf(outcomes[at], phantomId(at), name) }));
  }
}

function phantomId(at: number): ObjectId {
  return ObjectId.parse(`${PREFIX}${String(at).padStart(4, '0')}`);
}

type Outcome = Awaited<ReturnType<ParserPool['readBytes']>>[number];

function imageOf(outcome: Outcome | undefined, objectId: ObjectId, name: string): ImageInfo {
  if (outcome?.kind !== 'object') {
    throw new AppError('dicom/damaged-header', 'a picture of the check was not understood', { context: { name } });
  }
  return { ...outcome.parsed.image, objectId, conflict: false };
}

/** Frames of these pictures from here, of all others from the store. */
export function withPhantoms(
  phantoms: Phantoms,
  store: { readonly objects: (objectId: ObjectId) => Promise<FrameObject>; readonly blobs: FrameBlobs },
): { readonly objects: (objectId: ObjectId) => Promise<FrameObject>; readonly blobs: FrameBlobs } {
  return {
    objects: (objectId) => (phantoms.isPhantom(objectId) ? phantoms.object(objectId) : store.objects(objectId)),
    blobs: {
      read: (blobId) => (phantoms.isPhantom(blobId) ? phantoms.blobs : store.blobs).read(blobId),
      readNumbers: (blobId, ...part) =>
        (phantoms.isPhantom(blobId) ? phantoms.blobs : store.blobs).readNumbers(blobId, ...part),
    },
  };
}
