import { StackAttribute, StudyAttribute } from '../condition.ts';
import type { Rule, StackRule, StudyRule } from '../condition.ts';
import type { HangingProtocol, PriorChoice } from '../protocol.ts';
import { NOT_THERE, patched, refused } from './edits.ts';
import type { Edit, Outcome, RuleList } from './edits.ts';

type RuleEdits = Extract<Edit, { readonly do: 'add-rule' | 'set-rule' | 'remove-rule' }>;

const MOST: Readonly<Record<RuleList['of'], number>> = { studies: 64, pictures: 64, priors: 32 };

/** The rules of a list; null where there is no such list. */
export function rulesOf(document: HangingProtocol, list: RuleList): readonly Rule[] | null {
  if (list.of === 'studies') return document.for;
  const set = document.imageSets.find(({ id }) => id === list.set);
  if (!set) return null;
  if (list.of === 'pictures') return set.rules;
  return set.of === 'current' ? null : (set.of.rules ?? []);
}

export function editRule(document: HangingProtocol, edit: RuleEdits): Outcome {
  const { list } = edit;
  const rules = rulesOf(document, list);
  if (!rules) return NOT_THERE;
  switch (edit.do) {
    case 'add-rule':
      if (rules.length >= MOST[list.of]) return refused(`At most ${MOST[list.of]} rules.`);
      return withRules(document, list, [...rules, blankRule(list)]);
    case 'set-rule':
      return edit.rule in rules ? withRules(document, list, rules.with(edit.rule, edit.to)) : NOT_THERE;
    case 'remove-rule':
      if (!(edit.rule in rules)) return NOT_THERE;
      if (rules.length === 1 && list.of !== 'priors') {
        return refused(list.of === 'studies' ? 'It has to say which studies it is for.' : 'A series needs a rule.');
      }
      return withRules(document, list, rules.toSpliced(edit.rule, 1));
  }
}

/** Asks for a word that the reader still has to type. */
function blankRule({ of }: RuleList): Rule {
  return of === 'pictures'
    ? { attribute: 'words', is: 'contains-word', words: [], weight: 10 }
    : { attribute: 'description', is: 'contains-word', words: [], weight: 10 };
}

function withRules(document: HangingProtocol, list: RuleList, rules: readonly Rule[]): Outcome {
  if (list.of === 'pictures') {
    if (!rules.every(isStackRule)) return refused('Pictures cannot be asked for that.');
    return withSet(document, list.set, { rules: [...rules] });
  }
  if (!rules.every(isStudyRule)) return refused('Studies cannot be asked for that.');
  if (list.of === 'studies') return { ok: true, document: { ...document, for: [...rules] } };
  const set = document.imageSets.find(({ id }) => id === list.set);
  if (!set || set.of === 'current') return NOT_THERE;
  const of = patched<PriorChoice>(set.of, { rules: rules.length > 0 ? [...rules] : undefined });
  return withSet(document, list.set, { of });
}

function withSet(
  document: HangingProtocol,
  set: string,
  values: Partial<HangingProtocol['imageSets'][number]>,
): Outcome {
  const imageSets = document.imageSets.map((one) => (one.id === set ? { ...one, ...values } : one));
  return { ok: true, document: { ...document, imageSets } };
}

function isStackRule(rule: Rule): rule is StackRule {
  return StackAttribute.safeParse(rule.attribute).success;
}

function isStudyRule(rule: Rule): rule is StudyRule {
  return StudyAttribute.safeParse(rule.attribute).success;
}
