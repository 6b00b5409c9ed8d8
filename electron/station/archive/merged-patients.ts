import type { Statements } from '../kernel/statements.ts';

/** Steps of merges that are followed. */
const MOST_STEPS = 5;

/**
 * For each patient the others that the site has merged with it, whichever id counts now. What is stored of them stays apart: they are
 * one where priors are asked for. Both have studies of the site that said so.
 */
export function mergedPatients(db: Statements, patientKeys: readonly string[]): ReadonlyMap<string, readonly string[]> {
  if (db.prepare<[], number>('SELECT 1 FROM patient_merge LIMIT 1').get() === undefined) return new Map();
  const found = new Map(patientKeys.map((key) => [key, new Set<string>()]));
  let frontier = new Map(patientKeys.map((key) => [key, [key]]));
  for (let step = 0; step < MOST_STEPS && frontier.size > 0; step += 1) {
    const pairs = pairsOf(db, [...new Set([...frontier.values()].flat())]);
    const next = new Map<string, string[]>();
    for (const [key, edge] of frontier) {
      const known = found.get(key) ?? new Set();
      const fresh = edge.flatMap((one) => pairs.get(one) ?? []).filter((one) => one !== key && !known.has(one));
      for (const one of fresh) known.add(one);
      if (fresh.length > 0) next.set(key, fresh);
    }
    frontier = next;
  }
  return new Map([...found].map(([key, others]) => [key, [...others]]));
}

const OF_SITE = `SELECT 1 FROM study JOIN site USING (site_id) WHERE lower(site.name) = lower(said.site) AND study.patient_key =`;

/** Pairs of patients that one merge names. */
function pairsOf(db: Statements, keys: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const rows = db
    .prepare<[string], { own: string; other: string }>(
      `SELECT own.patient_key AS own, other.patient_key AS other
       FROM json_each(?) AS wanted JOIN patient AS own ON own.patient_key = wanted.value
       JOIN patient_merge AS said ON said.issuer = own.issuer AND own.patient_id IN (said.former_id, said.patient_id)
       JOIN patient AS other ON other.issuer = own.issuer AND other.patient_id <> own.patient_id
         AND other.patient_id IN (said.former_id, said.patient_id)
       -- Of two people under one id nobody knows which one was merged.
       WHERE own.identity_conflict = 0 AND other.identity_conflict = 0
         AND EXISTS (${OF_SITE} own.patient_key) AND EXISTS (${OF_SITE} other.patient_key)`,
    )
    .all(JSON.stringify(keys));
  const pairs = new Map<string, string[]>();
  for (const { own, other } of rows) pairs.set(own, [...(pairs.get(own) ?? []), other]);
  return pairs;
}
