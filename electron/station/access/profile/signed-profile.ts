import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { SiteProfile } from '../../../../shared/model/site-profile.ts';
import type { Fingerprint } from '../../../../shared/model/site-profile.ts';
import { canonicalJson } from '../../../../shared/report/canonical.ts';
import { sha256Hex } from '../../kernel/sha256.ts';
import { fingerprintOf, isSignedBy, publicBytes, signText } from './admin-key.ts';

/*
 * The file: JSON with the profile, the public key, the name of who signed, and an Ed25519 signature of the line
 * "nightjar-site-profile 1", a line end, and the canonical JSON of the other three. How the file is laid out means nothing.
 */
const FORMAT = 'nightjar-site-profile';
const VERSION = 1;
/** Longest file, characters. */
export const LONGEST_PROFILE = 8 * 1024 * 1024;

const Base64 = z.base64().max(200);
const Envelope = z.looseObject({ format: z.literal(FORMAT), version: z.number().int() });
const SignedFile = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  profile: SiteProfile,
  signedBy: z.string().min(1).max(200),
  key: Base64,
  signature: Base64,
});
type SignedFile = z.infer<typeof SignedFile>;

export interface SignedProfile {
  readonly profile: SiteProfile;
  readonly signedBy: string;
  readonly fingerprint: Fingerprint;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** SHA-256, hex, of what was signed: the same content is the same hash, however it is laid out. */
  readonly hash: string;
  /** The file as this program writes it. */
  readonly text: string;
}

/**
 * Reads a file and proves its signature: whether the key is one to trust is not decided here.
 * @throws AppError profile/bad-file, profile/newer-version, profile/bad-signature
 */
export function readSignedProfile(text: string): SignedProfile {
  const file = shapeOf(jsonOf(text));
  const publicKey = Buffer.from(file.key, 'base64');
  const signed = signedText(file);
  if (!isSignedBy(publicKey, signed, Buffer.from(file.signature, 'base64'))) {
    throw new AppError('profile/bad-signature', 'the profile is not what was signed');
  }
  const { profile, signedBy } = file;
  const fingerprint = fingerprintOf(publicKey);
  return { profile, signedBy, fingerprint, publicKey, hash: sha256Hex(signed), text: fileText(file) };
}

/** @throws AppError profile/bad-file when it is no profile */
export function signProfile(profile: unknown, privateKey: KeyObject, signedBy: string): SignedProfile {
  const key = Buffer.from(publicBytes(privateKey)).toString('base64');
  const draft = shapeOf({ format: FORMAT, version: VERSION, profile, signedBy, key, signature: '' });
  const signature = Buffer.from(signText(privateKey, signedText(draft))).toString('base64');
  return readSignedProfile(fileText({ ...draft, signature }));
}

/** @throws AppError profile/bad-file */
export function jsonOf(text: string): unknown {
  if (text.length > LONGEST_PROFILE) throw new AppError('profile/bad-file', 'the file is too long to be a profile');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('profile/bad-file', 'the file is not JSON', { cause: error });
  }
}

function shapeOf(value: unknown): SignedFile {
  const envelope = Envelope.safeParse(value);
  if (!envelope.success) throw new AppError('profile/bad-file', 'the file is no site profile');
  if (envelope.data.version > VERSION) {
    throw new AppError('profile/newer-version', 'the profile was written for a newer version of the program');
  }
  const file = SignedFile.safeParse(value);
  if (file.success) return file.data;
  const faults = file.error.issues.slice(0, 20).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new AppError('profile/bad-file', `the profile breaks its form: ${faults.join('; ')}`, { context: { faults } });
}

function signedText({ profile, signedBy, key }: SignedFile): string {
  return `${FORMAT} ${VERSION}\n${canonicalJson({ profile, signedBy, key })}`;
}

function fileText({ format, version, profile, signedBy, key, signature }: SignedFile): string {
  return `${JSON.stringify({ format, version, profile, signedBy, key, signature }, null, 2)}\n`;
}
