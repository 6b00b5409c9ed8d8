import { createHash } from 'node:crypto';
import path from 'node:path';
import type { ObjectId, PersonId, StudyId } from '../../../shared/model/ids.ts';
import type { Commands } from '../kernel/command.ts';
import { exportFiles } from '../kernel/export-files.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import type { KeyObjects } from './key-objects.ts';

export const MADE_KINDS = ['measurements', 'key-images', 'views', 'segmentations'] as const;
export type MadeKind = (typeof MADE_KINDS)[number];

export interface ExportMadeParts {
  readonly keyObjects: KeyObjects;
  readonly readFile: (objectId: ObjectId) => Promise<Uint8Array>;
  readonly commands: Pick<Commands, 'run'>;
  readonly personId: PersonId;
  readonly storeDir: string;
  /** Throws residency/… */
  readonly requireMayLeave: (studyId: StudyId) => void;
  readonly faults?: FaultPoints;
}

export interface ExportedFiles {
  readonly files: readonly {
    readonly file: string;
    readonly sopUid: string;
    readonly bytes: number;
    readonly sha256: string;
  }[];
}

/**
 * Writes what a reader made of a study into a folder, as DICOM files: key images are written as objects first, as a signature does.
 * Names say the kind and a number, nothing of the patient. A deliberate act, audited.
 * @throws AppError reading/cannot-write, residency/…, disk/exists, request/bad inside the store, disk/…
 */
export async function exportMade(
  parts: ExportMadeParts,
  studyId: StudyId,
  kind: MadeKind,
  to: { readonly folder: string; readonly replace: boolean },
): Promise<ExportedFiles> {
  parts.requireMayLeave(studyId);
  const made = await objectsOf(parts, studyId, kind);
  const files = made.map(({ bytes, sopUid }, place) => ({
    ...{ bytes, sopUid },
    file: path.join(to.folder, `${kind}-${place + 1}.dcm`),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }));
  const { commands, personId, faults } = parts;
  await exportFiles(parts.storeDir, files, {
    replace: to.replace,
    ...(faults === undefined ? {} : { faults }),
    record: () => {
      const detail = { kind, files: files.length, sha256: files.map(({ sha256 }) => sha256).join(' ') };
      commands.run({ name: 'reading.export', personId, subject: studyId, detail }, () => undefined);
    },
  });
  return { files: files.map(({ bytes, ...file }) => ({ ...file, bytes: bytes.length })) };
}

async function objectsOf(
  { keyObjects, readFile }: ExportMadeParts,
  studyId: StudyId,
  kind: MadeKind,
): Promise<{ readonly bytes: Uint8Array; readonly sopUid: string }[]> {
  const read = (stored: readonly { readonly objectId: ObjectId; readonly sopUid: string }[]) =>
    Promise.all(stored.map(async ({ objectId, sopUid }) => ({ bytes: await readFile(objectId), sopUid })));
  switch (kind) {
    case 'measurements': {
      const report = await keyObjects.measurements(studyId);
      return report === null ? [] : [report];
    }
    case 'key-images':
      await keyObjects.write(studyId);
      return keyObjects.selections(studyId).map(({ bytes, sopUid }) => ({ bytes, sopUid }));
    case 'views':
      return read(keyObjects.views(studyId));
    case 'segmentations':
      return read(keyObjects.segmentations(studyId));
  }
}
