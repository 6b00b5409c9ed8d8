import { z } from 'zod';
import { ObjectId } from '../../../shared/model/ids.ts';
import type { PersonId, StudyId } from '../../../shared/model/ids.ts';
import { KEY_OBJECT_CLASS } from '../../../shared/rules/rejection.ts';
import { buildKeyObject } from '../dicom/write/key-object.ts';
import type { ObjectOrigin } from '../dicom/write/sr-header.ts';
import { sha256Hex } from '../kernel/sha256.ts';
import type { Db } from '../kernel/sqlite.ts';
import { derivedUid } from '../kernel/uid.ts';

/** Series of the key object selections of one reader in one study. */
export function keySeries(studyUid: string, by: PersonId): string {
  return derivedUid(studyUid, `key images of ${by}`);
}

/** A selection that was written and that no note of ours takes back. */
export interface StandingSelection {
  readonly objectId: ObjectId;
  readonly sopUid: string;
}

const Row = z.object({ object_id: ObjectId, sop_uid: z.string() });
/** A note is told of only once its series is marked as made here: one that was stored and not queued is written again. */
const TAKEN_BACK = `SELECT 1 FROM rejection JOIN object AS note ON note.object_id = rejection.note_id
  JOIN series AS own ON own.series_id = note.series_id WHERE rejection.sop_uid = object.sop_uid AND own.made_at IS NOT NULL`;

/** What this station wrote of one reader's marks and did not take back, the oldest first. */
export function standingSelections(index: Db, studyId: StudyId, seriesUid: string): StandingSelection[] {
  return index
    .prepare(
      `SELECT object_id, sop_uid FROM object JOIN series USING (series_id)
       WHERE study_id = ? AND series_uid = ? AND sop_class = ? AND series.made_at IS NOT NULL AND duplicate IS NULL
         AND sop_uid IS NOT NULL AND NOT EXISTS (${TAKEN_BACK}) ORDER BY arrived_at, object_id`,
    )
    .all(studyId, seriesUid, KEY_OBJECT_CLASS)
    .map((found) => {
      const { object_id: objectId, sop_uid: sopUid } = Row.parse(found);
      return { objectId, sopUid };
    });
}

/** True of an object that a note takes back: its UID is never used again. */
export function isTakenBack(index: Db, sopUid: string): boolean {
  return index.prepare('SELECT 1 FROM rejection WHERE sop_uid = ?').get(sopUid) !== undefined;
}

/**
 * A note that takes selections of a reader back (113001, CID 7011; IHE IOCM), which is how DICOM withdraws an object that was sent. An
 * archive that does not know such notes keeps them both. The same selections give the same bytes.
 */
export function withdrawalNote(
  origin: ObjectOrigin,
  signer: { readonly personId: PersonId; readonly name: string },
  taken: readonly StandingSelection[],
): Uint8Array {
  const { studyUid } = origin.study;
  const seriesUid = keySeries(studyUid, signer.personId);
  const sopUids = taken.map(({ sopUid }) => sopUid).sort();
  const series = derivedUid(studyUid, `key images taken back by ${signer.personId}`);
  return buildKeyObject({
    ...{ ...origin, study: { ...origin.study, modalities: [] }, signer },
    title: { value: '113001', scheme: 'DCM', meaning: 'Rejected for Quality Reasons' },
    ...{ modifier: null, note: 'Key images taken back by the reader who had marked them' },
    references: sopUids.map((sopUid) => ({ studyUid, seriesUid, sopUid, sopClass: KEY_OBJECT_CLASS, frame: null })),
    uids: { series, instance: derivedUid(series, sha256Hex(JSON.stringify(sopUids))) },
    instanceNumber: 1,
  });
}
