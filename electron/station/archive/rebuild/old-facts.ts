import type { ObjectFacts } from '../../kernel/blob-facts.ts';
import { newId } from '../../kernel/ids.ts';
import type { Db } from '../../kernel/sqlite.ts';

/**
 * Ids for an object whose blob carries none (format 1): new ones, in the study that its key belongs to, which is known from the
 * ledger or from what was found before it.
 */
export function oldFacts(db: Db, studyKeyId: string): ObjectFacts {
  const study = db
    .prepare<[string], { study_id: string; patient_key: string; folder_mark: string | null; arrived_at: string }>(
      'SELECT study_id, patient_key, folder_mark, arrived_at FROM study WHERE study_key_id = ?',
    )
    .get(studyKeyId);
  return {
    kind: 'object',
    object: newId(),
    series: newId(),
    study: study?.study_id ?? studyKeyId,
    patient: study?.patient_key ?? studyKeyId,
    folder: study?.folder_mark ?? null,
    at: study?.arrived_at ?? new Date(0).toISOString(),
  };
}
