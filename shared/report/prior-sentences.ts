import { sentencesOf } from './language/sentences.ts';
import type { Span } from './language/sentences.ts';
import { matchingSection } from './prior-section.ts';

/** A sentence of an earlier report; `end` is behind its point, the span is of the text of its section. */
export interface PriorSentence extends Span {
  /** Its section, by the place in the list. */
  readonly section: number;
  readonly text: string;
}

type Section = { readonly title: string; readonly text: string };

/** In the order of the report, each with its point. Numbers of a list are left out. */
export function priorSentences(sections: readonly Section[]): PriorSentence[] {
  return sections.flatMap(({ text }, section) =>
    sentencesOf(text).map(({ start, end }) => {
      const point = /^[.;!?]["')\]]*/.exec(text.slice(end))?.[0].length ?? 0;
      return { section, start, end: end + point, text: text.slice(start, end + point) };
    }),
  );
}

/** The sentence with which copying into a section begins: the first of its counterpart, else the first of all; null: there is none. */
export function firstSentenceFor(
  sentences: readonly PriorSentence[],
  sections: readonly Section[],
  into: { readonly sectionId: string; readonly title: string } | undefined,
): number | null {
  if (sentences.length === 0) return null;
  const match = into === undefined ? null : matchingSection(into, sections);
  const place = match === null ? -1 : sections.indexOf(match);
  return Math.max(
    0,
    sentences.findIndex(({ section }) => section === place),
  );
}

/** The sentence at a place in the text of a section, or the last one before it; null: the section has none. */
export function sentenceAt(sentences: readonly PriorSentence[], section: number, offset: number): number | null {
  const first = sentences.findIndex((one) => one.section === section);
  const found = sentences.findLastIndex((one) => one.section === section && one.start <= offset);
  return first < 0 ? null : Math.max(first, found);
}
