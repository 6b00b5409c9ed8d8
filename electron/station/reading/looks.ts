import { z } from 'zod';
import { ObjectId } from '../../../shared/model/ids.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { SeenLook, SeenLooks } from '../../../shared/model/seen.ts';
import { latestSpans, newTime } from '../../../shared/rules/seen-map/spans.ts';
import type { Span } from '../../../shared/rules/seen-map/spans.ts';
import type { Db } from '../kernel/sqlite.ts';

const LookRow = z.object({
  object_id: ObjectId,
  frame: z.number(),
  glass_ms: z.number(),
  full_ms: z.number(),
  upper: z.number(),
  lower: z.number(),
});

const SpansRow = z.object({ batch: z.string(), glass_spans: z.string(), full_spans: z.string() });
const Spans = z.array(z.tuple([z.number(), z.number()]));
/** Kept of each picture: enough for what two windows send of it, and send again after a failure. */
const MOST_KEPT = 64;

/**
 * Inside a transaction. What stood on the glass of two windows at the same moment is added once, and so is a batch that is sent again
 * because its answer was lost.
 */
export function addLooks(journal: Db, personId: PersonId, { batch, of }: SeenLooks): void {
  const before = journal.prepare(
    'SELECT batch, glass_spans, full_spans FROM look WHERE person_id = ? AND object_id = ? AND frame = ?',
  );
  const add = journal.prepare(
    `INSERT INTO look (person_id, object_id, frame, glass_ms, full_ms, upper, lower, batch, glass_spans, full_spans)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (person_id, object_id, frame) DO UPDATE SET
       glass_ms = glass_ms + excluded.glass_ms, full_ms = full_ms + excluded.full_ms,
       upper = upper | excluded.upper, lower = lower | excluded.lower, batch = excluded.batch,
       glass_spans = excluded.glass_spans, full_spans = excluded.full_spans`,
  );
  for (const { objectId, frame, glass, full, parts } of of) {
    const row = before.get(personId, objectId, frame);
    const known = row === undefined ? null : SpansRow.parse(row);
    if (known?.batch === batch) continue;
    const glassKnown = spansOf(known?.glass_spans);
    const fullKnown = spansOf(known?.full_spans);
    add.run(
      ...[personId, objectId, frame, newTime(glassKnown, glass), newTime(fullKnown, full), ...parts, batch],
      ...[spansText([...glassKnown, ...glass]), spansText([...fullKnown, ...full])],
    );
  }
}

function spansOf(text: string | undefined): readonly Span[] {
  return text === undefined ? [] : Spans.parse(JSON.parse(text));
}

function spansText(spans: readonly Span[]): string {
  return JSON.stringify(latestSpans(spans, MOST_KEPT));
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
