import type { ObjectContent, ReadObject } from '../../../shared/model/dicom-object.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import type { Db } from '../kernel/sqlite.ts';
import type { Archive } from './archive.ts';
import { requireOwn } from './object-identity.ts';

export interface ContentParts {
  readonly archive: Pick<Archive, 'object' | 'readFile' | 'priors'>;
  readonly index: Db;
  /** In a process of its own: the bytes are a stranger's. */
  readonly parsers: { readContent(bytes: Uint8Array): Promise<ReadObject> };
}

/** What an object without a picture says. @throws AppError dicom/…, objects/… where it speaks of another patient or study */
export async function readContent(
  { archive, index, parsers }: ContentParts,
  objectId: ObjectId,
): Promise<ObjectContent> {
  const object = archive.object(objectId);
  const read = await parsers.readContent(await archive.readFile(objectId));
  const priors = archive.priors(object.studyId).map(({ studyId }) => studyId);
  requireOwn(index, [object.studyId, ...priors], read);
  return read.content;
}
