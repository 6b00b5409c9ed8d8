import { z } from 'zod';
import { AppError } from '../../errors/app-error.ts';

/** First bytes of every review package. */
export const MAGIC = 'NJREVPKG';
export const VERSION = 1;
/** Of a header, bytes: more is no package of ours. */
export const MAX_HEADER = 64 * 1024;
/** Plain bytes of one chunk; its tag follows. The last one is shorter, or as long. */
export const CHUNK = 1024 * 1024;
export const TAG = 16;
/** Ed25519. */
export const SIGNATURE = 64;

const Key = z.string().regex(/^[0-9a-f]{64}$/);
const Instant = z.iso.datetime();

/** What a package says of itself before anything is opened; all of it is signed, and authenticated with every chunk. */
export const PackageHeader = z.strictObject({
  version: z.literal(VERSION),
  /** Random: a package is taken once. */
  packageId: z.string().regex(/^[0-9a-f]{32}$/),
  kind: z.enum(['cases', 'answers', 'reveals']),
  programmeId: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
  madeAt: Instant,
  expiresAt: Instant,
  /** Ed25519, hex. */
  sender: Key,
  /** X25519 of this package alone, hex. */
  ephemeral: Key,
  recipients: z
    .array(
      z.strictObject({
        /** X25519, hex. */
        publicKey: Key,
        /** The content key under what both share: nonce, text, tag (60 bytes), hex. */
        wrapped: z.string().regex(/^[0-9a-f]{120}$/),
      }),
    )
    .min(1)
    .max(32),
});
export type PackageHeader = z.infer<typeof PackageHeader>;

/** Who opens a package, when, and for what. */
export interface Opening {
  /** UTC, ISO 8601. */
  readonly now: string;
  /** Public keys of senders that were enrolled here, hex. */
  readonly senders: ReadonlySet<string>;
  readonly recipient: string;
  /** Null: of any programme. */
  readonly programmeId: string | null;
}

/** MAGIC, version (16 bit), length of the header (32 bit), both big-endian. */
export const PREFIX = MAGIC.length + 6;

/** @throws AppError package/not-a-package, package/newer-version */
export function readPrefix(bytes: Uint8Array): number {
  const magic = String.fromCharCode(...bytes.subarray(0, MAGIC.length));
  if (bytes.length < PREFIX || magic !== MAGIC) throw notOurs();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint16(MAGIC.length);
  if (version > VERSION)
    throw new AppError('package/newer-version', 'the package is of a newer version', { context: { version } });
  const length = view.getUint32(MAGIC.length + 2);
  if (version !== VERSION || length < 2 || length > MAX_HEADER) throw notOurs();
  return length;
}

export function writePrefix(headerLength: number): Uint8Array {
  const bytes = new Uint8Array(PREFIX);
  for (let at = 0; at < MAGIC.length; at += 1) bytes[at] = MAGIC.charCodeAt(at);
  const view = new DataView(bytes.buffer);
  view.setUint16(MAGIC.length, VERSION);
  view.setUint32(MAGIC.length + 2, headerLength);
  return bytes;
}

/** @throws AppError package/not-a-package */
export function readHeader(text: string): PackageHeader {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new AppError('package/not-a-package', 'the header is no JSON', { cause: error });
  }
  const header = PackageHeader.safeParse(json);
  if (!header.success) throw notOurs();
  return header.data;
}

/**
 * Whether a package, whose signature was found true, may be opened here and now.
 * @throws AppError package/unknown-sender, package/other-recipient, package/other-programme, package/expired
 */
export function judgeHeader(header: PackageHeader, opening: Opening): void {
  if (!opening.senders.has(header.sender)) throw new AppError('package/unknown-sender', 'the sender is not enrolled');
  if (!header.recipients.some(({ publicKey }) => publicKey === opening.recipient))
    throw new AppError('package/other-recipient', 'the package is to other keys');
  if (opening.programmeId !== null && header.programmeId !== opening.programmeId)
    throw new AppError('package/other-programme', 'the package is of another programme');
  if (Date.parse(header.expiresAt) <= Date.parse(opening.now))
    throw new AppError('package/expired', 'the package has expired');
}

/** Nonce of a chunk: its number, and whether it is the last. Each package has a key of its own. */
export function chunkNonce(index: number, isLast: boolean): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(7, index);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

function notOurs(): AppError {
  return new AppError('package/not-a-package', 'the file is no review package');
}
