import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merkleProof, MerkleTree, rootOf } from '../../../../../../electron/station/access/audit/merkle.ts';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const rootOfAll = (hashes: readonly string[]): string => {
  const tree = new MerkleTree();
  for (const hash of hashes) tree.add(hash);
  return tree.root();
};

describe('the hash tree of a seal', () => {
  it('gives every record a proof that leads to the root, and to no other record', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), (size, a, b) => {
        const hashes = Array.from({ length: size }, (_, i) => hashOf(String(i)));
        const [at, other] = [a % size, b % size];
        const root = rootOfAll(hashes);
        const proof = merkleProof(hashes, at);
        expect(rootOf(hashes[at] ?? '', proof)).toBe(root);
        if (other !== at) expect(rootOf(hashes[other] ?? '', proof)).not.toBe(root);
      }),
    );
  });

  it('has another root when a record is changed, moved, added or left out', () => {
    const hashes = ['a', 'b', 'c', 'd', 'e'].map(hashOf);
    const roots = [
      hashes,
      [...hashes, hashOf('e')],
      hashes.slice(1),
      [...hashes].reverse(),
      hashes.map((hash, i) => (i === 2 ? hashOf('x') : hash)),
    ].map(rootOfAll);
    expect(new Set(roots).size).toBe(roots.length);
  });

  it('is the tree of RFC 6962', () => {
    // Worked out by hand: leaves SHA-256(00 || hash), nodes SHA-256(01 || left || right), the right side the smaller.
    const [a, b, c] = ['a', 'b', 'c'].map(hashOf);
    const leaf = (hash = ''): Buffer =>
      createHash('sha256')
        .update(Buffer.from([0]))
        .update(Buffer.from(hash, 'hex'))
        .digest();
    const node = (left: Buffer, right: Buffer): Buffer =>
      createHash('sha256')
        .update(Buffer.from([1]))
        .update(left)
        .update(right)
        .digest();
    expect(rootOfAll([a ?? '', b ?? '', c ?? ''])).toBe(node(node(leaf(a), leaf(b)), leaf(c)).toString('hex'));
  });
});
