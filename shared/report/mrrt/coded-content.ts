import type { Code } from '../../model/report.ts';
import { BOUNDS, outOfBounds } from './bounds.ts';
import type { DroppedList } from './html-tree.ts';
import { attributesText, escaped } from './markup.ts';

/** Coding schemes of templates: the designator of DICOM (Part 16, 8), the name in a template, the OID. */
const SCHEMES: readonly (readonly [designator: string, name: string, oid: string])[] = [
  ['LN', 'LOINC', '2.16.840.1.113883.6.1'],
  ['RADLEX', 'RADLEX', '2.16.840.1.113883.6.256'],
  ['SCT', 'SNOMEDCT', '2.16.840.1.113883.6.96'],
  ['UCUM', 'UCUM', '2.16.840.1.113883.6.8'],
  ['DCM', 'DCM', '1.2.840.10008.2.16.4'],
];

export interface CodedContent {
  /** Codes of elements by id, in the order they stand. */
  readonly codes: ReadonlyMap<string, readonly Code[]>;
  /** Plain children of template_attributes, as top-level-flag and status. */
  readonly notes: readonly { readonly name: string; readonly content: string }[];
}

interface Tag {
  readonly name: string;
  readonly close: boolean;
  readonly attributes: ReadonlyMap<string, string>;
  /** Text behind it, up to the next tag. */
  readonly text: string;
}

/** Reads the template_attributes of a template: tags, attributes and the five entities of XML, no declarations. */
export function readCodedContent(texts: readonly string[], dropped: DroppedList): CodedContent {
  const codes = new Map<string, Code[]>();
  const notes: { name: string; content: string }[] = [];
  let entry: string | null = null;
  let count = 0;
  for (const tag of texts.flatMap((text) => tagsOf(text, dropped))) {
    if (tag.name === 'entry') {
      entry = tag.close ? null : (tag.attributes.get('origtxt') ?? null);
    } else if (tag.name === 'code' && !tag.close && entry !== null) {
      count += 1;
      if (count > BOUNDS.codes) throw outOfBounds('codes', BOUNDS.codes);
      const code = codeOf(tag.attributes);
      if (code !== null) codes.set(entry, [...(codes.get(entry) ?? []), code]);
    } else if (['top-level-flag', 'status'].includes(tag.name) && !tag.close) {
      notes.push({ name: tag.name, content: tag.text.trim() });
    }
  }
  return { codes, notes };
}

export function writeCodedContent(
  entries: readonly { readonly id: string; readonly code: Code }[],
  notes: CodedContent['notes'],
): string {
  const used = new Set(entries.map(({ code }) => code.scheme));
  return [
    '<template_attributes>',
    ...notes.map(({ name, content }) => `  <${name}>${escaped(content)}</${name}>`),
    '  <coded_content>',
    '    <coding_schemes>',
    ...SCHEMES.filter(([designator]) => used.has(designator)).map(
      ([, name, oid]) =>
        `      <coding_scheme${attributesText([
          ['name', name],
          ['designator', oid],
        ])}/>`,
    ),
    '    </coding_schemes>',
    ...entries.map(({ id, code }) => {
      const scheme = SCHEMES.find(([designator]) => designator === code.scheme)?.[1] ?? code.scheme;
      const text = attributesText([
        ['meaning', code.meaning],
        ['value', code.value],
        ['scheme', scheme],
      ]);
      return `    <entry${attributesText([['origtxt', id]])}><term><code${text}/></term></entry>`;
    }),
    '  </coded_content>',
    '</template_attributes>',
  ].join('\n');
}

function codeOf(attributes: ReadonlyMap<string, string>): Code | null {
  const value = attributes.get('value')?.trim() ?? '';
  const named = attributes.get('scheme')?.trim() ?? '';
  if (value === '' || named === '') return null;
  const upper = named.toUpperCase();
  const known = SCHEMES.find(([designator, name, oid]) => [designator, name, oid].includes(upper));
  return { value, scheme: known?.[0] ?? named, meaning: attributes.get('meaning') ?? '' };
}

/** Tags of a text that is XML or nearly: comments are read through, since some templates hide the whole of it in one. */
function tagsOf(text: string, dropped: DroppedList): Tag[] {
  const tags: Tag[] = [];
  for (const piece of text.replaceAll('<!--', '').replaceAll('-->', '').split('<').slice(1)) {
    // What no bracket ends is no tag, and would be gone through once for every letter of its name.
    const found = piece.includes('>') ? /^(\/?)([a-z_][-\w]*)([^>]*)>([^]*)$/i.exec(piece) : null;
    if (found) {
      const [, slash, name, rest, behind] = found;
      tags.push({
        name: (name ?? '').toLowerCase(),
        close: slash === '/',
        attributes: attributesOf(rest ?? ''),
        text: entitiesRead(behind ?? ''),
      });
    } else if (piece.startsWith('!')) {
      dropped.add('declaration in the codes');
    }
  }
  return tags;
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name, one, two] of text.matchAll(/([a-z_][-\w]{0,60})\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)')/gi)) {
    if (name !== undefined) found.set(name.toLowerCase(), entitiesRead(one ?? two ?? ''));
  }
  return found;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
]);

/** An entity that a declaration would have named stays as it is written. */
function entitiesRead(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,8}));/gi, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return ENTITIES.get(name) ?? whole;
    const point = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
    return point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : whole;
  });
}
