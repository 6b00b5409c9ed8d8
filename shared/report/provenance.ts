import type { Provenance, WaitingProvenance } from '../model/provenance.ts';
import type { Inline, Paragraph, ReportContent } from '../model/report.ts';

/** What whoever puts text into a report says of it; where and when it was put there is added on the way (`provenanceOf`). */
export type TextOrigin =
  | { readonly kind: 'typed' }
  | Exclude<Provenance, WaitingProvenance>
  | Pick<Extract<Provenance, { kind: 'copied' }>, 'kind' | 'source'>
  | Pick<Extract<Provenance, { kind: 'ai' }>, 'kind' | 'maker'>;

/**
 * Provenance of one paragraph that is put into a report; undefined: typed.
 * @param put when (UTC, ISO 8601), and a name of the passage that no other text of the report bears
 */
export function provenanceOf(
  origin: TextOrigin,
  put: { readonly at: string; readonly passage: string },
): Provenance | undefined {
  if (origin.kind === 'typed') return undefined;
  if (origin.kind === 'copied') return { ...origin, passage: put.passage, at: put.at };
  if (origin.kind === 'ai') return { ...origin, passage: put.passage, at: put.at };
  return origin;
}

/** A text of a report. Keys stand in the order of the schema: contents are compared as JSON. */
export function textInline(text: string, from: Provenance | undefined): Inline {
  return { kind: 'text', text, ...(from === undefined ? {} : { from }) };
}

export function isSameOrigin(a: Provenance | undefined, b: Provenance | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Nobody stands for it yet. */
export function isWaiting(from: Provenance | undefined): from is WaitingProvenance {
  return (from?.kind === 'copied' || from?.kind === 'ai') && from.accepted === undefined;
}

/** In words, as it is shown and read aloud; "" for typed text. */
export function provenanceWords(from: Provenance | undefined): string {
  switch (from?.kind) {
    case undefined:
      return '';
    case 'dictated':
      return `Dictated (${from.engine})`;
    case 'template':
      return from.name === undefined ? 'From the template' : `From the template: ${from.name}`;
    case 'macro':
      return `Macro: ${from.name}`;
    case 'computed':
      return `Filled in: ${from.name}`;
    case 'pasted':
      return 'Pasted from another program';
    case 'copied':
      return `Copied from ${from.source.title}${from.source.date === null ? '' : ` of ${from.source.date}`}, ${stood(from)}`;
    case 'ai':
      return `AI draft (${from.maker}), ${stood(from)}`;
  }
}

function stood({ accepted }: WaitingProvenance): string {
  return accepted === undefined ? 'not accepted' : 'accepted';
}

/** A passage that waits for its acceptance. Offsets in the paragraphs of its section joined by LF, from its first word to its last. */
export interface WaitingPassage {
  readonly sectionId: string;
  readonly from: WaitingProvenance;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** In the order of the text. A passage that was split, or into which something was typed, is one still. */
export function waitingPassages(content: ReportContent): WaitingPassage[] {
  return content.sections.flatMap(({ sectionId, paragraphs }) => {
    const found = new Map<string, WaitingPassage>();
    for (const { from, start, text } of placedTexts(paragraphs)) {
      if (!isWaiting(from)) continue;
      const key = `${from.kind} ${from.passage}`;
      const so = found.get(key);
      const end = start + text.length;
      found.set(key, so === undefined ? { sectionId, from, start, end, text } : { ...so, end, text: so.text + text });
    }
    return [...found.values()];
  });
}

function placedTexts(
  paragraphs: readonly Paragraph[],
): { readonly from: Provenance | undefined; readonly start: number; readonly text: string }[] {
  let at = 0;
  return paragraphs.flatMap((paragraph) => {
    const placed = paragraph.flatMap((inline) => {
      const start = at;
      at += inline.text.length;
      return inline.kind === 'text' ? [{ from: inline.from, start, text: inline.text }] : [];
    });
    at += 1;
    return placed;
  });
}
