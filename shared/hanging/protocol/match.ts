import { DocumentScope } from '../../model/kept-document.ts';
import type { HangingCase } from './case-facts.ts';
import { foreignFate, foreignWords } from './foreign-rules.ts';
import type { ForeignRule } from './foreign-rules.ts';
import { fallbackHanging } from './fallback.ts';
import type { FallbackPlan } from './fallback.ts';
import type { HangingProtocol } from './protocol.ts';
import { compileRules, fits, outcomesOf, pointsOf, signed } from './rules.ts';
import type { CompiledRules, RuleOutcome } from './rules.ts';
import { compare, compileSets, fillSets, ReadCase } from './sets.ts';
import type { CompiledSet, FilledSet } from './sets.ts';
import { givesWay, hangStages } from './stages.ts';
import type { HungStage } from './stages.ts';

/** How one protocol did on a case. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly scope: DocumentScope;
  readonly score: number;
  readonly outcome: 'hangs' | 'fits' | 'gives-way' | 'nothing-to-show' | 'failed' | 'does-not-fit';
  /** Why it cannot hang, in words; null where it could. */
  readonly why: string | null;
  readonly rules: readonly RuleOutcome[];
}

export interface Hanging {
  /** Null: the fallback hangs. */
  readonly protocol: Pick<Candidate, 'id' | 'name' | 'version' | 'scope'> | null;
  /** Of the protocol or the fallback, said to the reader. */
  readonly name: string;
  /** At least one; the first one hangs. */
  readonly stages: readonly HungStage[];
  /** Best first: what hangs, what could, what does not fit. */
  readonly candidates: readonly Candidate[];
  /** What went wrong with the fallback; null: nothing, or it was not needed. */
  readonly fault: string | null;
}

interface Prepared {
  readonly protocol: HangingProtocol;
  readonly rules: CompiledRules;
  readonly sets: readonly CompiledSet[];
}

interface Judged {
  readonly prepared: Prepared;
  readonly score: number;
  readonly outcome: Candidate['outcome'];
  readonly why: string | null;
  readonly sets: ReadonlyMap<string, FilledSet>;
}

interface Choice {
  readonly chosen: { readonly prepared: Prepared; readonly stages: readonly HungStage[] } | null;
  /** What turned out not to hang after all. */
  readonly late: ReadonlyMap<Prepared, Judged>;
}

/** In place of the id of a protocol: the built-in hanging by modality. */
export const BUILT_IN = 'built-in';
const NOTHING_CHOSEN: Choice = { chosen: null, late: new Map() };
const NO_SETS: ReadonlyMap<string, FilledSet> = new Map();
const ORDER: readonly Candidate['outcome'][] = [
  'hangs',
  'fits',
  'gives-way',
  'nothing-to-show',
  'failed',
  'does-not-fit',
];

/** Protocols ready for use: make it once, match it often. */
export class ProtocolMatcher {
  readonly #prepared: readonly Prepared[];

  /** @param protocols of all scopes that count for the reader; their order does not matter */
  constructor(protocols: readonly HangingProtocol[]) {
    this.#prepared = effectiveProtocols(protocols).map((protocol) => ({
      protocol,
      rules: compileRules(protocol.for),
      sets: compileSets(protocol.imageSets),
    }));
  }

  /** Without those that a later scope or version replaces; by id. */
  get protocols(): readonly HangingProtocol[] {
    return this.#prepared.map(({ protocol }) => protocol);
  }

  /** The id of what would hang, without the words: for dry runs. Null: the fallback. */
  best(of: HangingCase): string | null {
    const read = new ReadCase(of);
    const judged = this.#prepared.map((one) => judge(one, read)).filter(({ outcome }) => outcome !== 'does-not-fit');
    return choose(judged.sort(byScore), read).chosen?.prepared.protocol.id ?? null;
  }

  /**
   * Hangs a case and says why so. Whatever a protocol does, something hangs: the next best, the fallback, or a viewport that says why
   * there is nothing.
   * @param wanted id of the protocol that the reader chose: it hangs where it fits; BUILT_IN: none of them
   */
  hang(of: HangingCase, fallback: FallbackPlan | null = null, wanted: string | null = null): Hanging {
    const read = new ReadCase(of);
    const judged = this.#prepared.map((one) => judge(one, read)).sort(byScore);
    const { chosen, late } = wanted === BUILT_IN ? NOTHING_CHOSEN : choose(judged, read, wanted);
    const candidates = judged
      .map((one) => explained(late.get(one.prepared) ?? one, one.prepared === chosen?.prepared, read))
      .sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome) || b.score - a.score || compare(a.id, b.id));
    if (!chosen) return { protocol: null, ...fallbackHanging(of, fallback), candidates };
    const { id, name, version, scope } = chosen.prepared.protocol;
    return { protocol: { id, name, version, scope }, name, stages: chosen.stages, candidates, fault: null };
  }
}

const SCOPES = DocumentScope.options;
const rankOf = ({ scope }: HangingProtocol): number => SCOPES.indexOf(scope);

/** One document an id: of the latest scope, then the highest version. Sorted by id. */
export function effectiveProtocols(protocols: readonly HangingProtocol[]): readonly HangingProtocol[] {
  const kept = new Map<string, HangingProtocol>();
  for (const one of protocols) {
    const other = kept.get(one.id);
    const over = other
      ? rankOf(one) - rankOf(other) ||
        one.version - other.version ||
        compare(JSON.stringify(one), JSON.stringify(other))
      : 1;
    if (over > 0) kept.set(one.id, one);
  }
  return [...kept.values()].sort((a, b) => compare(a.id, b.id));
}

