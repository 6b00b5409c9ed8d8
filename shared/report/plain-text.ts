import type { Provenance } from '../model/provenance.ts';
import type { Inline, Paragraph, ReportContent, ReportSection } from '../model/report.ts';
import { isSameOrigin, textInline } from './provenance.ts';

/**
 * Text as it may stand in a report. Every visible character stays as typed. CRLF, CR, vertical tab, form feed, NEL and the
 * Unicode line and paragraph separators become LF; the other control characters, which no output format may carry, go; half a
 * surrogate pair, which is no character and would turn into another one in UTF-8, becomes U+FFFD. A tab becomes four blanks: DICOM
 * text cannot hold one (Part 5, 6.1.3).
 */
export function cleanText(text: string): string {
  return (
    text
      .replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, '\n')
      .replaceAll('\t', '    ')
      // eslint-disable-next-line no-control-regex -- control characters are what this line is about
      .replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g, '')
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
  );
}

/** Plain text to paragraphs, one a line. Empty text gives no paragraph. */
export function paragraphsOf(text: string, from?: Provenance): Paragraph[] {
  const clean = cleanText(text);
  if (clean === '') return [];
  return clean.split('\n').map((line) => (line === '' ? [] : [textInline(line, from)]));
}

/** Words of one inline: a measurement stands in the text with the words it had when it was inserted. */
function inlineText(inline: Inline): string {
  return inline.text;
}

export function paragraphText(paragraph: Paragraph): string {
  return paragraph.map((inline) => inlineText(inline)).join('');
}

/** Paragraphs joined by LF, empty lines at both ends removed. */
export function paragraphsText(paragraphs: readonly Paragraph[]): string {
  const lines = paragraphs.flatMap((paragraph) => paragraphText(paragraph).split('\n'));
  let [from, to] = [0, lines.length - 1];
  while (from < to && isEmptyLine(lines[from])) from += 1;
  while (to > from && isEmptyLine(lines[to])) to -= 1;
  return lines.slice(from, to + 1).join('\n');
}

function isEmptyLine(line = ''): boolean {
  return /^[ \t]*$/.test(line);
}

/** Same content with clean text, no line break inside an inline, no empty inline, neighbouring texts of one origin joined. */
export function normaliseContent(content: ReportContent): ReportContent {
  return { ...content, sections: content.sections.map((section) => normaliseSection(section)) };
}

function normaliseSection(section: ReportSection): ReportSection {
  const fields: Record<string, string> = {};
  for (const [fieldId, value] of Object.entries(section.fields)) fields[fieldId] = cleanText(value);
  return {
    sectionId: section.sectionId,
    paragraphs: section.paragraphs.flatMap((paragraph) => normaliseParagraph(paragraph)),
    fields,
    ...(section.origins ? { origins: cleanOrigins(section.origins) } : {}),
  };
}

function cleanOrigins(origins: NonNullable<ReportSection['origins']>): NonNullable<ReportSection['origins']> {
  return Object.fromEntries(
    Object.entries(origins).map(([fieldId, origin]) => {
      if (origin.kind !== 'computed' || !origin.changed) return [fieldId, origin];
      const { value, reason } = origin.changed;
      return [fieldId, { ...origin, changed: { value: cleanText(value), reason: oneLine(reason) } }];
    }),
  );
}

function normaliseParagraph(paragraph: Paragraph): Paragraph[] {
  let current: Paragraph = [];
  const all: Paragraph[] = [current];
  for (const inline of paragraph) {
    if (inline.kind === 'measurement') {
      current.push({ ...inline, label: oneLine(inline.label), text: oneLine(inline.text) });
      continue;
    }
    for (const [index, line] of cleanText(inline.text).split('\n').entries()) {
      if (index > 0) all.push((current = []));
      appendText(current, line, inline.from);
    }
  }
  return all;
}

function appendText(paragraph: Paragraph, text: string, from: Provenance | undefined): void {
  if (text === '') return;
  const last = paragraph.at(-1);
  const isJoined = last?.kind === 'text' && isSameOrigin(last.from, from);
  if (isJoined) paragraph[paragraph.length - 1] = textInline(last.text + text, from);
  else paragraph.push(textInline(text, from));
}

function oneLine(text: string): string {
  return cleanText(text).replace(/\n+/g, ' ');
}
