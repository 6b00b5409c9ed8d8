import { z } from 'zod';
import { ObjectId } from '../../../shared/model/ids.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { SeenLook, SeenLooks } from '../../../shared/model/seen.ts';
import type { Db } from '../kernel/sqlite.ts';

const LookRow = z.object({
  object_id: ObjectId,
  frame: z.number(),
  glass_ms: z.number(),
  full_ms: z.number(),
  upper: z.number(),
  lower: z.number(),
});

/** Inside a transaction. A batch that is sent again, because its answer was lost, counts once. */
export function addLooks(journal: Db, personId: PersonId, { batch, of }: SeenLooks): void {
  const add = journal.prepare(
    `INSERT INTO look (person_id, object_id, frame, glass_ms, full_ms, upper, lower, batch) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (person_id, object_id, frame) DO UPDATE SET
       glass_ms = glass_ms + excluded.glass_ms, full_ms = full_ms + excluded.full_ms,
       upper = upper | excluded.upper, lower = lower | excluded.lower, batch = excluded.batch
     WHERE batch <> excluded.batch`,
  );
  for (const { objectId, frame, glassMs, fullMs, parts } of of) {
    add.run(personId, objectId, frame, glassMs, fullMs, ...parts, batch);
  }
}

export function looksAt(journal: Db, personId: PersonId, objectIds: readonly ObjectId[]): SeenLook[] {
  return journal
    .prepare<[string, string]>(
      `SELECT object_id, frame, glass_ms, full_ms, upper, lower FROM look
       WHERE person_id = ? AND object_id IN (SELECT value FROM json_each(?)) ORDER BY object_id, frame`,
    )
    .all(personId, JSON.stringify(objectIds))
    .map((row) => {
      const { object_id: objectId, frame, glass_ms: glassMs, full_ms: fullMs, upper, lower } = LookRow.parse(row);
      return { objectId, frame, glassMs, fullMs, parts: [upper, lower] };
    });
}
