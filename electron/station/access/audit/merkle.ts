import { createHash } from 'node:crypto';

/*
 * A hash tree over record hashes (the shape of RFC 6962): a seal signs its root, so that one record can be proved to be under
 * the seal without showing the others. Leaves and inner nodes are hashed with different first bytes.
 */
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** One step from a leaf to the root: the hash beside it, and on which side that stands. */
export interface ProofStep {
  readonly side: 'left' | 'right';
  /** Hex. */
  readonly hash: string;
}

/** Takes leaves one by one and knows the root of what it has; memory grows with the logarithm. */
export class MerkleTree {
  /** Roots of whole subtrees, the largest first, each with its number of leaves. */
  #peaks: { readonly size: number; readonly hash: Buffer }[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @param recordHash hex */
  add(recordHash: string): void {
    let next = { size: 1, hash: leafHash(recordHash) };
    for (let last = this.#peaks.at(-1); last?.size === next.size; last = this.#peaks.at(-1)) {
      this.#peaks.pop();
      next = { size: last.size + next.size, hash: nodeHash(last.hash, next.hash) };
    }
    this.#peaks.push(next);
    this.#size += 1;
  }

  /** Hex; of no leaves the hash of nothing. */
  root(): string {
    const [smallest, ...larger] = this.#peaks.toReversed();
    if (smallest === undefined) return createHash('sha256').digest('hex');
    return larger.reduce((right, peak) => nodeHash(peak.hash, right), smallest.hash).toString('hex');
  }
}

/** The way from leaf `at` (from 0) to the root of these leaves. */
export function merkleProof(recordHashes: readonly string[], at: number): readonly ProofStep[] {
  if (at < 0 || at >= recordHashes.length) throw new RangeError('no such leaf');
  return prove(recordHashes.map(leafHash), at);
}

/** The root that a leaf and its proof give, hex. */
export function rootOf(recordHash: string, proof: readonly ProofStep[]): string {
  let hash = leafHash(recordHash);
  for (const step of proof) {
    const beside = Buffer.from(step.hash, 'hex');
    hash = step.side === 'left' ? nodeHash(beside, hash) : nodeHash(hash, beside);
  }
  return hash.toString('hex');
}

function prove(leaves: readonly Buffer[], at: number): readonly ProofStep[] {
  if (leaves.length === 1) return [];
  const half = largestPowerBelow(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  if (at < half) return [...prove(left, at), { side: 'right', hash: treeHash(right).toString('hex') }];
  return [...prove(right, at - half), { side: 'left', hash: treeHash(left).toString('hex') }];
}

function treeHash(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return only;
  const half = largestPowerBelow(leaves.length);
  return nodeHash(treeHash(leaves.slice(0, half)), treeHash(leaves.slice(half)));
}

/** The largest power of two below `count`, which is at least 2. */
function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

function leafHash(recordHash: string): Buffer {
  return createHash('sha256').update(LEAF).update(Buffer.from(recordHash, 'hex')).digest();
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}
