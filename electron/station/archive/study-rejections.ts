import { z } from 'zod';
import type { StudyId } from '../../../shared/model/ids.ts';
import { ObjectId } from '../../../shared/model/ids.ts';
import { RejectionReason } from '../../../shared/model/rejection.ts';
import type { StudyRejections } from '../../../shared/model/rejection.ts';
import { REJECTION_REASONS } from '../../../shared/rules/rejection.ts';
import type { Db } from '../kernel/sqlite.ts';

const Evidence = z.object({ evidence: z.array(z.object({ sopUid: z.string() })) });
const Measured = z.object({ objectId: z.string(), deleted: z.boolean() });

interface Taken {
  readonly object_id: string;
  readonly sop_uid: string;
  readonly made_at: string | null;
  readonly reason: string;
}

/** Objects of a study that its site took back, each with the gravest reason. */
export function takenBackObjects(index: Db, studyId: StudyId): ReadonlyMap<ObjectId, RejectionReason> {
  return new Map(
    taken(index, studyId).map((one) => [ObjectId.parse(one.object_id), RejectionReason.parse(one.reason)]),
  );
}

/** What the site took back of a study, and what was measured on it or reported of it here. */
export function studyRejections({ index, journal }: { index: Db; journal: Db }, studyId: StudyId): StudyRejections {
  // What was made and taken back here, the site has no part in.
  const objects = taken(index, studyId).filter(({ made_at: made }) => made === null);
  const measured = objects.length === 0 ? [] : measuredObjects(journal, studyId);
  const evidence = objects.length === 0 ? new Set<string>() : reportedObjects(index, studyId);
  const notes = notesOf(index, studyId);
  const rejected = REJECTION_REASONS.flatMap((reason) => {
    const own = objects.filter((one) => one.reason === reason);
    if (own.length === 0) return [];
    const ids = new Set(own.map((one) => one.object_id));
    const newest = notes.find((note) => note.reason === reason);
    return {
      ...{ reason, images: own.length },
      measured: measured.filter((id) => ids.has(id)).length,
      reported: own.filter((one) => evidence.has(one.sop_uid)).length,
      ...{ saidAt: newest?.said_at ?? '', text: newest?.text ?? null },
    };
  });
  const apart = notes.filter(({ elsewhere }) => elsewhere > 0);
  // A note that is fetched again is the same note.
  const notApplied = new Set(apart.map(({ reason, text, elsewhere }) => JSON.stringify([reason, text, elsewhere])))
    .size;
  return { rejected, notApplied };
}

function taken(index: Db, studyId: StudyId): readonly Taken[] {
  return index
    .prepare<[string], Taken>(
      `SELECT object_id, sop_uid, made_at, rejected AS reason FROM series CROSS JOIN object INDEXED BY object_rejected USING (series_id)
       WHERE study_id = ? AND object.rejected IS NOT NULL ORDER BY object_id`,
    )
    .all(studyId);
}

interface Note {
  readonly reason: string;
  readonly text: string | null;
  readonly elsewhere: number;
  readonly said_at: string;
}

/** The newest first. */
function notesOf(index: Db, studyId: StudyId): readonly Note[] {
  return index
    .prepare<[string], Note>(
      'SELECT reason, text, elsewhere, said_at FROM rejection_note WHERE study_id = ? ORDER BY said_at DESC, note_id',
    )
    .all(studyId);
}

function measuredObjects(journal: Db, studyId: StudyId): readonly string[] {
  return journal
    .prepare<[string], string>('SELECT value FROM measurement WHERE study_id = ?')
    .pluck()
    .all(studyId)
    .map((value) => Measured.parse(JSON.parse(value)))
    .flatMap(({ objectId, deleted }) => (deleted ? [] : [objectId]));
}

/** SOP Instance UIDs that signed reports of the study were made from. */
function reportedObjects(index: Db, studyId: StudyId): ReadonlySet<string> {
  const documents = index
    .prepare<[string], string>('SELECT signed FROM report WHERE study_id = ? AND signed IS NOT NULL')
    .pluck()
    .all(studyId);
  return new Set(documents.flatMap((text) => Evidence.parse(JSON.parse(text)).evidence.map(({ sopUid }) => sopUid)));
}
