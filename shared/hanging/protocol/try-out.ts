import { z } from 'zod';
import { StudyId } from '../../model/ids.ts';
import { DocumentScope } from '../../model/kept-document.ts';
import { WorklistRow } from '../../model/study.ts';
import { studyReader } from './attributes.ts';
import type { HangingCase } from './case-facts.ts';
import { ProtocolMatcher } from './match.ts';
import type { Hanging } from './match.ts';
import type { HangingProtocol } from './protocol.ts';
import { compileRules, ruleWords } from './rules.ts';
import type { CompiledRule } from './rules.ts';

/** hangs: by the document; another: it fits, and another one is better; refused: it does not fit, or has nothing to show. */
export const TriedOutcome = z.enum(['hangs', 'another', 'refused']);
export type TriedOutcome = z.infer<typeof TriedOutcome>;

/** What a document that nobody kept yet would do to one study. */
export const Tried = z.strictObject({
  outcome: TriedOutcome,
  /** By what it hangs now, and what hangs in place of the document, by name. Null: the built-in rules, or nobody looked. */
  now: z.string().nullable(),
  /** Why it is refused, in words without anything of the study. */
  why: z.string().nullable(),
  /** It would hang otherwise than now: by another protocol, or by a former version of the document that shows something else. */
  differs: z.boolean(),
});
export type Tried = z.infer<typeof Tried>;

/** As the worklist shows it. */
export const TriedStudy = Tried.extend({
  study: WorklistRow.pick({
    ...{ studyId: true, studyUid: true, patient: true, studyDate: true, modalities: true, description: true },
  }),
});
export type TriedStudy = z.infer<typeof TriedStudy>;

/** The answer comes in parts: whoever has seen enough asks for no more. */
export const TriedPart = z.strictObject({
  studies: z.array(TriedStudy),
  /** Studies of the store, all parts together. */
  of: z.number().int(),
  /** The next part begins after this study; null: this was the last part. */
  next: StudyId.nullable(),
});
export type TriedPart = z.infer<typeof TriedPart>;

/** Monitors that cases are hung on, from the left. */
export const TriedMonitors = z
  .array(
    z.strictObject({
      role: z.enum(['diagnostic', 'colour', 'any']),
      orientation: z.enum(['landscape', 'portrait']),
      /** Width over height. */
      aspect: z.number().positive().optional(),
    }),
  )
  .min(1)
  .max(8);

/** Said by the headers of the pictures alone. */
const OF_PICTURES: ReadonlySet<string> = new Set(['procedureCode', 'reasonCode', 'side']);

/** One document against cases, as if it were kept: what it would catch, and what it would not. */
export class TryOut {
  readonly #alone: ProtocolMatcher;
  readonly #now: ProtocolMatcher;
  readonly #then: ProtocolMatcher;
  readonly #musts: readonly CompiledRule[];
  /** As the document was; null: it is new. */
  readonly #former: { readonly document: HangingProtocol; readonly musts: readonly CompiledRule[] } | null;

  /** @param inForce what counts for the reader now; a former version of the document may be among them */
  constructor(document: HangingProtocol, inForce: readonly HangingProtocol[]) {
    const rank = ({ scope }: HangingProtocol): number => DocumentScope.options.indexOf(scope);
    const others = inForce.filter((one) => one.id !== document.id || rank(one) > rank(document));
    this.#alone = new ProtocolMatcher([document]);
    this.#now = new ProtocolMatcher(inForce);
    this.#then = new ProtocolMatcher([...others, document]);
    this.#musts = compileRules(document.for).musts;
    const former = this.#now.protocols.find(({ id }) => id === document.id);
    this.#former = former ? { document: former, musts: compileRules(former.for).musts } : null;
  }

  /** By what the list knows of a study, before its series are opened. Null: they have to be. @param of its case without stacks */
  atOnce(of: HangingCase): Tried | null {
    const listed = (musts: readonly CompiledRule[]): string | null =>
      this.#refusal(
        of,
        musts.filter(({ rule }) => !OF_PICTURES.has(rule.attribute)),
      );
    const refusal = listed(this.#musts);
    // What hung by the document as it was, and would no more, is not passed over.
    const isFormers = this.#former !== null && listed(this.#former.musts) === null;
    return refusal === null || isFormers ? null : { outcome: 'refused', now: null, why: refusal, differs: false };
  }

  on(of: HangingCase): Tried {
    const [before, after] = [this.#now.best(of), this.#then.best(of)];
    const now = this.#nameOf(this.#now, before);
    const own = this.#alone.hang(of);
    const [candidate] = own.candidates;
    if (candidate?.outcome !== 'hangs') {
      const why = this.#refusal(of, this.#musts) ?? candidate?.why ?? 'it does not fit';
      return { outcome: 'refused', now, why, differs: before !== after };
    }
    if (after !== candidate.id) {
      return { outcome: 'another', now: this.#nameOf(this.#then, after), why: null, differs: before !== after };
    }
    return { outcome: 'hangs', now, why: null, differs: before !== after || !this.#looksAsBefore(of, own) };
  }

  /** The document as it was hangs the same. */
  #looksAsBefore(of: HangingCase, own: Hanging): boolean {
    if (this.#former === null) return false;
    return looksOf(new ProtocolMatcher([this.#former.document]).hang(of)) === looksOf(own);
  }

  #refusal(of: HangingCase, musts: readonly CompiledRule[]): string | null {
    const facts = studyReader(of);
    const broken = musts.find(({ holds }) => !holds(facts));
    return broken === undefined ? null : `it asks for ${ruleWords(broken.rule)}`;
  }

  #nameOf({ protocols }: ProtocolMatcher, id: string | null): string | null {
    return protocols.find((one) => one.id === id)?.name ?? null;
  }
}

/** What of a hanging the eye can tell from another one: what somebody called it does not count. */
function looksOf({ stages }: Hanging): string {
  return JSON.stringify(
    stages.map(({ viewports }) =>
      viewports.map(({ kind, place, role, look, reason, stack, over, display }) => ({
        ...{ kind, place, role, look, isEmpty: reason !== null },
        stacks: [stack, over].map((of) => of && [of.studyUid, of.seriesUid, of.stack, of.objectId]),
        display: display && { ...display, id: '', label: '', missing: null },
      })),
    ),
  );
}
