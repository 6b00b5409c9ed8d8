import type { HangingCase, HangingStack, HangingStudy } from './case-facts.ts';
import type { Rule, StackRule, StudyRule } from './condition.ts';
import { ProtocolMatcher } from './match.ts';
import { onDesk } from './on-desk.ts';
import { priorByExample } from './prior-by-example.ts';
import type { HangingProtocol, ImageSet, Stage } from './protocol.ts';
import { withOwnLook } from './look-rules.ts';
import { differsAs, displayOf, stacksIn } from './seen-viewport.ts';
import type { SeenViewport } from './seen-viewport.ts';
import { stackByExample } from './stack-by-example.ts';
import type { ProposedRule } from './stack-by-example.ts';

/** An arrangement that a reader wants to keep. */
export interface Seen {
  /** The case that it stands on; its stacks are those of the viewports. */
  readonly facts: HangingCase;
  /** From left to right. */
  readonly screens: readonly (readonly SeenViewport[])[];
  /** They are the three planes of a reformat. */
  readonly planes: boolean;
  readonly id: string;
  readonly name: string;
  /** What stands there and no protocol can ask for, in words. */
  readonly lost: readonly string[];
}

export interface ProposedSet {
  readonly id: string;
  readonly label: string;
  readonly role: 'current' | 'prior';
  readonly stack: HangingStack;
  readonly of: ImageSet['of'];
  /** How its study is found; null: the current one. */
  readonly study: string | null;
  readonly rules: readonly ProposedRule[];
  readonly further: readonly ProposedRule[];
  /** What these rules would take in its place, even so. */
  readonly mistaken: readonly HangingStack[];
}

/** What the program would write down, for the reader to correct. */
export interface Proposal {
  readonly seen: Seen;
  readonly for: readonly StudyRule[];
  readonly sets: readonly ProposedSet[];
  /** Viewports that no rule can ask for, in words. */
  readonly lost: readonly string[];
}

/** What the reader asks for in place of a proposed rule: "set at", of studies "for at", of what is asked besides "set +at". Null: nothing. */
export type Corrections = ReadonlyMap<string, Rule | null>;

/** The rule as the reader corrected it; null: it is not asked for. */
export function corrected<T extends Rule>(proposed: T | null, key: string, corrections: Corrections): T | null {
  const own = corrections.get(key);
  // Whoever corrects a rule says another one of the same attribute.
  return own === undefined ? proposed : (own as T | null);
}

/** Before what came with the program: somebody wanted it so. */
const WANTED = 100;

/** The rules by which this arrangement would be found again. Null where nothing stands in it. */
export function proposeByExample(seen: Seen): Proposal | null {
  const viewports = seen.screens.flat();
  const stacks = [...new Set(viewports.flatMap(stacksIn))];
  const sets: ProposedSet[] = [];
  const lost: string[] = [...seen.lost];
  for (const study of [seen.facts.study, ...seen.facts.priors]) {
    for (const stack of study.stacks.filter((one) => stacks.includes(one))) {
      const set = proposedSet(seen.facts, study, stack, sets);
      if (set === null) lost.push(`${labelOf(stack)}: its study is not found by how relevant or how old it is`);
      else sets.push(set);
    }
  }
  if (sets.length === 0) return null;
  return { seen, for: studyRules(seen.facts, sets), sets, lost };
}

function proposedSet(
  facts: HangingCase,
  study: HangingStudy,
  stack: HangingStack,
  before: readonly ProposedSet[],
): ProposedSet | null {
  const prior = facts.priors.find((one) => one === study);
  const way = prior ? priorByExample(facts, prior) : null;
  if (prior && way === null) return null;
  const taken = before.filter((set) => study.stacks.includes(set.stack)).map((set) => set.stack);
  const rivals = study.stacks.filter((one) => !taken.includes(one));
  const role = prior ? 'prior' : 'current';
  const number = before.filter((set) => set.role === role).length + 1;
  return {
    ...{ id: `${role}-${number}`, label: labelOf(stack), role, stack },
    ...{ of: way?.choice ?? 'current', study: way?.words ?? null },
    ...stackByExample(stack, rivals),
  };
}

/** By what the pictures are; what somebody called them may name a person, and is of one site. */
export function labelOf({ modality, plane, view, laterality, content, name }: HangingStack): string {
  const words = [modality, laterality === 'L' ? 'left' : laterality === 'R' ? 'right' : null, view, plane, ...content];
  const said = [...new Set(words.filter((word) => word !== null))].slice(0, 6).join(', ');
  return [said || 'Series', /^[\p{L}\p{N} .,/-]{1,20}$/u.test(name) ? name : '']
    .filter(Boolean)
    .join(', ')
    .slice(0, 64);
}

function studyRules({ study, monitors }: HangingCase, sets: readonly ProposedSet[]): readonly StudyRule[] {
  const own = sets.filter(({ role }) => role === 'current').flatMap(({ stack }) => stack.modality ?? []);
  const modalities = [...new Set(own.length > 0 ? own : study.modalities)].sort();
  const rules: StudyRule[] = modalities.map((value) => {
    return { attribute: 'modality', is: 'equals', value, weight: WANTED, must: true };
  });
  if (study.regions.length > 0)
    rules.push({ attribute: 'region', is: 'in', values: [...study.regions], weight: WANTED, must: true });
  for (const value of study.techniques.slice(0, 4))
    rules.push({ attribute: 'technique', is: 'equals', value, weight: 20 });
  // On fewer monitors it shares them, and on more it leaves some to others.
  if (monitors.length > 1) rules.push({ attribute: 'monitors', is: 'equals', value: monitors.length, weight: 30 });
  // Without a modality and a region there is nothing else that all studies have.
  return rules.length > 0 ? rules : [{ attribute: 'monitors', is: 'present', weight: 1 }];
}

