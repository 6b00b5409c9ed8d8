import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { CheckFinding } from '../model/report.ts';
import { Lexicon } from './language/lexicon.ts';

const RulesFile = z.strictObject({
  version: z.number().int(),
  date: z.string(),
  rules: z.array(z.strictObject({ code: z.string(), tier: CheckFinding.shape.tier, title: z.string() })),
});

/** How strongly each check of the text is put to the reader, and the words that the checks know. */
export class RuleBook {
  readonly lexicon: Lexicon;
  readonly #tiers: ReadonlyMap<string, CheckFinding['tier']>;

  /** Throws AppError report/bad-rules for files of another shape. */
  constructor(rules: unknown, lexicon: unknown) {
    const parsed = RulesFile.safeParse(rules);
    if (!parsed.success) {
      throw new AppError('report/bad-rules', `not usable rules: ${parsed.error.issues[0]?.message ?? ''}`);
    }
    this.#tiers = new Map(parsed.data.rules.map(({ code, tier }) => [code, tier]));
    this.lexicon = new Lexicon(lexicon);
  }

  /**
   * Null for a rule that is not in the book: it is switched off.
   * @param isWeak weak evidence asks no question: what it would stop is noted
   */
  tier(code: string, isWeak = false): CheckFinding['tier'] | null {
    const tier = this.#tiers.get(code) ?? null;
    return isWeak && tier === 'acknowledge' ? 'note' : tier;
  }
}
