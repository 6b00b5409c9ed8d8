import { AppError } from '../../shared/errors/app-error.ts';
import type { ObjectId, PersonId, StudyId } from '../../shared/model/ids.ts';
import { seriesHolding } from './stores.ts';
import type { DeskCase } from './stores.ts';

/**
 * The study and reader that a drawing on an object belongs to; null where the object is not of the open case.
 * @param isPlane whether the object is a plane of the reformat that stands now
 * @throws AppError access/locked when nobody is signed in
 */
export function drawingOwner(
  open: DeskCase,
  objectId: ObjectId,
  isPlane: (objectId: ObjectId) => boolean,
): { readonly studyId: StudyId; readonly by: PersonId } | null {
  if (open.status !== 'open') return null;
  if (!seriesHolding(open, objectId) && !isPlane(objectId)) return null;
  if (open.reader === null) throw new AppError('access/locked', 'nobody is signed in');
  // Drawings on a prior belong to the case that is read now.
  return { studyId: open.current.study.studyId, by: open.reader };
}
