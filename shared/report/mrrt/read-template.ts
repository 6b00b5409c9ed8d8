import type { Code, ReportTemplate, TemplateSection } from '../../model/report.ts';
import { AppError } from '../../errors/app-error.ts';
import { parseTemplate } from '../template.ts';
import { badTemplate, BOUNDS, outOfBounds } from './bounds.ts';
import { readCodedContent } from './coded-content.ts';
import { DroppedList, safeDocument } from './html-tree.ts';
import type { Dropped } from './html-tree.ts';
import { KeptList } from './kept-list.ts';
import { findAll, isBlank, plainText } from './markup.ts';
import type { Markup } from './markup.ts';
import { NOTE, readMetadata } from './metadata.ts';
import { TITLE_ID } from './places.ts';
import { isField } from './read-field.ts';
import { isSection, readSection } from './read-section.ts';
import type { SectionSource } from './read-section.ts';

export interface ReadTemplate {
  readonly template: ReportTemplate;
  /** What the file held that was left out: whatever could run or load, and what has no place in a form. */
  readonly dropped: readonly Dropped[];
}

/** LOINC of a form that has no code of its own. */
const ANY_STUDY: Code = { value: '18748-4', scheme: 'LN', meaning: 'Diagnostic imaging study' };

/**
 * Reads an MRRT template (HTML5 in the dialect of RSNA). Nothing in it is run, fetched or put into a page. Throws
 * report/template-bounds and report/bad-template.
 */
export function parseMrrt(text: string): ReadTemplate {
  const dropped = new DroppedList();
  const kept = new KeptList();
  const { html, xml } = safeDocument(text, dropped);
  const coded = readCodedContent(xml, dropped);
  const codes = new Map([...coded.codes].map(([id, list]) => [id, [...list]]));
  const takeCode = (id: string, writtenAs: string): Code | null => {
    const [first = null, ...more] = codes.get(id) ?? [];
    codes.delete(id);
    for (const code of more) kept.code(writtenAs, code);
    return first;
  };
  const [head] = findAll(html, ({ tag }) => tag === 'head');
  const [body] = findAll(html, ({ tag }) => tag === 'body');
  const metadata = readMetadata(head, kept);
  const [title] = head ? findAll(head, ({ tag }) => tag === 'title') : [];
  const titleCode = takeCode(title?.attributes.get('id') ?? TITLE_ID, TITLE_ID);
  kept.attributes('html', html, []);
  if (title) kept.attributes('title', title, ['id']);
  if (body) kept.attributes('body', body, []);
  for (const { name, content } of coded.notes) kept.metadata(`${NOTE}${name}`, content);
  const sections = readSections(body, { kept, dropped, code: takeCode });
  for (const [id, list] of codes) for (const code of list) kept.code(id, code);
  const carried = kept.list();
  const template = { ...metadata, title: titleCode ?? ANY_STUDY, sections, ...(carried ? { kept: carried } : {}) };
  return { template: checked(template), dropped: dropped.list() };
}

function readSections(
  body: Markup | undefined,
  given: Pick<SectionSource, 'kept' | 'dropped' | 'code'>,
): TemplateSection[] {
  if (!body) throw badTemplate('it has no body');
  const labels = findAll(body, ({ tag, attributes }) => tag === 'label' && attributes.has('for'));
  const lists = findAll(body, ({ tag }) => tag === 'datalist');
  const source: SectionSource = {
    ...given,
    labels: new Map(labels.map((label) => [label.attributes.get('for') ?? '', label])),
    datalists: new Map(lists.map((list) => [list.attributes.get('id') ?? '', list])),
    fieldIds: new Set(),
    sectionIds: new Set(),
  };
  const nodes = findAll(body, isSection);
  if (nodes.length === 0) throw badTemplate('it has no section');
  if (nodes.length > BOUNDS.sections) throw outOfBounds('sections', BOUNDS.sections);
  keepOutside(body, source);
  const sections = nodes.map((node) => readSection(node, source));
  const fields = sections.reduce((sum, section) => sum + section.fields.length, 0);
  if (fields > BOUNDS.fields) throw outOfBounds('fields', BOUNDS.fields);
  return sections;
}

/** What stands in the body beside the sections. */
function keepOutside(node: Markup, source: SectionSource): void {
  for (const child of node.children) {
    if (typeof child === 'string') {
      if (!isBlank(child)) source.kept.element('body', child);
    } else if (isField(child)) {
      source.dropped.add('field outside the sections');
    } else if (!isSection(child) && child.tag !== 'datalist') {
      if (findAll(child, (one) => isSection(one) || isField(one)).length > 0) keepOutside(child, source);
      else if (plainText(child) !== '' || child.attributes.size > 0) source.kept.element('body', child);
    }
  }
}

function checked(template: unknown): ReportTemplate {
  try {
    return parseTemplate(template);
  } catch (error) {
    if (error instanceof AppError) throw badTemplate(error.message);
    throw error;
  }
}
