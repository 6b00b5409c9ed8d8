import type { HangingCase } from '../../shared/hanging/protocol/case-facts.ts';
import { builtInPlan, hangingCase } from '../../shared/hanging/protocol/case-of-study.ts';
import type { FallbackPlan } from '../../shared/hanging/protocol/fallback.ts';
import type { SeriesForReading } from '../../shared/model/study.ts';
import type { OpenStudies } from './hang-stage.ts';
import { PRIOR_RULES } from './prior-rules.ts';
import type { StackedSeries } from './series-stacks.ts';
import { STACK_RULES } from './stack-rules.ts';

/** The open studies as hanging protocols ask them, and how they hang without one. */
export function caseOf(
  { current, priors }: OpenStudies,
  stacks: { of(series: SeriesForReading): StackedSeries },
  desk: Pick<HangingCase, 'reader' | 'monitors'>,
): { readonly facts: HangingCase; readonly builtIn: FallbackPlan } {
  const opened = priors.map((study) => {
    const info = current.priors.find(({ studyId }) => studyId === study.study.studyId);
    // Opened by hand, and not among those that are compared: no protocol asks for it.
    return { study, info: info ?? { relevance: 0 } };
  });
  const tables = {
    priors: PRIOR_RULES,
    stacks: STACK_RULES,
    splitOf: (series: SeriesForReading) => stacks.of(series).stacks,
  };
  const facts = hangingCase(current, opened, tables, desk);
  return { facts, builtIn: builtInPlan(facts, current, priors[0] ?? null) };
}
