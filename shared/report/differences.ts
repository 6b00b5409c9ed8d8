import { fieldLine } from './rendered-sections.ts';
import type { RenderedSection } from './signed-document.ts';

/** A run of text that stands in both, in the earlier or in the later report only. */
export interface DifferencePart {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

export interface SectionDifference {
  readonly sectionId: string;
  readonly title: string;
  readonly parts: readonly DifferencePart[];
}

/** Steps of the comparison of one section beyond which it is shown as replaced whole. */
const MOST_STEPS = 4_000_000;

/** Sections that do not say the same, in the order of the later report, then those that it no longer has. */
export function reportDifferences(
  before: readonly RenderedSection[],
  after: readonly RenderedSection[],
): SectionDifference[] {
  const earlier = new Map(before.map((section) => [section.sectionId, section]));
  const later = new Set(after.map((section) => section.sectionId));
  const found = after.map((section) => difference(section, textOf(earlier.get(section.sectionId)), textOf(section)));
  const gone = before.filter((section) => !later.has(section.sectionId));
  return [...found, ...gone.map((section) => difference(section, textOf(section), ''))].filter(
    ({ parts }) => !parts.every(({ kind }) => kind === 'same'),
  );
}

function textOf(section: RenderedSection | undefined): string {
  if (section === undefined) return '';
  const lines = section.fields.map((field) => fieldLine(field));
  return [...lines, ...(section.text.trim() === '' ? [] : [section.text])].join('\n');
}

function difference({ sectionId, title }: RenderedSection, before: string, after: string): SectionDifference {
  return { sectionId, title, parts: textDifference(before, after) };
}

/**
 * Word by word. The parts that are not added make up the first text, those that are not removed the second; neighbours are of
 * different kinds.
 */
export function textDifference(before: string, after: string): DifferencePart[] {
  const a = wordsOf(before);
  const b = wordsOf(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return merged([
    { kind: 'same', text: a.slice(0, start).join('') },
    ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    { kind: 'same', text: a.slice(a.length - end).join('') },
  ]);
}

/** Words and the blanks between them. */
function wordsOf(text: string): readonly string[] {
  return text.match(/\s+|\S+/gu) ?? [];
}

/** By the longest common run of words, not necessarily together. */
function middle(a: readonly string[], b: readonly string[]): DifferencePart[] {
  if (a.length * b.length > MOST_STEPS) {
    return [
      { kind: 'removed', text: a.join('') },
      { kind: 'added', text: b.join('') },
    ];
  }
  // lengths[i * width + j]: how many words a from i on and b from j on have in common.
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const parts: DifferencePart[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      parts.push({ kind: 'same', text: a[i] ?? '' });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      parts.push({ kind: 'removed', text: a[i] ?? '' });
      i += 1;
    } else {
      parts.push({ kind: 'added', text: b[j] ?? '' });
      j += 1;
    }
  }
  return parts;
}

function merged(parts: readonly DifferencePart[]): DifferencePart[] {
  const found: DifferencePart[] = [];
  for (const part of parts) {
    if (part.text === '') continue;
    const last = found.at(-1);
    if (last?.kind === part.kind) found[found.length - 1] = { kind: part.kind, text: last.text + part.text };
    else found.push(part);
  }
  return found;
}
