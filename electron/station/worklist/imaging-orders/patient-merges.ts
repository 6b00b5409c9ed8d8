import type { Db } from '../../kernel/sqlite.ts';
import type { Statements } from '../../kernel/statements.ts';

/** A chain of merges is followed this far; a ring of them ends anywhere. */
const MOST_STEPS = 20;

/** The site said that `patientId` takes the place of `formerId`. What is known of both stays apart: only the ids are one. */
export function putMerge(
  db: Db,
  merge: {
    readonly site: string;
    readonly issuer: string;
    readonly formerId: string;
    readonly patientId: string;
    readonly saidAt: string;
  },
): void {
  const { site, issuer, formerId, patientId, saidAt } = merge;
  if (formerId === patientId) return;
  db.prepare(
    `INSERT INTO patient_merge (site, issuer, former_id, patient_id, said_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (site, issuer, former_id) DO UPDATE SET patient_id = excluded.patient_id, said_at = excluded.said_at
     WHERE excluded.said_at >= said_at`,
  ).run(site, issuer, formerId, patientId, saidAt);
  // An id that is in use again is no former one.
  db.prepare(
    'DELETE FROM patient_merge WHERE site = ? AND issuer = ? AND former_id = ? AND patient_id = ? AND said_at <= ?',
  ).run(site, issuer, patientId, formerId, saidAt);
}

/** The id that counts now. */
export function currentId(db: Statements, site: string, issuer: string, patientId: string): string {
  const next = db
    .prepare<[string, string, string], string>(
      'SELECT patient_id FROM patient_merge WHERE site = ? AND issuer = ? AND former_id = ?',
    )
    .pluck();
  let id = patientId;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const found = next.get(site, issuer, id);
    if (found === undefined) break;
    id = found;
  }
  return id;
}

/** Whether the site's merges make two ids one. */
export function isSameId(db: Statements, site: string, issuer: string, a: string, b: string): boolean {
  return a === b || currentId(db, site, issuer, a) === currentId(db, site, issuer, b);
}
