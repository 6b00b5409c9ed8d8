import type { HangingStack } from '../../shared/hanging/protocol/case-facts.ts';
import { MOST_VOLUME_BYTES, planVolume } from '../../shared/volume/plan-volume.ts';
import { openStack } from './hang-stage.ts';
import type { StageParts } from './hang-stage.ts';

/** Why there can be no planes through a stack of the open studies, in words; null where there can. */
export function noVolumeIn({
  studies,
  stacks,
}: Pick<StageParts, 'studies' | 'stacks'>): (stack: HangingStack) => string | null {
  return (stack) => {
    const role = stack.studyUid === studies.current.study.studyUid ? 'current' : 'prior';
    const found = openStack(stack, role, { studies, stacks });
    const plan = found && planVolume(found.stack.frames, MOST_VOLUME_BYTES);
    return plan && !plan.ok ? plan.words : null;
  };
}
