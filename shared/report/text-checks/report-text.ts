import { claimsOf, statementsOf } from '../language/statement.ts';
import type { Claim, Statement } from '../language/statement.ts';
import type { Lexicon } from '../language/lexicon.ts';
import type { Span } from '../language/sentences.ts';

/** One section as it is written, with the headings of the template. */
export interface WrittenSection {
  readonly sectionId: string;
  readonly title: string;
  readonly text: string;
}

/** What a check of the text has found, and where: offsets of the words in the section's text, end excluded. */
export interface TextFinding extends Span {
  readonly code: string;
  readonly sectionId: string;
  readonly message: string;
  /** The words bear more than one reading, or the matter is small: a note that leaves the signature free. */
  readonly isWeak?: true;
}

/** A report's text taken apart once for all checks. */
export class ReportText {
  readonly lexicon: Lexicon;
  readonly sections: readonly WrittenSection[];
  readonly statements: readonly Statement[];
  readonly #claims: readonly Claim[];

  constructor(sections: readonly WrittenSection[], lexicon: Lexicon) {
    this.lexicon = lexicon;
    this.sections = sections;
    this.statements = sections.flatMap(({ sectionId, text }) => statementsOf(sectionId, text, lexicon));
    this.#claims = claimsOf(this.statements);
  }

  /** Sentences of one section; of findings and impression without an id. */
  of(...sectionIds: readonly string[]): Statement[] {
    return this.statements.filter(({ sectionId }) => sectionIds.includes(sectionId));
  }

  claims(sectionId: string): Claim[] {
    return this.#claims.filter(({ statement }) => statement.sectionId === sectionId);
  }

  /** Text of a section; empty where there is none. */
  text(sectionId: string): string {
    return this.sections.find((section) => section.sectionId === sectionId)?.text ?? '';
  }
}

/** Words of a text as a message quotes them: one line, not too long. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return `"${line.length > 80 ? `${line.slice(0, 77).trimEnd()}…` : line}"`;
}

export const READ = ['findings', 'impression'] as const;
