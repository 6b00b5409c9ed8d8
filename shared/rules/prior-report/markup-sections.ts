import { DroppedList, safeDocument } from '../../report/mrrt/html-tree.ts';
import type { Markup } from '../../report/mrrt/markup.ts';
import { cleanText } from '../../report/plain-text.ts';

/** Elements that begin a line of their own; a row of a table is one line. */
const LINES: ReadonlySet<string> = new Set(
  'address article blockquote body caption center dd div dl dt footer form header hr li main ol p pre section table tr ul'.split(
    ' ',
  ),
);
const HEADINGS: ReadonlySet<string> = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const CELLS: ReadonlySet<string> = new Set(['td', 'th']);
/** What is struck out was taken back: read as if it stood there, it would say the opposite. */
const STRUCK: ReadonlySet<string> = new Set(['s', 'strike', 'del']);

interface Draft {
  title: string;
  text: string;
}

/**
 * Markup of a stranger as sections of plain text: a heading begins a section. Nothing of it is run, loaded or kept as markup.
 * @throws AppError report/template-bounds where it is too long, too deep or has too many elements
 */
export function markupSections(markup: string): { readonly title: string; readonly text: string }[] {
  const { html } = safeDocument(markup, new DroppedList());
  const sections: Draft[] = [{ title: '', text: '' }];
  const body = html.children.find((child): child is Markup => typeof child !== 'string' && child.tag === 'body');
  walk(body ?? html, sections, false);
  return sections
    .map(({ title, text }) => ({ title: tidy(title).replaceAll('\n', ' '), text: tidy(text) }))
    .filter(({ text }) => text !== '');
}

function walk(node: Markup, sections: Draft[], isPreformatted: boolean): void {
  for (const child of node.children) {
    const last = sections.at(-1);
    if (last === undefined) return;
    if (typeof child === 'string') last.text += isPreformatted ? child : child.replace(/[ \t\r\n\f]+/g, ' ');
    else if (child.tag === 'br') last.text += '\n';
    else if (HEADINGS.has(child.tag)) sections.push({ title: wordsOf(child), text: '' });
    else if (STRUCK.has(child.tag)) last.text += `[struck out: ${wordsOf(child)}]`;
    else {
      const isLine = LINES.has(child.tag);
      if (isLine) last.text += '\n';
      walk(child, sections, isPreformatted || child.tag === 'pre');
      const now = sections.at(-1);
      if (now !== undefined && (isLine || CELLS.has(child.tag))) now.text += isLine ? '\n' : '  ';
    }
  }
}

function wordsOf(node: Markup): string {
  const within: Draft[] = [{ title: '', text: '' }];
  walk(node, within, false);
  return within.map(({ title, text }) => `${title} ${text}`.replace(/\s+/g, ' ').trim()).join(' ');
}

/** Blanks at the ends of lines gone, at most one empty line between two. */
function tidy(text: string): string {
  return cleanText(text.replaceAll('\u00a0', ' '))
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
