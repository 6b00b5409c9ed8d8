import { ObjectId } from '../../shared/model/ids.ts';
import type { ArchiveObject } from '../station/archive/archive.ts';
import type { Station } from '../station/station.ts';
import { usage } from './arguments.ts';
import type { Arguments } from './arguments.ts';

/** The object that `--object ID` or `--sop UID` names. @throws archive/unknown-object */
export function findObject(station: Station, args: Arguments): ArchiveObject {
  const id = args.value('object');
  const sop = args.value('sop');
  if ((id === null) === (sop === null)) throw usage('name one object: --object ID or --sop UID');
  if (sop !== null) return station.rooms.archive.objectBySop(sop);
  const objectId = ObjectId.safeParse(id);
  if (!objectId.success) throw usage('--object is not one of our ids');
  return station.rooms.archive.object(objectId.data);
}
