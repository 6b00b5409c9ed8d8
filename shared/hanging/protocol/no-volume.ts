import { displayFrames } from '../../dicom/sort-frames.ts';
import type { StudyForReading } from '../../model/study.ts';
import { MOST_VOLUME_BYTES, planVolume } from '../../volume/plan-volume.ts';
import { splitSeries } from '../split-series.ts';
import type { HangingStack } from './case-facts.ts';
import type { CaseTables } from './case-of-study.ts';

/**
 * Why there can be no planes through a stack, in words; null where there can. A stack is looked at when it is asked for: sorting a long
 * series takes some 10 ms.
 * @param studies those that the case was made of, by the same tables
 */
export function noVolumeOf(
  studies: readonly StudyForReading[],
  { stacks: rules, splitOf }: Pick<CaseTables, 'stacks' | 'splitOf'>,
): (stack: HangingStack) => string | null {
  return ({ studyUid, seriesUid, stack: number }) => {
    const study = studies.find((one) => one.study.studyUid === studyUid);
    const series = study?.series.find((one) => one.seriesUid === seriesUid);
    if (!series) return null;
    const split = splitOf?.(series) ?? splitSeries(displayFrames(series.images), rules);
    const plan = planVolume(split[number]?.frames ?? [], MOST_VOLUME_BYTES);
    return plan.ok ? null : plan.words;
  };
}
