import { z } from 'zod';
import { StudyId } from '../../../../shared/model/ids.ts';
import type { Hold } from '../../../../shared/prefetch/plan-facts.ts';
import type { SizesSeen } from '../../../../shared/prefetch/sizes.ts';
import type { Db } from '../../kernel/sqlite.ts';

/** A study that came from a source and lies here. */
export interface FetchedStudy {
  readonly studyId: StudyId;
  readonly studyUid: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly lastUsedAt: number;
  readonly holds: readonly Hold[];
}

const Row = z.strictObject({
  study_id: StudyId,
  study_uid: z.string(),
  bytes: z.number(),
  arrived: z.string(),
  reports: z.number().int(),
  at_source: z.number().int(),
  held: z.number().int(),
  copies: z.number().int(),
  moving: z.number().int(),
});

/** Bounded by what sources ever delivered, not by the store: what was imported by hand is never looked at. */
const FETCHED = `
  SELECT study.study_id, study.study_uid,
    coalesce(sum(object.bytes), 0) AS bytes,
    max(study.arrived_at, coalesce(max(object.arrived_at), '')) AS arrived,
    (SELECT count(*) FROM report WHERE report.study_id = study.study_id) AS reports,
    (SELECT count(*) FROM site_study JOIN source USING (source_id)
      WHERE site_study.study_uid = study.study_uid AND site_study.complete_at IS NOT NULL) AS at_source,
    (SELECT count(*) FROM retention_note WHERE retention_note.study_id = study.study_id AND kind = 'hold') AS held,
    (SELECT count(*) FROM study AS other WHERE other.study_uid = study.study_uid) AS copies,
    (SELECT count(*) FROM transfer WHERE transfer.study_uid = study.study_uid
      AND state IN ('waiting', 'running', 'resting', 'paused')) AS moving
  FROM study JOIN series USING (study_id) JOIN object USING (series_id)
  WHERE study.study_uid IN (SELECT study_uid FROM site_study)
  GROUP BY study.study_id ORDER BY study.study_id`;

/** Studies that sources delivered, with what keeps each of them here. */
export function fetchedStudies(
  { index, journal }: { readonly index: Db; readonly journal: Db },
  kept: { readonly open: ReadonlySet<string>; readonly pinned: ReadonlyMap<string, Hold> },
): readonly FetchedStudy[] {
  const used = lastUsed(journal);
  return index
    .prepare(FETCHED)
    .all()
    .map((found) => {
      const row = Row.parse(found);
      const pin = kept.pinned.get(row.study_uid);
      const holds: Hold[] = [
        ...(pin === undefined ? [] : [pin]),
        ...when(kept.open.has(row.study_id) || row.moving > 0, 'open'),
        // Whatever was written or drawn names stored objects; such a study goes by the rules of retention alone.
        ...when(row.reports > 0, 'retention'),
        ...when(row.held > 0, 'retention'),
        ...when(used.drawn.has(row.study_id), 'unsaved'),
        ...when(row.at_source === 0 || row.copies > 1, 'no-source'),
      ];
      const seenAt = used.at.get(row.study_id) ?? '';
      const lastUsedAt = Date.parse(seenAt > row.arrived ? seenAt : row.arrived) || 0;
      return {
        studyId: row.study_id,
        studyUid: row.study_uid,
        bytes: row.bytes,
        lastUsedAt,
        holds: [...new Set(holds)],
      };
    });
}

function when(isSo: boolean, hold: Hold): readonly Hold[] {
  return isSo ? [hold] : [];
}

/** What readers did: when a study's desk was last saved, and whether something was drawn. */
function lastUsed(journal: Db): { readonly at: ReadonlyMap<string, string>; readonly drawn: ReadonlySet<string> } {
  const desks = journal
    .prepare<[], { study_id: string; at: string }>('SELECT study_id, max(saved_at) AS at FROM desk GROUP BY study_id')
    .all();
  const drawn = journal.prepare<[], string>('SELECT DISTINCT study_id FROM measurement').pluck().all();
  return { at: new Map(desks.map((row) => [row.study_id, row.at])), drawn: new Set(drawn) };
}

/** Studies that a size is learnt from: the newest. */
const LEARN_FROM = 200;

/** What the newest studies here came to, by modality. */
export function sizesSeen(index: Db): SizesSeen {
  const rows = index
    .prepare<[number], { modality: string; studies: number; bytes: number; instances: number }>(
      `SELECT modality, count(DISTINCT study_id) AS studies, sum(bytes) AS bytes, count(*) AS instances
       FROM (SELECT study_id FROM study ORDER BY arrived_at DESC LIMIT ?) JOIN series USING (study_id)
         JOIN object USING (series_id)
       WHERE modality IS NOT NULL GROUP BY modality`,
    )
    .all(LEARN_FROM);
  return Object.fromEntries(rows.map(({ modality, ...seen }) => [modality, seen]));
}

/** Bytes of a study that are here, by UID. */
export function bytesHere(index: Db, studyUid: string): number {
  return (
    index
      .prepare<[string], number>(
        `SELECT coalesce(sum(object.bytes), 0) FROM study JOIN series USING (study_id) JOIN object USING (series_id)
         WHERE study.study_uid = ?`,
      )
      .pluck()
      .get(studyUid) ?? 0
  );
}
