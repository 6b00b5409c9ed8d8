import { ImageInfo } from '../../../shared/model/image.ts';
import { ObjectId } from '../../../shared/model/ids.ts';

const Stored = ImageInfo.omit({ objectId: true, conflict: true, rejected: true });

/** ImageInfo from its stored form. */
export function storedImage(json: string, objectId: string, conflict: boolean): ImageInfo {
  const stored: unknown = JSON.parse(json);
  return { ...Stored.parse(stored), objectId: ObjectId.parse(objectId), conflict };
}

/**
 * Condition of SQL under which an object is one of several with the same SOP UID and other content. `object` is the name
 * of the table in the query.
 */
export const CONFLICT_SQL = `(object.duplicate = 'conflict' OR EXISTS (
  SELECT 1 FROM object AS twin WHERE twin.sop_uid = object.sop_uid AND twin.duplicate = 'conflict'))`;
