import type { OpenStore } from './access/open-store.ts';
import type { StudyRules } from './access/profile/study-rules.ts';
import type { Archive } from './archive/archive.ts';
import { exportObject } from './archive/export-object.ts';
import { exportMade } from './reading/export-made.ts';
import type { KeyObjects } from './reading/key-objects.ts';
import type { ExportedObject } from './archive/export-object.ts';
import type { ExportedFiles, MadeKind } from './reading/export-made.ts';
import type { ObjectId, StudyId } from '../../shared/model/ids.ts';

/** What leaves the station as files. */
export interface Exports {
  exportObject(objectId: ObjectId, file: string, options: { readonly replace: boolean }): Promise<ExportedObject>;
  /** Writes what was made of a study here into a folder. */
  exportMade(
    studyId: StudyId,
    kind: MadeKind,
    to: { readonly folder: string; readonly replace: boolean },
  ): Promise<ExportedFiles>;
}

/** Each where its site lets it. */
export function openExports(
  { blobs, commands, personId, dir: storeDir, faults }: OpenStore,
  {
    archive,
    keyObjects,
    rules,
  }: { readonly archive: Archive; readonly keyObjects: KeyObjects; readonly rules: StudyRules },
): Exports {
  return {
    exportObject: (objectId, file, { replace }) =>
      exportObject(
        {
          ...{ archive, blobs, commands, personId, storeDir, replace, faults },
          requireMayLeave: (one) => rules.requireObjectMayLeave(one),
        },
        objectId,
        file,
      ),
    exportMade: (studyId, kind, to) =>
      exportMade(
        {
          ...{ keyObjects, commands, personId, storeDir, faults },
          readFile: (objectId) => archive.readFile(objectId),
          requireMayLeave: (one) => rules.requireMayLeave(one, 'report'),
        },
        studyId,
        kind,
        to,
      ),
  };
}
