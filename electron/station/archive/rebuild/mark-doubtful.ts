import type { Db } from '../../kernel/sqlite.ts';

/**
 * What the import decided and nobody wrote down elsewhere is decided on the safe side: objects that share a SOP UID and are not
 * known to be the same are a conflict, and patients that share an id are in doubt.
 */
export function markDoubtful(db: Db): void {
  db.transaction(() => {
    db.prepare(
      `UPDATE object SET duplicate = 'conflict', duplicate_detail = ?, duplicate_of = (
         SELECT first.object_id FROM object AS first WHERE first.sop_uid = object.sop_uid AND first.duplicate IS NULL
         ORDER BY first.arrived_at, first.object_id LIMIT 1)
       WHERE duplicate IS NULL AND sop_uid IS NOT NULL AND object_id <> (
         SELECT first.object_id FROM object AS first WHERE first.sop_uid = object.sop_uid AND first.duplicate IS NULL
         ORDER BY first.arrived_at, first.object_id LIMIT 1)`,
    ).run(JSON.stringify({ tags: null, identity: true, pixels: 'unknown' }));
    db.prepare(
      `UPDATE patient SET identity_conflict = 1 WHERE patient_id IS NOT NULL AND EXISTS (
         SELECT 1 FROM patient AS other WHERE other.issuer = patient.issuer AND other.patient_id = patient.patient_id
           AND other.patient_key <> patient.patient_key)`,
    ).run();
  }).immediate();
}
