import type { Rule } from './condition.ts';

/**
 * The rule that shuts out what another one asks for; null: there is none in plain words. What nobody said of a value is shut out with it,
 * as no rule can tell it; a name without the words is not.
 */
export function forbidding(rule: Rule): Rule | null {
  const { attribute } = rule;
  const weighed = { weight: Math.abs(rule.weight), must: true } as const;
  switch (rule.is) {
    case 'equals':
      return { attribute, is: 'not-in', values: [rule.value], ...weighed } as Rule;
    case 'in':
      return { attribute, is: 'not-in', values: rule.values, ...weighed } as Rule;
    case 'contains-word':
      return { attribute, is: 'without-word', words: rule.words, ...weighed } as Rule;
    default:
      return null;
  }
}

/** Whether a corrected rule shuts out what was proposed. */
export function isForbidding(rule: Rule, proposed: Rule): boolean {
  return rule.must === true && rule.is === forbidding(proposed)?.is;
}
