import type { RawMacro } from './raw-macro.ts';

/** One element: its own attributes and the texts of its children that hold nothing but text. */
interface Element {
  readonly name: string;
  readonly values: { name: string; value: string }[];
  text: string;
  hasElements: boolean;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
const MOST_DEPTH = 50;
const CONTENT = /^(?:text|content|contents|body|value|contenttext|plaintext)$/iu;

/**
 * Macros of an XML export of any program: each element that has values of its own (attributes, or children that are text) and among them
 * a text. No entity but the five of XML and characters by number is known, nothing is fetched.
 * @returns null for a document type declaration, for what nests too deep, and for what is no XML
 */
export function rawOfXml(xml: string): readonly RawMacro[] | null {
  const found: RawMacro[] = [];
  const open: Element[] = [];
  let at = 0;
  while (at < xml.length) {
    const next = xml.indexOf('<', at);
    const last = open.at(-1);
    if (last !== undefined) last.text += unescaped(xml.slice(at, next < 0 ? xml.length : next));
    if (next < 0) break;
    const skipped = skip(xml, next, last);
    if (skipped === null) return null;
    if (skipped > next) {
      at = skipped;
      continue;
    }
    const tag =
      /^<(\/?)([\p{L}_][\p{L}\p{N}_.:-]*)((?:\s+[\p{L}_][\p{L}\p{N}_.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/u.exec(
        xml.slice(next, next + 40_000),
      );
    if (tag === null) return null;
    at = next + tag[0].length;
    if (tag[1] === '/') {
      if (!closed(open, tag[2] ?? '', found)) return null;
      continue;
    }
    if (last !== undefined) last.hasElements = true;
    open.push({ name: tag[2] ?? '', values: attributesOf(tag[3] ?? ''), text: '', hasElements: false });
    if (tag[4] === '/') closed(open, tag[2] ?? '', found);
    if (open.length > MOST_DEPTH) return null;
  }
  return open.length === 0 ? found : null;
}

/** Behind a comment, a processing instruction or CDATA; the same place: a tag; null: refused. */
function skip(xml: string, at: number, last: Element | undefined): number | null {
  const behind = (end: string): number | null => {
    const place = xml.indexOf(end, at);
    return place < 0 ? null : place + end.length;
  };
  if (xml.startsWith('<!--', at)) return behind('-->');
  if (xml.startsWith('<?', at)) return behind('?>');
  if (!xml.startsWith('<![CDATA[', at)) return xml.startsWith('<!', at) ? null : at;
  const end = behind(']]>');
  if (end !== null && last !== undefined) last.text += xml.slice(at + 9, end - 3);
  return end;
}

function closed(open: Element[], name: string, found: RawMacro[]): boolean {
  const element = open.pop();
  if (element === undefined || element.name !== name) return false;
  const parent = open.at(-1);
  if (!element.hasElements && element.values.length === 0) {
    parent?.values.push({ name: element.name, value: element.text });
    return true;
  }
  // The text of an element that has attributes is its text, where no child is.
  const values = element.values.some((one) => CONTENT.test(one.name))
    ? element.values
    : [...element.values, { name: 'text', value: element.hasElements ? '' : element.text }];
  if (values.some((one) => CONTENT.test(one.name) && one.value.trim() !== ''))
    found.push({ at: `${element.name} ${found.length + 1}`, values });
  // One by one: a file may have more of them than a call takes arguments.
  else for (const value of element.values) parent?.values.push(value);
  return true;
}

function attributesOf(text: string): { name: string; value: string }[] {
  return [...text.matchAll(/([\p{L}_][\p{L}\p{N}_.:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu)].map((found) => ({
    name: found[1] ?? '',
    value: unescaped(found[2] ?? found[3] ?? ''),
  }));
}

function unescaped(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,10}));/giu,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES.get(name) ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
    },
  );
}
