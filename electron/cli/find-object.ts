import { ObjectId } from '../../shared/model/ids.ts';
import type { ArchiveObject } from '../station/archive/archive.ts';
import type { Station } from '../station/station.ts';
import { usage } from './arguments.ts';
import type { Arguments } from './arguments.ts';

/** One of the two options, and not both. */
export function checkObjectOptions(args: Arguments): void {
  if ((args.value('object') === null) === (args.value('sop') === null)) {
    throw usage('name one object: --object ID or --sop UID');
  }
}

/** The object that `--object ID` or `--sop UID` names. @throws archive/unknown-object */
export function findObject(station: Station, args: Arguments): ArchiveObject {
  checkObjectOptions(args);
  const sop = args.value('sop');
  if (sop !== null) return station.rooms.archive.objectBySop(sop);
  const objectId = ObjectId.safeParse(args.value('object'));
  if (!objectId.success) throw usage('--object is not one of our ids');
  return station.rooms.archive.object(objectId.data);
}
