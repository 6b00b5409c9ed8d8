import { entryOf } from '../../../../shared/lib/entry-of.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { OBJECT_CAPS } from '../../../../shared/model/dicom-object.ts';
import type { DocumentLine } from '../../../../shared/model/dicom-object.ts';

const MOST_DEPTH = 200;
/** What ends a line of a narrative block. */
const BLOCKS: ReadonlySet<string> = new Set([
  'paragraph',
  'item',
  'tr',
  'br',
  'caption',
  'list',
  'table',
  'text',
  'content',
]);
const CELLS: ReadonlySet<string> = new Set(['td', 'th']);
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * A clinical document (HL7 CDA) as lines to read: titles as headings, the narrative blocks as text. No markup of it comes through, no
 * entity but the five of XML is known, nothing is fetched (fault F48).
 * @throws AppError dicom/damaged-header for a document type declaration, or what is no XML
 */
export function clinicalDocumentLines(bytes: Uint8Array): {
  readonly lines: readonly DocumentLine[];
  readonly cut: boolean;
} {
  const reader = new NarrativeReader();
  const xml = new TextDecoder(encodingOf(bytes)).decode(bytes);
  let at = 0;
  while (at < xml.length && !reader.full) {
    const open = xml.indexOf('<', at);
    if (open < 0) break;
    reader.text(unescaped(xml.slice(at, open)));
    at = markupEnd(xml, open, reader);
  }
  reader.endLine();
  return { lines: reader.lines, cut: reader.full };
}

/** Reads one piece of markup; where the next begins. */
function markupEnd(xml: string, open: number, reader: NarrativeReader): number {
  if (xml.startsWith('<!--', open)) return after(xml, '-->', open);
  if (xml.startsWith('<?', open)) return after(xml, '?>', open);
  if (xml.startsWith('<![CDATA[', open)) {
    const end = after(xml, ']]>', open);
    reader.text(xml.slice(open + 9, end - 3));
    return end;
  }
  if (xml.startsWith('<!', open)) throw damaged('a document type declaration is not read');
  const end = tagEnd(xml, open);
  const tag = xml.slice(open + 1, end - 1);
  const name = /^\/?\s*(?:[\w.-]+:)?([\w.-]+)/.exec(tag)?.[1];
  if (name === undefined) throw damaged('it is no XML');
  if (tag.startsWith('/')) reader.close(name);
  else {
    reader.open(name);
    if (tag.endsWith('/')) reader.close(name);
  }
  return end;
}

/** A > inside quotes ends no tag. */
function tagEnd(xml: string, open: number): number {
  let quote = '';
  for (let at = open + 1; at < xml.length; at += 1) {
    const letter = xml[at] ?? '';
    if (quote !== '') quote = letter === quote ? '' : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '>') return at + 1;
  }
  throw damaged('it ends inside a tag');
}

function after(xml: string, end: string, from: number): number {
  const at = xml.indexOf(end, from);
  if (at < 0) throw damaged('it ends too early');
  return at + end.length;
}

/** Five names and numbers; anything else stays as it is written. */
function unescaped(text: string): string {
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w{1,8});/g, (whole, name: string) => {
    if (!name.startsWith('#')) return entryOf(ENTITIES, name) ?? whole;
    const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code >= 0x20 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  });
}

function encodingOf(bytes: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const said = /encoding=["']([\w-]{1,20})["']/.exec(head)?.[1]?.toLowerCase() ?? 'utf-8';
  return ['utf-8', 'iso-8859-1', 'us-ascii', 'windows-1252', 'utf-16'].includes(said) ? said : 'utf-8';
}

/** Collects the narrative: text inside <title> and <text>, line by line. */
class NarrativeReader {
  readonly lines: DocumentLine[] = [];
  readonly #path: string[] = [];
  #words = '';
  #letters = 0;

  get full(): boolean {
    return this.lines.length >= OBJECT_CAPS.lines || this.#letters >= OBJECT_CAPS.letters;
  }

  open(name: string): void {
    if (this.#path.length >= MOST_DEPTH) throw new AppError('dicom/too-deep', 'the document is nested too deep');
    if (name === 'title' || BLOCKS.has(name)) this.endLine();
    else if (CELLS.has(name) && this.#words.trim() !== '') this.#words += ' | ';
    this.#path.push(name);
  }

  close(name: string): void {
    if (this.#path.at(-1) !== name) throw damaged('its tags do not match');
    if (name === 'title' || BLOCKS.has(name)) this.endLine();
    this.#path.pop();
  }

  text(words: string): void {
    if (this.#path.includes('text') || this.#path.at(-1) === 'title') this.#words += words.replace(/\s+/g, ' ');
  }

  endLine(): void {
    const text = this.#words.trim();
    this.#words = '';
    if (text === '') return;
    this.#letters += text.length;
    const isTitle = this.#path.at(-1) === 'title';
    const depth = Math.max(0, this.#path.filter((name) => name === 'section').length - 1);
    this.lines.push({ depth, heading: isTitle, name: isTitle ? text : null, text: isTitle ? null : text, links: [] });
  }
}

function damaged(why: string): AppError {
  return new AppError('dicom/damaged-header', `the document inside cannot be read: ${why}`);
}
