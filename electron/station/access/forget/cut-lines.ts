import { z } from 'zod';
import type { Db } from '../../kernel/sqlite.ts';
import { SITE_OF_SOURCE } from './target.ts';

/** Of what the room of orders keeps in meta: who may send, and whom it asks, each of a site. */
const Feeds = z.looseObject({
  listener: z.looseObject({ peers: z.array(z.looseObject({ site: z.string() })).default([]) }).optional(),
  fhir: z.array(z.looseObject({ server: z.looseObject({ site: z.string() }) })).default([]),
});
const FEEDS = 'imaging-order-feeds';
const NAMED = 'IN (SELECT lower(value) FROM json_each(?))';

/** A name of every site that the store knows anything of: studies, orders, merges, sources. */
export function knownSites(db: Db): readonly string[] {
  return db
    .prepare<[], string>(
      `SELECT name FROM site UNION SELECT site FROM imaging_order UNION SELECT site FROM patient_merge
       UNION SELECT json_extract(settings, '$.site') FROM source`,
    )
    .pluck()
    .all();
}

/** Whether the store has anything of these sites but studies: orders, strays, lines with their secrets. */
export function hasLines(db: Db, names: readonly string[]): boolean {
  const rows = [
    `imaging_order WHERE lower(site) ${NAMED}`,
    `patient_merge WHERE lower(site) ${NAMED}`,
    `source WHERE ${SITE_OF_SOURCE} ${NAMED}`,
    `outbox_destination JOIN site USING (site_id) WHERE removed_at IS NULL AND lower(site.name) ${NAMED}`,
  ];
  const list = JSON.stringify(names);
  return rows.some((row) => db.prepare(`SELECT 1 FROM ${row} LIMIT 1`).get(list) !== undefined);
}

/** Sources, destinations and senders of orders of these sites go, and what proves this station to them. Call it inside a command. */
export function cutLines(db: Db, names: readonly string[], at: string): void {
  const list = JSON.stringify(names);
  const sites = `SELECT site_id FROM site WHERE lower(name) ${NAMED}`;
  db.prepare(
    `UPDATE outbox_destination SET secrets = '{}', removed_at = coalesce(removed_at, ?) WHERE site_id IN (${sites})`,
  ).run(at, list);
  db.prepare(`DELETE FROM source WHERE ${SITE_OF_SOURCE} ${NAMED}`).run(list);
  const text = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(FEEDS);
  if (text === undefined) return;
  const { listener, fhir, ...rest } = Feeds.parse(JSON.parse(text));
  const gone = new Set(names.map((name) => name.toLowerCase()));
  const stays = ({ site }: { readonly site: string }): boolean => !gone.has(site.toLowerCase());
  const left = {
    ...rest,
    ...(listener === undefined ? {} : { listener: { ...listener, peers: listener.peers.filter(stays) } }),
    fhir: fhir.filter(({ server }) => stays(server)),
  };
  db.prepare('UPDATE meta SET value = ? WHERE key = ?').run(JSON.stringify(left), FEEDS);
}
