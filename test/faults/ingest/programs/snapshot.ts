import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Db } from '../../../../electron/station/kernel/sqlite.ts';
import { sha256Hex } from '../../../../electron/station/kernel/sha256.ts';

/** What a reader would find, without ids and times: the same acts give the same text. */
export function snapshot({
  index,
  journal,
  out,
}: {
  readonly index: Db;
  readonly journal: Db;
  readonly out: string;
}): string {
  const objects = index.prepare('SELECT sha256 FROM object ORDER BY sha256').pluck().all();
  const reports = index
    .prepare<[], { report_id: string; state: string; signed: string | null }>(
      "SELECT report_id, state, signed FROM report WHERE state <> 'discarded' ORDER BY created_at, report_id",
    )
    .all()
    .map(({ report_id: id, state, signed }) => ({
      state,
      signed: signed !== null,
      // A draft that was signed or discarded a moment ago may still lie in the journal: nobody sees it.
      revision:
        state === 'draft' ? journal.prepare('SELECT revision FROM draft WHERE report_id = ?').pluck().get(id) : null,
      outputs: index.prepare('SELECT format FROM report_output WHERE report_id = ? ORDER BY format').pluck().all(id),
    }));
  const count = (table: string): unknown => journal.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  const files = readdirSync(out)
    .filter((name) => !name.endsWith('.part'))
    .map((name) => [name, readFileSync(path.join(out, name)).length > 0]);
  return sha256Text({
    objects,
    reports,
    measurements: journal.prepare('SELECT ordinal FROM measurement ORDER BY ordinal').pluck().all(),
    desks: count('desk'),
    seen: count('seen'),
    aside: count('series_aside'),
    lesions: count('lesion'),
    files,
  });
}

/** Short enough for a message, with the counts that tell a reader of the failure what differs. */
function sha256Text(value: { readonly objects: readonly unknown[] } & Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    ...value,
    objects: `${value.objects.length} ${sha256Hex(JSON.stringify(value.objects)).slice(0, 8)}`,
  });
}
