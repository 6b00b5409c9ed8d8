import { textDifference } from '../../report/differences.ts';
import type { DifferencePart } from '../../report/differences.ts';
import { sentencesOf } from '../../report/language/sentences.ts';
import type { WrittenSection } from '../../report/text-checks/report-text.ts';
import { likeness, tellingWords } from './finding-items.ts';

/** A line of two reports side by side; null: the other one has nothing like it. */
export interface SentencePair {
  readonly first: { readonly sectionId: string; readonly text: string } | null;
  readonly second: { readonly sectionId: string; readonly text: string } | null;
  readonly words: readonly DifferencePart[];
}

interface Sentence {
  readonly sectionId: string;
  readonly text: string;
  readonly words: ReadonlySet<string>;
}

/** Share of common words from which two sentences stand beside each other. */
const ALIKE = 0.3;

/** Sentence by sentence, section by section; the order of each report is kept. */
export function alignSentences(first: readonly WrittenSection[], second: readonly WrittenSection[]): SentencePair[] {
  const ids = [...new Set([...first, ...second].map(({ sectionId }) => sectionId))];
  return ids.flatMap((id) => alignSection(sentences(first, id), sentences(second, id)));
}

function sentences(sections: readonly WrittenSection[], id: string): Sentence[] {
  return sections
    .filter(({ sectionId }) => sectionId === id)
    .flatMap(({ sectionId, text }) =>
      sentencesOf(text).map(({ start, end }) => {
        const piece = text.slice(start, end);
        return { sectionId, text: piece, words: tellingWords(piece) };
      }),
    );
}

/** The pairs whose likeness adds up to the most, in the order of both. */
function alignSection(a: readonly Sentence[], b: readonly Sentence[]): SentencePair[] {
  const like = (i: number, j: number): number => {
    const [one, other] = [a[i], b[j]];
    if (one === undefined || other === undefined) return 0;
    const found = one.text === other.text ? 1 : likeness(one.words, other.words);
    return found >= ALIKE ? found : 0;
  };
  const width = b.length + 1;
  const best = new Float64Array((a.length + 1) * width);
  const at = (i: number, j: number): number => best[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const both = like(i, j);
      best[i * width + j] = Math.max(at(i + 1, j), at(i, j + 1), both > 0 ? both + at(i + 1, j + 1) : 0);
    }
  }
  const found: SentencePair[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const both = like(i, j);
    if (both > 0 && at(i, j) === both + at(i + 1, j + 1)) found.push(pair(a[i++], b[j++]));
    else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) found.push(pair(a[i++], undefined));
    else found.push(pair(undefined, b[j++]));
  }
  return found;
}

function pair(first: Sentence | undefined, second: Sentence | undefined): SentencePair {
  const plain = (one: Sentence | undefined): SentencePair['first'] =>
    one === undefined ? null : { sectionId: one.sectionId, text: one.text };
  const words = first === undefined || second === undefined ? [] : textDifference(first.text, second.text);
  return { first: plain(first), second: plain(second), words };
}
