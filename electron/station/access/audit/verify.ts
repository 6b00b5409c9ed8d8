import { verifyAudit } from '../../kernel/audit.ts';
import type { AuditVerdict, AuditWitness } from '../../kernel/audit.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { MerkleTree } from './merkle.ts';
import { sealFault } from './seal.ts';
import type { Seal } from './seal.ts';
import { sealsOf } from './seals.ts';

/**
 * As `verifyAudit`, and every seal holds: signed by a key of this station, one after the other, over the records as they are.
 * `firstBad` of a broken seal is the first record under it; a seal that is missing shows by the record of its making.
 */
export function verifyTrail(index: Db, witness?: AuditWitness): AuditVerdict {
  const chain = verifyAudit(index, witness);
  const bad = [chain.firstBad, firstUnderBrokenSeal(index), firstMissingSeal(index)].filter((seq) => seq !== null);
  const firstBad = bad.length === 0 ? null : Math.min(...bad);
  return { ok: firstBad === null, records: chain.records, firstBad };
}

function firstUnderBrokenSeal(index: Db): number | null {
  const seals = sealsOf(index);
  const keys = index.prepare<[], { id: string; key: string }>(
    'SELECT key_id AS id, public_key AS key FROM station_key',
  );
  const fault = sealFault(seals, new Map(keys.all().map(({ id, key }) => [id, key])));
  if (seals[0] !== undefined && (seals[0].no !== 1 || seals[0].firstSeq !== 1)) return 1;
  const broken = seals.find((seal) => seal === fault?.seal || !covers(index, seal));
  return broken?.firstSeq ?? null;
}

/** The records under a seal are those it signed. */
function covers(index: Db, { firstSeq, lastSeq, lastHash, root }: Seal): boolean {
  const tree = new MerkleTree();
  let last = '';
  const rows = index
    .prepare<[number, number], string>('SELECT hash FROM audit WHERE seq BETWEEN ? AND ? ORDER BY seq')
    .pluck()
    .iterate(firstSeq, lastSeq);
  for (const hash of rows) {
    tree.add(hash);
    last = hash;
  }
  return last === lastHash && tree.size === lastSeq - firstSeq + 1 && tree.root() === root;
}

/** The trail says of each seal that it was made; the one that is gone is named by that record. */
function firstMissingSeal(index: Db): number | null {
  return (
    index
      .prepare<[], number>(
        `SELECT seq FROM audit WHERE command = 'audit.seal'
         AND NOT EXISTS (SELECT 1 FROM audit_seal WHERE CAST(seal_no AS TEXT) = audit.subject) ORDER BY seq LIMIT 1`,
      )
      .pluck()
      .get() ?? null
  );
}
