import { createHash } from 'node:crypto';
import type { ObjectId, PersonId } from '../../../shared/model/ids.ts';
import { burnedInText, burnedInWarnings } from '../../../shared/rules/burned-in.ts';
import type { BlobStore } from '../kernel/blob-store.ts';
import type { Commands } from '../kernel/command.ts';
import { exportFiles } from '../kernel/export-files.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import type { Archive } from './archive.ts';

export interface ExportedObject {
  readonly objectId: ObjectId;
  readonly file: string;
  readonly bytes: number;
  /** Of what was written. */
  readonly sha256: string;
  /** The preamble looked like a program and was zeroed. */
  readonly preambleZeroed: boolean;
  /** What whoever lets it out has to know of its pixels. */
  readonly warnings: readonly string[];
}

export interface ExportOptions {
  readonly archive: Pick<Archive, 'object'>;
  readonly blobs: Pick<BlobStore, 'read'>;
  readonly commands: Pick<Commands, 'run'>;
  readonly personId: PersonId;
  readonly storeDir: string;
  /** Throws what keeps the object in: residency/… */
  readonly requireMayLeave: (objectId: ObjectId) => void;
  readonly faults?: FaultPoints;
  /** A file that is there already is written over. */
  readonly replace?: boolean;
}

const PREAMBLE_BYTES = 128;

/**
 * Writes one stored object to a file, byte for byte but for a suspicious preamble. A deliberate act: audited before
 * the file gets its name. It appears whole or not at all.
 * @throws AppError archive/unknown-object, residency/…, request/bad inside the store, disk/exists, blob/…, disk/…
 */
export async function exportObject(options: ExportOptions, objectId: ObjectId, file: string): Promise<ExportedObject> {
  const object = options.archive.object(objectId);
  options.requireMayLeave(objectId);
  const bytes = Uint8Array.from(await options.blobs.read(object.blobId));
  if (object.preambleFlag) bytes.fill(0, 0, Math.min(PREAMBLE_BYTES, bytes.length));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const written = { bytes: bytes.length, sha256, preambleZeroed: object.preambleFlag };
  const burnedIn = burnedInText(object.image);
  const detail = burnedIn === null ? written : { ...written, burnedIn };
  const { commands, personId, faults, replace = false } = options;
  await exportFiles(options.storeDir, [{ file, bytes }], {
    replace,
    ...(faults === undefined ? {} : { faults }),
    record: () => {
      commands.run({ name: 'archive.exportObject', personId, subject: objectId, detail }, () => undefined);
    },
  });
  return { objectId, file, ...written, warnings: burnedInWarnings(burnedIn) };
}