function judge(prepared: Prepared, read: ReadCase): Judged {
  const none = { prepared, score: 0, sets: NO_SETS };
  try {
    if (!fits(prepared.rules, read.study))
      return { ...none, outcome: 'does-not-fit', why: 'a rule that is needed does not hold' };
    const foreign = prepared.protocol.foreign?.find(({ must }) => must);
    if (foreign)
      return { ...none, outcome: 'does-not-fit', why: `${foreignWords(foreign)} is ${foreignFate(foreign)}` };
    const sets = fillSets(prepared.sets, read);
    const lacking = [...sets.values()].find(({ set, stack }) => set.must === true && stack === null);
    if (lacking)
      return { ...none, sets, outcome: 'does-not-fit', why: `it needs ${lacking.set.label}, which is not there` };
    const found = [...sets.values()].reduce((sum, { set, stack }) => sum + (stack ? set.weight : 0), 0);
    const way = givesWay(prepared.protocol, sets);
    const why = way ? `it gives way: ${way.label} is not there` : null;
    return {
      prepared,
      score: pointsOf(prepared.rules, read.study) + found,
      sets,
      outcome: way ? 'gives-way' : 'fits',
      why,
    };
  } catch (error) {
    return { ...none, outcome: 'failed', why: faultWords(error) };
  }
}

/** Later scope before earlier, at equal scores. */
function byScore(a: Judged, b: Judged): number {
  const [one, other] = [a.prepared.protocol, b.prepared.protocol];
  return b.score - a.score || rankOf(other) - rankOf(one) || compare(one.id, other.id);
}

/** The first that has a stage to show. @param judged best first @param wanted by its id, before all others */
function choose(judged: readonly Judged[], read: ReadCase, wanted: string | null = null): Choice {
  const late = new Map<Prepared, Judged>();
  const isWanted = ({ prepared }: Judged): boolean => prepared.protocol.id === wanted;
  const best = afterGivingWay(judged);
  for (const one of [...judged.filter((other) => isWanted(other) && canHang(other)), ...best]) {
    try {
      const stages = hangStages(one.prepared.protocol, one.sets, read);
      if (stages.length > 0) return { chosen: { prepared: one.prepared, stages }, late };
      late.set(one.prepared, { ...one, outcome: 'nothing-to-show', why: 'no stage has anything to show' });
    } catch (error) {
      late.set(one.prepared, { ...one, outcome: 'failed', why: faultWords(error) });
    }
  }
  return { chosen: null, late };
}

/** One that gives way by itself hangs where the reader asks for it. */
function canHang({ outcome }: Judged): boolean {
  return outcome === 'fits' || outcome === 'gives-way';
}

/** What can hang, best first; before them the one that the best of all names as it gives way. */
function afterGivingWay(judged: readonly Judged[]): readonly Judged[] {
  const fitting = judged.filter(({ outcome }) => outcome === 'fits');
  const best = judged.find(({ outcome }) => outcome === 'fits' || outcome === 'gives-way');
  const way = best?.outcome === 'gives-way' ? givesWay(best.prepared.protocol, best.sets) : null;
  const named = way?.missing.do === 'other-protocol' ? way.missing.protocol : undefined;
  if (named === undefined) return fitting;
  return fitting.toSorted(
    (a, b) => Number(b.prepared.protocol.id === named) - Number(a.prepared.protocol.id === named),
  );
}

function explained({ prepared, score, outcome, why, sets }: Judged, hangs: boolean, read: ReadCase): Candidate {
  const { id, name, version, scope } = prepared.protocol;
  try {
    const rules = [
      ...outcomesOf(prepared.rules, read.study),
      ...[...sets.values()].map((filled) => setOutcome(filled)),
      ...(prepared.protocol.foreign ?? []).map(foreignOutcome),
    ];
    // What does not fit stands by how near it comes.
    const reached = outcome === 'does-not-fit' ? pointsOf(prepared.rules, read.study) : score;
    return { ...{ id, name, version, scope }, score: reached, outcome: hangs ? 'hangs' : outcome, why, rules };
  } catch (error) {
    const fault = { outcome: hangs ? ('hangs' as const) : ('failed' as const), why: faultWords(error), rules: [] };
    return { ...{ id, name, version, scope }, score, ...fault };
  }
}

function foreignOutcome(rule: ForeignRule): RuleOutcome {
  return { words: `${foreignWords(rule)}: ${foreignFate(rule)}`, holds: false, must: rule.must, points: 0 };
}

function setOutcome({ set, study, stack }: FilledSet): RuleOutcome {
  const must = set.must === true;
  const asked = `${set.label}: ${must ? 'needed' : 'wanted'}`;
  if (stack) {
    const series = [stack.description ?? stack.modality ?? 'a series', stack.name].filter(Boolean).join(', ');
    return { words: `${asked}, found “${series}”, ${signed(set.weight)}`, holds: true, must, points: set.weight };
  }
  const where = study === null ? 'no earlier study fits' : 'no such series';
  return { words: `${asked}, ${where}, ${must ? 'so it does not fit' : '0'}`, holds: false, must, points: 0 };
}

/** For the reader: the class of a fault alone, since its text may hold what the pictures say. */
function faultWords(error: unknown): string {
  return `a rule failed (${error instanceof Error ? error.name : 'unknown fault'}), so it is passed over`;
}
