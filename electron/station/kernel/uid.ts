import { createHash, randomBytes } from 'node:crypto';

/** A fresh DICOM UID under the UUID root (PS3.5 B.2): 2.25. and a random UUID (RFC 9562 version 4) as one decimal. */
export function newUid(): string {
  return uidOf(randomBytes(16), 4);
}

/** A DICOM UID that belongs to another one: the same for the same two, and as good as unique (RFC 9562 version 8, SHA-256). */
export function derivedUid(uid: string, what: string): string {
  return uidOf(createHash('sha256').update(`${uid} ${what}`).digest().subarray(0, 16), 8);
}

function uidOf(bytes: Buffer, version: 4 | 8): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return `2.25.${BigInt(`0x${bytes.toString('hex')}`)}`;
}
