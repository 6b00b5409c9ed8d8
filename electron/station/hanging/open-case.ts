import type { HangingCase } from '../../../shared/hanging/protocol/case-facts.ts';
import { builtInPlan, hangingCase } from '../../../shared/hanging/protocol/case-of-study.ts';
import type { CaseTables } from '../../../shared/hanging/protocol/case-of-study.ts';
import type { FallbackPlan } from '../../../shared/hanging/protocol/fallback.ts';
import { noVolumeOf } from '../../../shared/hanging/protocol/no-volume.ts';
import type { HangingStack } from '../../../shared/hanging/protocol/case-facts.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { StudyForReading } from '../../../shared/model/study.ts';

export interface OpenedCase {
  readonly studyId: StudyId;
  readonly facts: HangingCase;
  /** How it would hang without a protocol. */
  readonly builtIn: FallbackPlan;
  /** Why there can be no planes through a stack of it, in words; null where there can. */
  readonly noVolume: (stack: HangingStack) => string | null;
}

/** Earlier studies that a protocol may choose among. */
export const MOST_PRIORS = 12;

/** A study with its earlier ones, as protocols judge it. @throws AppError archive/unknown-study */
export async function openCase(
  archive: { openStudy(studyId: StudyId): StudyForReading | Promise<StudyForReading> },
  studyId: StudyId,
  tables: CaseTables,
  desk: Pick<HangingCase, 'reader' | 'monitors'>,
): Promise<OpenedCase> {
  const current = await archive.openStudy(studyId);
  const priors = await Promise.all(
    current.priors.slice(0, MOST_PRIORS).map(async (info) => ({ info, study: await archive.openStudy(info.studyId) })),
  );
  const facts = hangingCase(current, priors, tables, desk);
  const noVolume = noVolumeOf([current, ...priors.map(({ study }) => study)], tables);
  return { studyId, facts, builtIn: builtInPlan(facts, current, priors[0]?.study ?? null), noVolume };
}