/** The document, without the rules that the reader took out. What every set must ask for stays. */
export function protocolOf(proposal: Proposal, corrections: Corrections = new Map()): HangingProtocol {
  const { seen, sets } = proposal;
  const kept = proposal.for.flatMap((rule, at) => corrected(rule, `for ${at}`, corrections) ?? []);
  const viewports = seen.screens.map((screen) => screen.filter(({ stack }) => setOf(stack, sets) !== null));
  const screens = viewports.filter((screen) => screen.length > 0);
  const displays = screens
    .flat()
    .map((viewport, at) => withOwnLook(displayOf(viewport, at, (stack) => setOf(stack, sets))));
  const kinds = kindsOf(seen, viewports);
  let next = 0;
  return {
    ...{ schema: 1, id: seen.id, name: seen.name, version: 1, scope: 'user' },
    for: kept.length > 0 ? kept : proposal.for.slice(0, 1),
    imageSets: sets.map((set, at) => imageSet(set, sets.slice(0, at), corrections)),
    displaySets: displays,
    stages: [
      {
        id: 'as-seen',
        name: 'As it was saved',
        screens: screens.map((screen, at) => ({
          boxes: screen.map(({ place }) => ({ ...place, show: displays[next++]?.id ?? '' })),
          ...(kinds[at] ? { on: kinds[at] } : {}),
        })),
        partial: 'ADAPT_LAYOUT',
      },
    ],
  };
}

/** The kind of monitor that each screen stood on, where they were not all of one kind: on a desk of one kind none is asked for. */
function kindsOf(
  { facts: { monitors } }: Seen,
  viewports: readonly (readonly SeenViewport[])[],
): readonly (Stage['screens'][number]['on'] | null)[] {
  const roles = viewports.flatMap((screen, at) => (screen.length > 0 ? [monitors[at]?.role ?? 'any'] : []));
  const isMixed = new Set(roles).size > 1;
  return roles.map((role) => (isMixed && role !== 'any' ? role : null));
}

/** Of a set, with what was corrected, and by what each stands. */
export function rulesOfSet({ id, rules, further }: ProposedSet, corrections: Corrections): readonly ProposedRule[] {
  const own = rules.flatMap(({ rule, by }, at) => {
    const is = by === 'needed' ? rule : corrected(rule, `${id} ${at}`, corrections);
    return is ? [{ rule: is, by }] : [];
  });
  const more = further.flatMap(({ rule, by }, at) => {
    const is = corrected(null, `${id} +${at}`, corrections);
    // One of another kind has none of its values.
    return is ? [{ rule: (is.is === rule.is ? { ...rule, ...is } : is) as StackRule, by }] : [];
  });
  return [...own, ...more];
}

/** Nothing of what its pictures are is asked for: only what somebody called it, or its number. */
export function isByNameAlone(set: ProposedSet, corrections: Corrections): boolean {
  const grounds = rulesOfSet(set, corrections).flatMap(({ rule, by }) =>
    by === 'needed' || rule.weight < 0 || rule.is === 'not-in' || rule.is === 'without-word' ? [] : [by],
  );
  return grounds.length > 0 && !grounds.includes('pictures');
}

function imageSet(set: ProposedSet, before: readonly ProposedSet[], corrections: Corrections): ImageSet {
  const rules = rulesOfSet(set, corrections);
  const besides = before.filter(({ of }) => JSON.stringify(of) === JSON.stringify(set.of)).map(({ id }) => id);
  return {
    ...{ id: set.id, label: set.label, of: set.of },
    rules: rules.map(({ rule }) => rule),
    weight: set.role === 'current' ? 10 : 4,
    // The first one is what the arrangement is about.
    ...(before.length === 0 && set.role === 'current' ? { must: true } : {}),
    ...(besides.length > 0 ? { besides: besides.slice(-16) } : {}),
  };
}

function setOf(stack: HangingStack, sets: readonly ProposedSet[]): ProposedSet | null {
  return sets.find((set) => set.stack === stack) ?? null;
}

/** What would hang otherwise on the very case that was the example, in words; empty where it hangs the same. */
export function differsFromSeen(proposal: Proposal, protocol: HangingProtocol): readonly string[] {
  const { facts, screens, planes } = proposal.seen;
  const { protocol: hung, stages } = new ProtocolMatcher([protocol]).hang(facts);
  if (hung === null) return ['It would not hang this study.'];
  const got = stages[0]?.viewports ?? [];
  const wanted = screens.flat().filter(({ stack }) => setOf(stack, proposal.sets) !== null);
  const differs = wanted.flatMap((viewport, at) => {
    const { stack } = viewport;
    const hangs = got[at];
    const other = hangs?.stack ?? null;
    if (other === stack && hangs) {
      const as = differsAs(viewport, hangs);
      return as === null ? [] : [`Viewport ${at + 1} would show ${labelOf(stack)} ${as}.`];
    }
    const instead = other === null ? 'nothing' : labelOf(other);
    return [`Viewport ${at + 1} would show ${instead} in place of ${labelOf(stack)}.`];
  });
  // Planes of one volume alone hang as the reformat.
  const [laid] = onDesk(stages);
  const hangsPlanes = !planes && laid?.planes === true;
  return [
    ...differs,
    ...(laid?.leftOut ?? []).map(({ label, why }) => `“${label}” would be left out: ${why}.`),
    ...(hangsPlanes ? ['The three planes of the reformat would hang in place of these.'] : []),
  ];
}
