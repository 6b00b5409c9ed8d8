import type { HangingCase, HangingPrior, HangingStudy } from './case-facts.ts';
import type { PriorChoice } from './protocol.ts';
import { compileRules } from './rules.ts';
import { priorsFor, ReadCase } from './sets.ts';

/** As much relevance as the shipped protocols ask for; a less relevant one that was hung is asked for by what it has. */
const LEAST = 0.3;
const MOST_PRIORS = 20;

export interface PriorByExample {
  readonly choice: PriorChoice;
  /** "the most relevant earlier study of the same region". */
  readonly words: string;
}

/** How this earlier study would be chosen among the others; null where no way of choosing comes to it. */
export function priorByExample(facts: HangingCase, prior: HangingPrior): PriorByExample | null {
  const read = new ReadCase(facts);
  const same = alikeIn(facts.study, prior);
  const least = Math.min(LEAST, prior.relevance);
  const picks: readonly PriorChoice['pick'][] = [
    { by: 'relevance' },
    { by: 'nearest' },
    { by: 'oldest' },
    ...Array.from({ length: MOST_PRIORS - 1 }, (_, at) => ({ by: 'nth' as const, nth: at + 2 })),
  ];
  for (const pick of picks) {
    const choice: PriorChoice = { least, pick, ...(same.length > 0 ? { same: [...same] } : {}) };
    const found = priorsFor(choice, compileRules([]), read)[pick.by === 'nth' ? pick.nth - 1 : 0];
    if (found === prior) return { choice, words: wordsOf(pick, same) };
  }
  return null;
}

type Same = NonNullable<PriorChoice['same']>[number];

function alikeIn(study: HangingStudy, prior: HangingStudy): readonly Same[] {
  const shares = (a: readonly string[], b: readonly string[]): boolean => a.some((one) => b.includes(one));
  return [
    ...(shares(study.regions, prior.regions) ? (['region'] as const) : []),
    ...(shares(study.modalities, prior.modalities) ? (['modality'] as const) : []),
  ];
}

const ORDINALS: Readonly<Record<number, string>> = { 2: 'second', 3: 'third' };

function wordsOf(pick: PriorChoice['pick'], same: readonly Same[]): string {
  const which = {
    relevance: 'the most relevant',
    nearest: 'the latest',
    oldest: 'the oldest',
    nth: pick.by === 'nth' ? `the ${ORDINALS[pick.nth] ?? `${pick.nth}th`} most relevant` : '',
  }[pick.by];
  return `${which} earlier study${same.length === 0 ? '' : ` of the same ${same.join(' and ')}`}`;
}
