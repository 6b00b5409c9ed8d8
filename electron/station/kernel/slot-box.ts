import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  timingSafeEqual,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { deriveKey, KEY_BYTES, openKey, sealKey, SEALED_KEY_BYTES } from './sealed-key.ts';

/*
 * A slot is a letter box: it has a public half, into which anybody who may write the slots can put a store key, and a private half,
 * sealed under the secret of its owner, which alone takes it out. So the store key can be changed while its people are away.
 * X25519; the two keys of one letter give, by HKDF-SHA-256, the AES key that it is sealed under.
 */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');
const NO_SALT = new Uint8Array(0);

export interface SlotBox {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** The private half under the secret of the owner, 60 bytes. */
  readonly sealedPrivate: Uint8Array;
}

/** @param wrapping 32 bytes that only the owner's secret gives; stays the caller's */
export function newBox(wrapping: Uint8Array, label: string): SlotBox {
  const { publicKey, privateKey } = rawPair();
  const sealedPrivate = sealKey(wrapping, privateKey, `${label}/private`);
  privateKey.fill(0);
  return { publicKey, sealedPrivate };
}

/** A letter: public half of a pair of its own (32 bytes), then the key sealed (60). */
export function putInBox(publicKey: Uint8Array, key: Uint8Array, label: string): Uint8Array {
  const own = rawPair();
  const wrapping = letterKey(own.privateKey, publicKey, own.publicKey, publicKey);
  own.privateKey.fill(0);
  const sealed = sealKey(wrapping, key, `${label}/letter`);
  wrapping.fill(0);
  return Buffer.concat([own.publicKey, sealed]);
}

/** Null where the secret is not the owner's, or a bit is not as it was written. */
export function takeFromBox(box: SlotBox, wrapping: Uint8Array, letter: Uint8Array, label: string): Uint8Array | null {
  const privateKey = privateHalf(box, wrapping, label);
  if (privateKey === null) return null;
  const key = openLetter(privateKey, box.publicKey, letter, label);
  privateKey.fill(0);
  return key;
}

/** What takes letters out; the caller zeroes it. Null where the secret is not the owner's. */
export function privateHalf(box: SlotBox, wrapping: Uint8Array, label: string): Uint8Array | null {
  return openKey(wrapping, box.sealedPrivate, `${label}/private`);
}

/** Null where the letter is for another box, or a bit is not as it was written. */
export function openLetter(
  privateKey: Uint8Array,
  publicKey: Uint8Array,
  letter: Uint8Array,
  label: string,
): Uint8Array | null {
  if (letter.length !== KEY_BYTES + SEALED_KEY_BYTES || publicKey.length !== KEY_BYTES) return null;
  const sender = letter.subarray(0, KEY_BYTES);
  const agreed = letterKey(privateKey, sender, sender, publicKey);
  const key = openKey(agreed, letter.subarray(KEY_BYTES), `${label}/letter`);
  agreed.fill(0);
  return key;
}

/** What proves, to whoever has the store key, that a public half was put there by one who had it too. Hex. */
export function boxSeal(storeKey: Uint8Array, facts: readonly string[]): string {
  const key = deriveKey(storeKey, NO_SALT, 'nightjar/slot-seal/1');
  const seal = createHmac('sha256', key)
    .update(JSON.stringify(['nightjar-slot/2', ...facts]))
    .digest('hex');
  key.fill(0);
  return seal;
}

export function isBoxSeal(storeKey: Uint8Array, facts: readonly string[], seal: string): boolean {
  const expected = Buffer.from(boxSeal(storeKey, facts), 'hex');
  const given = Buffer.from(seal, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function letterKey(own: Uint8Array, other: Uint8Array, sender: Uint8Array, receiver: Uint8Array): Uint8Array {
  const secret = diffieHellman({ privateKey: privateObject(own), publicKey: publicObject(other) });
  const key = deriveKey(secret, Buffer.concat([sender, receiver]), 'nightjar/slot-letter/1');
  secret.fill(0);
  return key;
}

function rawPair(): { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array } {
  const pair = generateKeyPairSync('x25519');
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(PUBLIC_PREFIX.length);
  const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(PRIVATE_PREFIX.length);
  return { publicKey, privateKey };
}

function privateObject(raw: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, raw]), format: 'der', type: 'pkcs8' });
}

function publicObject(raw: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, raw]), format: 'der', type: 'spki' });
}
