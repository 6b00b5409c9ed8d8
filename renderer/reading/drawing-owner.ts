import { AppError } from '../../shared/errors/app-error.ts';
import type { ObjectId, PersonId, StudyId } from '../../shared/model/ids.ts';
import type { OnPrior } from '../../shared/model/measurement.ts';
import { seriesHolding } from './stores.ts';
import type { DeskCase } from './stores.ts';

export interface DrawingOwner {
  readonly studyId: StudyId;
  readonly by: PersonId;
  readonly prior?: OnPrior;
}

/**
 * The study and reader that a drawing on an object belongs to; null where the object is not of the open case.
 * @param isPlane whether the object is a plane of the reformat that stands now
 * @throws AppError access/locked when nobody is signed in
 */
export function drawingOwner(
  open: DeskCase,
  objectId: ObjectId,
  isPlane: (objectId: ObjectId) => boolean,
): DrawingOwner | null {
  if (open.status !== 'open') return null;
  const holder = seriesHolding(open, objectId);
  if (!holder && !isPlane(objectId)) return null;
  if (open.reader === null) throw new AppError('access/locked', 'nobody is signed in');
  // Drawings on a prior belong to the case that is read now, and say of which day they are.
  const { studyId } = open.current.study;
  const prior = open.priors.find(({ study }) => study.studyId === holder?.studyId && study.studyId !== studyId);
  const onPrior = prior === undefined ? {} : { prior: { studyDate: prior.study.studyDate } };
  return { studyId, by: open.reader, ...onPrior };
}
