import type { Code, ReportTemplate, TemplateField, TemplateSection } from '../../model/report.ts';
import { writeCodedContent } from './coded-content.ts';
import { attributesText, escaped } from './markup.ts';
import { metadataOf, NOTE } from './metadata.ts';
import { mrrtIdOf, place, TITLE_ID } from './places.ts';
import { attributeDanger, isWritable } from './safe-markup.ts';
import { writeField } from './write-field.ts';
import type { FieldWriting } from './write-field.ts';
import { TEXT_MARK } from './read-section.ts';

/** Writes a template as MRRT: HTML5 that other programs read, with what an import kept. */
export function writeMrrt(template: ReportTemplate): string {
  return new TemplateWriter(template).write();
}

class TemplateWriter implements FieldWriting {
  readonly #template: ReportTemplate;
  readonly #ids = new Set<string>([TITLE_ID]);
  readonly #codes: { id: string; code: Code }[] = [];

  constructor(template: ReportTemplate) {
    this.#template = template;
    for (const { sectionId, parts = [] } of template.sections) {
      this.#ids.add(mrrtIdOf(sectionId));
      for (const { partId } of parts) this.#ids.add(partId);
    }
  }

  write(): string {
    const template = this.#template;
    this.code(TITLE_ID, template.title);
    const body = template.sections.map((section) => this.#section(section));
    for (const { id, code } of template.kept?.codes ?? []) this.code(id, code);
    const notes = (template.kept?.metadata ?? [])
      .filter(({ name }) => name.startsWith(NOTE))
      .map(({ name, content }) => ({ name: name.slice(NOTE.length), content }));
    return [
      '<!DOCTYPE html>',
      `<html${this.attributes('html', [])}>`,
      '<head>',
      '<meta charset="UTF-8">',
      `<title${this.attributes('title', [['id', TITLE_ID]])}>${escaped(template.name)}</title>`,
      ...metadataOf(template).map(([name, content]) => {
        return `<meta${attributesText([
          ['name', name],
          ['content', content],
        ])}>`;
      }),
      '<script type="text/xml">',
      writeCodedContent(this.#codes, notes),
      '</script>',
      '</head>',
      `<body${this.attributes('body', [])}>`,
      ...body,
      ...this.#elements('body'),
      '</body>',
      '</html>',
      '',
    ].join('\n');
  }

  /** An id that no other element of the document has. */
  id(wanted: string, sectionId: string): string {
    let id = wanted;
    for (let number = 1; this.#ids.has(id); number += 1)
      id = `${sectionId}.${wanted}${number === 1 ? '' : `-${number}`}`;
    this.#ids.add(id);
    return id;
  }

  code(id: string, code: Code | null): void {
    if (code !== null) this.#codes.push({ id, code });
  }

  /** Ours first; what was kept takes the place of the same name, unless it could run or load something. */
  attributes(at: string, own: readonly (readonly [string, string])[]): string {
    const merged = new Map(own);
    for (const kept of this.#template.kept?.attributes ?? []) {
      const isSafe = isWritable(kept.name) && attributeDanger(kept.name, kept.value) === null;
      if (kept.at === at && isSafe) merged.set(kept.name, kept.value);
    }
    return attributesText(merged);
  }

  #elements(at: string): string[] {
    return (this.#template.kept?.elements ?? []).filter((one) => one.at === at).map(({ html }) => html);
  }

  #section(section: TemplateSection): string {
    const { sectionId, title, parts = [], fields } = section;
    const id = mrrtIdOf(sectionId);
    this.code(id, section.code);
    const own = this.attributes(place.section(sectionId), [
      ['id', id],
      ['class', 'level1'],
      ['data-section-name', title],
    ]);
    const partIds = new Set(parts.map(({ partId }) => partId));
    const loose = fields.filter(({ partId }) => partId === undefined || !partIds.has(partId));
    return [
      `<section${own}>`,
      `<header class="level1">${escaped(title)}</header>`,
      ...this.#texts(section),
      ...this.#fields(section, loose),
      ...this.#elements(place.section(sectionId)),
      ...parts.map((part) => this.#part(section, part)),
      '</section>',
    ].join('\n');
  }

  #part(section: TemplateSection, { partId, title, code }: NonNullable<TemplateSection['parts']>[number]): string {
    this.code(partId, code);
    const own = this.attributes(place.part(section.sectionId, partId), [
      ['id', partId],
      ['class', 'level2'],
      ['data-section-name', title],
    ]);
    return [
      `<section${own}>`,
      `<header class="level2">${escaped(title)}</header>`,
      ...this.#fields(
        section,
        section.fields.filter((field) => field.partId === partId),
      ),
      ...this.#elements(place.part(section.sectionId, partId)),
      '</section>',
    ].join('\n');
  }

  #texts({ sectionId, title, initialText, normalText, required }: TemplateSection): string[] {
    const box = (kind: string, text: string, completion: string): string => {
      const own = attributesText([
        ['id', this.id(`${mrrtIdOf(sectionId)}.${kind}`, sectionId)],
        ['name', title],
        ['data-field-type', 'TEXT'],
        ['data-field-completion-action', completion],
        [TEXT_MARK, kind],
      ]);
      return `<p><textarea${own}>\n${escaped(text)}</textarea></p>`;
    };
    const initial = box('initial', initialText, required ? 'PROHIBIT' : 'NONE');
    return normalText === '' ? [initial] : [initial, box('normal', normalText, 'NONE')];
  }

  #fields(section: TemplateSection, fields: readonly TemplateField[]): string[] {
    return fields.map((field) => writeField(section.sectionId, field, this));
  }
}
