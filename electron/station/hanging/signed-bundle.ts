import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import { MOST_PROTOCOLS } from '../../../shared/hanging/protocol/kept.ts';
import { putBack, setAside } from '../../../shared/hanging/protocol/foreign-rules.ts';
import { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import type { Fingerprint } from '../../../shared/model/site-profile.ts';
import { canonicalJson } from '../../../shared/report/canonical.ts';
import { fingerprintOf, isSignedBy } from '../access/profile/admin-key.ts';
import { sha256Hex } from '../kernel/sha256.ts';

/*
 * The file: JSON with the protocols, the public key, the name of who signed, and an Ed25519 signature of the line
 * "nightjar-hanging-bundle 1", a line end, and the canonical JSON of the other three: as site profiles are signed.
 */
const FORMAT = 'nightjar-hanging-bundle';
const VERSION = 1;

const Envelope = z.looseObject({ format: z.literal(FORMAT), version: z.number().int() });
const SignedFile = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  /** As they came: what was signed, and more than this version of the program may know. */
  protocols: z.array(z.unknown()).min(1).max(MOST_PROTOCOLS),
  signedBy: z.string().min(1).max(200),
  key: z.base64().max(200),
  signature: z.base64().max(200),
});
type SignedFile = z.infer<typeof SignedFile>;

export interface SignedBundle {
  readonly protocols: readonly HangingProtocol[];
  readonly signedBy: string;
  readonly fingerprint: Fingerprint;
  /** SHA-256, hex, of what was signed. */
  readonly hash: string;
}

/** Who signs: 32 bytes of an Ed25519 key, and what makes a signature with its private part. */
export interface BundleSigner {
  readonly name: string;
  readonly publicKey: Uint8Array;
  readonly sign: (text: string) => Uint8Array;
}

export function isBundle(value: unknown): boolean {
  return Envelope.safeParse(value).success;
}

/**
 * Proves the signature; whether the key is one to trust is not decided here.
 * @throws AppError hanging/bad-file, hanging/newer-version, hanging/bad-signature
 */
export function readBundle(value: unknown): SignedBundle {
  const file = shapeOf(value);
  const protocols = protocolsOf(file);
  const publicKey = Buffer.from(file.key, 'base64');
  const signed = signedText(file);
  if (!isSignedBy(publicKey, signed, Buffer.from(file.signature, 'base64'))) {
    throw new AppError('hanging/bad-signature', 'the bundle is not what was signed');
  }
  return { protocols, signedBy: file.signedBy, fingerprint: fingerprintOf(publicKey), hash: sha256Hex(signed) };
}

export function writeBundle(protocols: readonly HangingProtocol[], { name, publicKey, sign }: BundleSigner): string {
  const key = Buffer.from(publicKey).toString('base64');
  const draft: SignedFile = {
    ...{ format: FORMAT, version: VERSION, protocols: protocols.map(putBack) },
    ...{ signedBy: name, key, signature: '' },
  };
  const signature = Buffer.from(sign(signedText(draft))).toString('base64');
  return `${JSON.stringify({ ...draft, signature }, null, 2)}\n`;
}

function shapeOf(value: unknown): SignedFile {
  const envelope = Envelope.safeParse(value);
  if (!envelope.success) throw new AppError('hanging/bad-file', 'the file is no bundle of hanging protocols');
  if (envelope.data.version > VERSION) {
    throw new AppError('hanging/newer-version', 'the bundle was written by a newer version of the program');
  }
  const file = SignedFile.safeParse(value);
  if (!file.success) throw badForm(file.error);
  return file.data;
}

/** Rules of kinds that a later version knows are set aside, and kept. */
function protocolsOf({ protocols }: SignedFile): readonly HangingProtocol[] {
  const read = protocols.map((one) => {
    const parsed = HangingProtocol.safeParse(setAside(one));
    if (!parsed.success) throw badForm(parsed.error);
    return parsed.data;
  });
  if (new Set(read.map(({ id }) => id)).size === read.length) return read;
  throw new AppError('hanging/bad-file', 'a protocol stands twice in the bundle');
}

/** What breaks the form, by its place alone: texts of a stranger are not repeated. */
export function badForm({ issues }: z.ZodError): AppError {
  const faults = issues.slice(0, 20).map(({ path, code }) => `${path.join('.')}: ${code}`);
  return new AppError('hanging/bad-file', `a hanging protocol breaks its form: ${faults.join('; ')}`, {
    context: { faults },
  });
}

function signedText({ protocols, signedBy, key }: SignedFile): string {
  return `${FORMAT} ${VERSION}\n${canonicalJson({ protocols, signedBy, key })}`;
}
