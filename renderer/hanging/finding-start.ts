import type { FindingPicture, Presentation } from '../../shared/hanging/protocol/display-set.ts';
import type { StudyBeside } from '../../shared/model/study-beside.ts';
import type { FrameRef } from '../viewer/index.ts';
import type { SeriesStack } from './series-stacks.ts';

export function isFinding(picture: Presentation['picture']): picture is FindingPicture {
  return typeof picture === 'object';
}

/** The surest picture of a stack where something was found; null: of none, or nobody looked. */
export function findingIn(
  beside: StudyBeside | undefined,
  { at }: FindingPicture,
  { placeOf }: Pick<SeriesStack, 'placeOf'>,
): FrameRef | null {
  const found = beside?.findings.find((one) => (at === 'finding' || one.kind === at) && placeOf(one) !== null);
  return found ? { objectId: found.objectId, frame: found.frame } : null;
}
