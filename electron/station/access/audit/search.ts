import { z } from 'zod';
import type { AuditFilter, AuditPage, AuditRecord } from '../../../../shared/contract/audit.ts';
import type { Db } from '../../kernel/sqlite.ts';

const Row = z.object({
  seq: z.number().int(),
  at: z.string(),
  person_id: z.string(),
  name: z.string().nullable(),
  command: z.string(),
  subject: z.string(),
  detail: z.string(),
});
const Detail = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** Records that fit, the newest first, before `before`. */
export function searchTrail(
  index: Db,
  { filter, before, limit }: { readonly filter: AuditFilter; readonly before: number | null; readonly limit: number },
): AuditPage {
  const { where, values } = conditionOf(filter);
  const total =
    index
      .prepare<unknown[], number>(`SELECT count(*) FROM audit ${where}`)
      .pluck()
      .get(...values) ?? 0;
  const older = before === null ? '' : `${where === '' ? 'WHERE' : 'AND'} seq < ?`;
  const records = index
    .prepare(
      `SELECT seq, at, audit.person_id, name, command, subject, detail
       FROM audit LEFT JOIN person USING (person_id) ${where} ${older} ORDER BY seq DESC LIMIT ?`,
    )
    .all(...values, ...(before === null ? [] : [before]), limit)
    .map((row) => recordOf(Row.parse(row)));
  return { records, total, people: peopleOf(index), commands: commandsOf(index) };
}

function recordOf({ person_id: personId, name: personName, detail, ...row }: z.infer<typeof Row>): AuditRecord {
  return { ...row, personId, personName, detail: Detail.parse(JSON.parse(detail)) };
}

function conditionOf(filter: AuditFilter): { readonly where: string; readonly values: readonly string[] } {
  const parts: readonly (readonly [string, string | null])[] = [
    ['audit.person_id = ?', filter.personId],
    ['command = ?', filter.command],
    ['subject = ?', filter.subject],
    ['at >= ?', filter.from],
    ['at < ?', filter.to],
  ];
  const given = parts.flatMap(([sql, value]) => (value === null ? [] : [{ sql, value }]));
  const where = given.length === 0 ? '' : `WHERE ${given.map(({ sql }) => sql).join(' AND ')}`;
  return { where, values: given.map(({ value }) => value) };
}

function peopleOf(index: Db): AuditPage['people'] {
  return index
    .prepare<[], { personId: string; name: string | null }>(
      'SELECT person_id AS personId, name FROM person ORDER BY name, person_id',
    )
    .all();
}

/** By steps over the index of commands: the trail itself may be long. */
function commandsOf(index: Db): string[] {
  const next = index.prepare<[string], string | null>('SELECT min(command) FROM audit WHERE command > ?').pluck();
  const commands: string[] = [];
  for (let at = next.get(''); typeof at === 'string'; at = next.get(at)) commands.push(at);
  return commands;
}
