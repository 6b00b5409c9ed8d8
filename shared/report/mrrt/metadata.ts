import type { Code, ReportTemplate } from '../../model/report.ts';
import type { KeptList } from './kept-list.ts';
import { findAll, plainText } from './markup.ts';
import type { Markup } from './markup.ts';

/** Before the name of a plain child of template_attributes among the metadata kept. */
export const NOTE = 'template_attributes.';
const TYPE = 'IMAGE_REPORT_TEMPLATE';

type Metadata = Omit<ReportTemplate, 'title' | 'sections' | 'kept'>;

/** Name, id, and what a template is chosen by, from its head. What is not known is kept. */
export function readMetadata(head: Markup | undefined, kept: KeptList): Metadata {
  const nodes = head ? findAll(head, ({ tag, attributes }) => tag === 'meta' && attributes.has('name')) : [];
  const [titleNode] = head ? findAll(head, ({ tag }) => tag === 'title') : [];
  const title = titleNode ? plainText(titleNode) : '';
  const all = nodes.map(({ attributes }) => ({
    name: attributes.get('name') ?? '',
    content: (attributes.get('content') ?? '').trim(),
  }));
  const taken = new Set<unknown>();
  const every = (name: string): string[] => {
    const found = all.filter((one) => one.name.toLowerCase() === name && one.content !== '');
    for (const one of found) taken.add(one);
    return found.map(({ content }) => content);
  };
  const one = (name: string): string | undefined => {
    const found = all.find((entry) => entry.name.toLowerCase() === name && entry.content !== '');
    if (found) taken.add(found);
    return found?.content;
  };
  const dublinTitle = all.find((entry) => entry.name.toLowerCase() === 'dcterms.title');
  const name = title || dublinTitle?.content || 'Report template';
  if (dublinTitle?.content === name) taken.add(dublinTitle);
  const type = all.find((entry) => entry.name.toLowerCase() === 'dcterms.type' && entry.content === TYPE);
  if (type) taken.add(type);
  const metadata: Metadata = {
    templateId: one('dcterms.identifier') ?? slug(name),
    version: versionOf(one('nightjar.version')),
    name,
    modalities: every('nightjar.modality'),
    bodyParts: every('nightjar.body-part'),
    ...filled('language', one('dcterms.language')),
    ...filled('publisher', one('dcterms.publisher')),
    ...filled('anatomy', listed(every('nightjar.anatomy'))),
    ...filled('procedures', listed(every('nightjar.procedure').flatMap(procedure))),
    ...filled('words', listed(every('nightjar.word'))),
    ...filled('sexes', listed(every('nightjar.sex').flatMap(sex))),
    ...filled('ages', agesOf(one('nightjar.ages'))),
    ...filled('sites', listed(every('nightjar.site'))),
    ...filled('readers', listed(every('nightjar.reader'))),
  };
  for (const entry of all) if (!taken.has(entry)) kept.metadata(entry.name, entry.content);
  return metadata;
}

/** The metadata of a template as names and contents, in the order they are written. */
export function metadataOf(template: ReportTemplate): (readonly [name: string, content: string])[] {
  const { ages, kept, language, publisher } = template;
  const list = (name: string, items: readonly string[] = []) => items.map((item) => [name, item] as const);
  const own = kept?.metadata.filter(({ name }) => !name.startsWith(NOTE)) ?? [];
  return [
    ...(own.some(({ name }) => name.toLowerCase() === 'dcterms.title') ? [] : list('dcterms.title', [template.name])),
    ...list('dcterms.identifier', [template.templateId]),
    ...list('dcterms.type', [TYPE]),
    ...list('dcterms.language', language === undefined ? [] : [language]),
    ...list('dcterms.publisher', publisher === undefined ? [] : [publisher]),
    ...own.map(({ name, content }) => [name, content] as const),
    ...list('nightjar.version', [String(template.version)]),
    ...list('nightjar.modality', template.modalities),
    ...list('nightjar.body-part', template.bodyParts),
    ...list('nightjar.anatomy', template.anatomy),
    ...list(
      'nightjar.procedure',
      template.procedures?.map(({ scheme, value, meaning }) => `${scheme}|${value}|${meaning}`),
    ),
    ...list('nightjar.word', template.words),
    ...list('nightjar.sex', template.sexes),
    ...list('nightjar.ages', ages ? [`${ages.from ?? ''}-${ages.to ?? ''}`] : []),
    ...list('nightjar.site', template.sites),
    ...list('nightjar.reader', template.readers),
  ];
}

function filled<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: Value });
}

function listed<T>(items: T[]): T[] | undefined {
  return items.length === 0 ? undefined : items;
}

function versionOf(text: string | undefined): number {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : 1;
}

function procedure(text: string): Code[] {
  const [scheme = '', value = '', ...meaning] = text.split('|');
  return value === '' ? [] : [{ scheme, value, meaning: meaning.join('|') }];
}

function sex(text: string): ('F' | 'M' | 'O')[] {
  return text === 'F' || text === 'M' || text === 'O' ? [text] : [];
}

function agesOf(text: string | undefined): ReportTemplate['ages'] | undefined {
  const found = /^(\d{0,3})-(\d{0,3})$/.exec(text ?? '');
  const years = (digits: string | undefined): number | null =>
    digits === undefined || digits === '' ? null : Number(digits);
  return found ? { from: years(found[1]), to: years(found[2]) } : undefined;
}

function slug(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'template'
  );
}
