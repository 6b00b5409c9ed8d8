import { z } from 'zod';
import { sha256Hex } from '../../kernel/sha256.ts';
import { isSignedBy, keyIdOf } from '../../kernel/ed25519.ts';

/** A signature of the station over the records after the seal before it. */
export const Seal = z.strictObject({
  /** From 1, without gaps: the order of seals. */
  no: z.number().int(),
  /** The UTC day by the clock of the station: a label. A clock that was set back makes an earlier day stand later. */
  day: z.string(),
  at: z.string(),
  firstSeq: z.number().int(),
  lastSeq: z.number().int(),
  /** Hash of record `lastSeq`, which holds the hash of the one before, and so on. */
  lastHash: z.string(),
  /** Root of the hash tree over the hashes of records `firstSeq` to `lastSeq`. */
  root: z.string(),
  /** SHA-256 of the signature of the seal before; zeros for the first. */
  previous: z.string(),
  keyId: z.string(),
  signature: z.string(),
});
export type Seal = z.infer<typeof Seal>;

export const NO_SEAL = '0'.repeat(64);

/** What a seal signs: an array, since the order of its parts is part of the format. */
export function sealText(seal: Omit<Seal, 'signature'>): string {
  const { no, day, at, firstSeq, lastSeq, lastHash, root, previous, keyId } = seal;
  return JSON.stringify(['nightjar-seal/1', no, day, at, firstSeq, lastSeq, lastHash, root, previous, keyId]);
}

/** What the next seal names. */
export function sealHash(seal: Pick<Seal, 'signature'>): string {
  return sha256Hex(seal.signature);
}

/** Why a run of seals does not hold by itself, with the seal; null when each is signed and follows the one before. */
export function sealFault(
  seals: readonly Seal[],
  publicKeys: ReadonlyMap<string, string>,
): { readonly seal: Seal; readonly reason: 'key' | 'signature' | 'order' } | null {
  let before: Seal | null = null;
  for (const seal of seals) {
    const publicKey = publicKeys.get(seal.keyId);
    if (publicKey === undefined || keyIdOf(Buffer.from(publicKey, 'hex')) !== seal.keyId)
      return { seal, reason: 'key' };
    if (!isSignedBy(publicKey, sealText(seal), seal.signature)) return { seal, reason: 'signature' };
    const follows =
      before === null ||
      (seal.no === before.no + 1 && seal.firstSeq === before.lastSeq + 1 && seal.previous === sealHash(before));
    if (!follows || seal.lastSeq < seal.firstSeq) return { seal, reason: 'order' };
    before = seal;
  }
  return null;
}
