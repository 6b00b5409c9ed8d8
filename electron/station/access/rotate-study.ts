import { z } from 'zod';
import { AppError, asAppError } from '../../../shared/errors/app-error.ts';
import { BlobId } from '../../../shared/model/ids.ts';
import { isRewrappable } from '../kernel/blob-format.ts';
import type { BlobHeader } from '../kernel/blob-format.ts';
import type { TellStage } from '../kernel/recovery/opening-stage.ts';
import { beginStudyRotation, endStudyRotations, headersUnder } from '../kernel/rotation/rotate-study.ts';
import type { StudyRotation } from '../kernel/rotation/rotate-study.ts';
import type { OpenStore } from './open-store.ts';

const DUE = 'study-rotation-due';
const Due = z.array(
  z.strictObject({
    studyKeyId: z.string(),
    /** Of the key that is to go: with another one the change was made. */
    generation: z.number().int(),
  }),
);

export interface RotatedStudies {
  /** Blobs whose 60 bytes were written anew, and no other. */
  readonly rewrapped: number;
  /** Blobs of former versions, which had to be written again. */
  readonly rewritten: number;
  /** Blobs that are damaged and stay unreadable. */
  readonly bad: number;
}

/**
 * Writes down that a study's own key is to be changed: whatever ends the program now, the next opening goes on. The store is to be closed
 * and opened again. @throws AppError archive/unknown-study
 */
export function askStudyRotation({ index, ring, commands, personId }: OpenStore, studyUid: string): void {
  const studies = index
    .prepare<[string], { id: string; studyKeyId: string }>(
      'SELECT study_id AS id, study_key_id AS studyKeyId FROM study WHERE study_uid = ? ORDER BY study_id',
    )
    .all(studyUid);
  const [first] = studies;
  if (first === undefined) throw new AppError('archive/unknown-study', 'the store has no such study');
  const due = [...new Set(studies.map(({ studyKeyId }) => studyKeyId))].flatMap((studyKeyId) => {
    const generation = ring.changes.generationOf(studyKeyId);
    return generation === null ? [] : [{ studyKeyId, generation }];
  });
  const detail = { level: 'study', studies: studies.length };
  commands.run({ name: 'keys.begin', personId, subject: first.id, detail }, (db) => {
    db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(DUE, JSON.stringify(due));
  });
}

/** Does what was asked for, and records it; null where nothing was. Nobody reads or writes blobs meanwhile. */
export async function endAskedStudies(store: OpenStore, onStage?: TellStage): Promise<RotatedStudies | null> {
  const { index, ring, dir, faults, commands, personId } = store;
  const text = index.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(DUE);
  if (text === undefined) return null;
  await endChanges({ dir, ring, faults }, onStage);
  const asked = Due.parse(JSON.parse(text)).filter(
    ({ studyKeyId, generation }) => ring.changes.generationOf(studyKeyId) === generation,
  );
  const counts = { rewrapped: 0, rewritten: 0, bad: 0 };
  const keys = new Set(asked.map(({ studyKeyId }) => studyKeyId));
  const old = (await headersUnder(dir, keys)).filter((header) => !isRewrappable(header));
  for (const header of old) counts[(await writeAgain(store, header)) ? 'rewritten' : 'bad'] += 1;
  const headers = await headersUnder(dir, keys);
  for (const studyKeyId of keys) {
    const own = headers.filter((header) => header.studyKeyId === studyKeyId);
    const { rewrapped, bad } = beginStudyRotation({ ring, faults }, studyKeyId, own);
    counts.rewrapped += rewrapped;
    counts.bad += bad;
  }
  await endChanges({ dir, ring, faults }, onStage);
  const detail = { level: 'study', ...counts };
  commands.run({ name: 'keys.rotate', personId, subject: personId, detail }, (db) => {
    db.prepare('DELETE FROM meta WHERE key = ?').run(DUE);
  });
  return counts;
}

/** Ends what was begun, and says how far it is. @throws AppError disk/… */
export async function endChanges(rotation: StudyRotation, onStage?: TellStage): Promise<void> {
  if (!rotation.ring.changes.isAny) return;
  onStage?.({ stage: 'rekeying', done: 0, total: null });
  await endStudyRotations({
    ...rotation,
    onProgress: (done, total) => onStage?.({ stage: 'rekeying', done, total }),
  });
}

/** A blob of a former version, once more and under another id; false for one that cannot be read. */
async function writeAgain({ blobs, commands, personId }: OpenStore, header: BlobHeader): Promise<boolean> {
  const blobId = BlobId.parse(header.blobId);
  try {
    const facts = await blobs.facts(blobId);
    const bytes = await blobs.read(blobId);
    const { studyKeyId } = header;
    const [stored] = await blobs.put([
      { source: { bytes }, expectedBytes: bytes.length, studyKeyId, ...(facts === null ? {} : { facts }) },
    ]);
    if (stored === undefined || stored instanceof AppError) throw stored ?? asAppError(null);
    commands.run({ name: 'keys.rewrite', personId, subject: blobId, detail: { to: stored.blobId } }, (db) => {
      for (const table of ['object', 'report_output']) {
        db.prepare(`UPDATE ${table} SET blob_id = ? WHERE blob_id = ?`).run(stored.blobId, blobId);
      }
    });
    // Killed before this, the next start sweeps it: no row names it any more.
    await blobs.remove(blobId);
    return true;
  } catch (error) {
    if (!asAppError(error).code.startsWith('blob/')) throw error;
    return false;
  }
}
