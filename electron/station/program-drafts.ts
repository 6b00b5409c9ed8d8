import { z } from 'zod';
import type { ObjectContent } from '../../shared/model/dicom-object.ts';
import { asAppError } from '../../shared/errors/app-error.ts';
import { ObjectId } from '../../shared/model/ids.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import type { ProgramDraft, ProgramDrafts } from '../../shared/model/program-draft.ts';
import type { Db } from './kernel/sqlite.ts';

/** Objects of one case that are read for it. */
const MOST_OBJECTS = 30;
const SR = '1.2.840.10008.5.1.4.1.1.88.';
/** Reports in words and in numbers, and those of detection programs. */
const CLASSES = ['11', '22', '33', '34', '35', '50', '65', '69'].map((last) => `${SR}${last}`);

const Row = z.object({ object_id: ObjectId });

/** What programs wrote of a case and no person stands for, in the order in which it came. Of priors nothing: those were read. */
export async function programDrafts(
  { index, readContent }: { readonly index: Db; readonly readContent: (objectId: ObjectId) => Promise<ObjectContent> },
  studyId: StudyId,
): Promise<ProgramDrafts> {
  const rows = index
    .prepare<[string, string, number]>(
      `SELECT object_id FROM object JOIN series USING (series_id)
       WHERE study_id = ? AND sop_class IN (SELECT value FROM json_each(?))
         AND duplicate IS NULL AND quarantined IS NULL ORDER BY object.arrived_at, object_id LIMIT ?`,
    )
    .all(studyId, JSON.stringify(CLASSES), MOST_OBJECTS)
    .map((row) => Row.parse(row));
  const drafts: ProgramDraft[] = [];
  let unreadable = 0;
  for (const { object_id: objectId } of rows) {
    // What speaks of somebody else is refused with a code of its own; it can be opened from its series to be told why.
    const content = await readContent(objectId).catch((error: unknown) => {
      if (asAppError(error).family === 'bug') throw error;
      return null;
    });
    if (content === null) unreadable += 1;
    if (content?.kind !== 'report') continue;
    const { title, draft, detection } = content;
    if (draft === undefined && detection === null) continue;
    const program = draft?.program ?? detection?.algorithms[0];
    if (program === undefined) continue;
    const work = detection === null ? null : { outcome: detection.outcome, failures: detection.failures };
    drafts.push({ objectId, title, program, sections: draft?.sections ?? [], work });
  }
  return { drafts, unreadable };
}
