import { z } from 'zod';
import { Communication } from '../../../shared/model/communication.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { ReadingFigures } from '../../../shared/model/reading-figures.ts';
import type { WorklistRow } from '../../../shared/model/study.ts';
import { readingFigures } from '../../../shared/rules/figures/reading-figures.ts';
import type { ReadCase, ReadingAct } from '../../../shared/rules/figures/reading-figures.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';

export interface FiguresParts {
  readonly index: Db;
  readonly clock: Clock;
  readonly personId: PersonId;
  /** Every study, with its order. */
  readonly studies: () => readonly WorklistRow[];
}

const Signed = z.object({ study_id: z.string(), signed_at: z.string() });
/** A case on hold was given back to its site: it is closed, as by the reader's own key. */
const KINDS = {
  'study.open': 'opened',
  'study.close': 'closed',
  'hold.begin': 'closed',
  'report.sign': 'signed',
} as const;
const Command = z.enum(['study.open', 'study.close', 'hold.begin', 'report.sign']);
const Act = z.object({ at: z.string(), command: Command, subject: z.string(), patient: z.string().nullable() });
const DAY_MS = 86_400_000;

/** How the reader's work went over the last days: from signatures, orders, the audit trail and the loops. Nothing of it names a patient. */
export function figuresOf({ index, clock, personId, studies }: FiguresParts, days: number): ReadingFigures {
  const to = Date.parse(clock.nowIso());
  const from = to - days * DAY_MS;
  const since = new Date(from).toISOString();
  const signed = new Map(
    index
      .prepare(
        'SELECT study_id, min(signed_at) AS signed_at FROM report WHERE signed IS NOT NULL AND author = ? GROUP BY study_id',
      )
      .all(personId)
      .map((row) => Signed.parse(row))
      .map((row) => [row.study_id, Date.parse(row.signed_at)]),
  );
  const cases = studies().flatMap((row): ReadCase[] => {
    const at = signed.get(row.studyId);
    if (at === undefined) return [];
    const { order } = row;
    return [
      {
        class: order?.priority ?? row.priority ?? 'none',
        from: Date.parse(order?.clockFrom?.at ?? row.arrivedAt),
        signed: at,
        due: order?.dueAt === undefined || order.dueAt === null ? null : Date.parse(order.dueAt),
      },
    ];
  });
  const acts = index
    .prepare(
      `SELECT audit.at, audit.command, audit.subject, study.patient_key AS patient
       FROM audit LEFT JOIN report ON report.report_id = audit.subject
         LEFT JOIN study ON study.study_id = coalesce(report.study_id, audit.subject)
       WHERE audit.person_id = ? AND audit.at >= ? AND audit.command IN ('study.open', 'study.close', 'hold.begin', 'report.sign') ORDER BY audit.seq`,
    )
    .all(personId, since)
    .map((row) => Act.parse(row))
    .map(({ at, command, subject, patient }): ReadingAct => ({
      // Of a study that was erased since, nobody knows whose it was.
      ...{ at: Date.parse(at), kind: KINDS[command], patient: patient ?? subject },
    }));
  const communications = index
    .prepare<[], string>('SELECT content FROM communication')
    .pluck()
    .all()
    .map((content) => Communication.parse(JSON.parse(content)));
  return readingFigures({ from, to, cases, acts, communications });
}
