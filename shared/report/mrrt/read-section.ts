import type { Code, TemplateField, TemplatePart, TemplateSection } from '../../model/report.ts';
import { BOUNDS, outOfBounds } from './bounds.ts';
import type { DroppedList } from './html-tree.ts';
import type { KeptList } from './kept-list.ts';
import { findAll, isBlank, plainText, textOf } from './markup.ts';
import type { Markup } from './markup.ts';
import { mrrtIdOf, place, sectionCode, sectionIdOf } from './places.ts';
import { isField, isRadio, readField, readRadios } from './read-field.ts';
import type { FieldPlace } from './read-field.ts';

/** What all sections of a document are read with. */
export interface SectionSource {
  readonly kept: KeptList;
  readonly dropped: DroppedList;
  readonly labels: ReadonlyMap<string, Markup>;
  readonly datalists: ReadonlyMap<string, Markup>;
  readonly fieldIds: Set<string>;
  readonly sectionIds: Set<string>;
  /** The first code of an element, taken; the others are kept under the id that it is written with. */
  code(id: string, writtenAs: string): Code | null;
}

export const TEXT_MARK = 'data-nightjar-text';

export function isSection({ tag }: Markup): boolean {
  return tag === 'section';
}

/** One section of level 1, with those of level 2 as its parts. */
export function readSection(node: Markup, source: SectionSource): TemplateSection {
  return new SectionReader(node, source).read();
}

class SectionReader {
  readonly #node: Markup;
  readonly #source: SectionSource;
  readonly #sectionId: string;
  readonly #title: string;
  readonly #code: Code | null;
  readonly #fields: TemplateField[] = [];
  readonly #parts: TemplatePart[] = [];
  readonly #texts = new Map<string, string>();
  readonly #radios = new Map<string, { node: Markup; label: string }[]>();
  #required: boolean | null = null;
  #partId: string | null = null;

  constructor(node: Markup, source: SectionSource) {
    this.#node = node;
    this.#source = source;
    const id = node.attributes.get('id') ?? '';
    this.#title = titleOf(node, id);
    const ours = sectionIdOf(id, this.#title, null);
    const code = source.code(id, mrrtIdOf(ours));
    const wanted = sectionIdOf(id, this.#title, code) || 'section';
    this.#sectionId = distinctId(wanted, source.sectionIds, source.dropped, 'section');
    this.#code = code;
  }

  read(): TemplateSection {
    const { kept } = this.#source;
    kept.attributes(place.section(this.#sectionId), this.#node, ['id', 'class', 'data-section-name']);
    this.#children(this.#node, null);
    const sectionId = this.#sectionId;
    const only = this.#freeText();
    return {
      sectionId,
      title: this.#title,
      code: this.#code ?? sectionCode(sectionId, this.#title),
      required: this.#required ?? (only?.completion === 'PROHIBIT' || ['findings', 'impression'].includes(sectionId)),
      fields: only ? [] : this.#fields,
      initialText: this.#texts.get('initial') ?? '',
      normalText: this.#texts.get('normal') ?? only?.initial ?? '',
      ...(this.#parts.length === 0 ? {} : { parts: this.#parts }),
    };
  }

  /** A section with one nameless box is that box: its free text. */
  #freeText(): TemplateField | null {
    const [only, other] = this.#fields;
    if (!only || other || only.look !== 'lines' || this.#texts.size > 0 || this.#parts.length > 0) return null;
    const isNamed = ![this.#title, only.fieldId].includes(only.label) || only.code !== null || only.unit !== null;
    const at = [place.field, place.row, place.label].some((of) =>
      this.#source.kept.has(of(this.#sectionId, only.fieldId)),
    );
    return isNamed || at ? null : only;
  }

  #here(): string {
    return this.#partId === null ? place.section(this.#sectionId) : place.part(this.#sectionId, this.#partId);
  }

  #children(parent: Markup, row: Markup | null): void {
    parent.children.forEach((child, at) => {
      const before = parent.children[at - 1];
      if (typeof child === 'string') {
        const isTaken = parent.tag === 'label' || (typeof before === 'object' && this.#isLabelledBehind(before));
        if (!isBlank(child) && !isTaken) this.#source.kept.element(this.#here(), child);
        return;
      }
      const behind = parent.children[at + 1];
      this.#element(child, row, typeof behind === 'string' ? behind : '', parent);
    });
  }

  #element(node: Markup, row: Markup | null, behind: string, parent: Markup): void {
    if (isField(node)) this.#field(node, row, behind, parent);
    else if (isSection(node)) this.#part(node);
    else if (node.tag === 'header' && plainText(node) === this.#headingHere()) return;
    else if (node.tag === 'datalist') return;
    else if (node.tag === 'label' && this.#source.labels.get(node.attributes.get('for') ?? '') === node) return;
    else if (findAll(node, (one) => isField(one) || isSection(one)).length > 0) {
      const isRow = node.children.some((child) => typeof child === 'object' && isField(child));
      if (!isRow && node.attributes.size > 0) this.#source.dropped.add(`attributes of <${node.tag}> around fields`);
      this.#children(node, node);
    } else this.#source.kept.element(this.#here(), node);
  }

  #headingHere(): string {
    return this.#parts.find(({ partId }) => partId === this.#partId)?.title ?? this.#title;
  }

  #part(node: Markup): void {
    const before = this.#partId;
    const id = node.attributes.get('id') ?? '';
    const title = titleOf(node, id);
    const partId = distinctId(id || title || 'part', this.#source.fieldIds, this.#source.dropped, 'part');
    this.#parts.push({ partId, title, code: this.#source.code(id, partId) });
    this.#partId = partId;
    this.#source.kept.attributes(place.part(this.#sectionId, partId), node, ['id', 'class', 'data-section-name']);
    this.#children(node, null);
    this.#partId = before;
  }

  #field(node: Markup, row: Markup | null, behind: string, parent: Markup): void {
    const text = node.attributes.get(TEXT_MARK);
    if (node.tag === 'textarea' && text !== undefined) {
      this.#texts.set(text, textOf(node));
      if (text === 'initial') this.#required = node.attributes.get('data-field-completion-action') === 'PROHIBIT';
      return;
    }
    const type = node.attributes.get('type')?.toLowerCase() ?? '';
    if (['button', 'submit', 'reset', 'image', 'file', 'hidden', 'password'].includes(type)) {
      this.#source.dropped.add(`<input type="${type}">`);
      return;
    }
    if (isRadio(node)) this.#radio(node, row, this.#labelOf(node, behind, parent));
    else {
      const label = this.#labelOf(node, behind, parent);
      const where = this.#where(node, label, row);
      const read = readField(node, where);
      this.#push({ ...read, code: this.#source.code(node.attributes.get('id') ?? '', where.fieldId) });
    }
  }

  /** The first of a name makes the field, the others add to it. */
  #radio(node: Markup, row: Markup | null, label: string): void {
    const name = node.attributes.get('name') ?? node.attributes.get('id') ?? 'choice';
    const known = this.#radios.get(name);
    if (known) {
      known.push({ node, label });
      return;
    }
    const all = findAll(this.#node, (one) => isRadio(one) && (one.attributes.get('name') ?? '') === name);
    const group = [{ node, label }];
    this.#radios.set(name, group);
    const where = this.#where({ ...node, attributes: new Map([['id', name]]) }, this.#groupLabel(name), row);
    const labels = all.length === 0 ? group : all.map((one) => ({ node: one, label: this.#radioLabel(one) }));
    const read = readRadios(labels, where);
    this.#push({ ...read, code: this.#source.code(name, where.fieldId) });
  }

  #radioLabel(node: Markup): string {
    const found = this.#source.labels.get(node.attributes.get('id') ?? '');
    if (found) return plainText(found);
    const [parent] = [this.#node, ...findParents(this.#node, node)].slice(-1);
    const at = parent?.children.indexOf(node) ?? -1;
    const behind = parent?.children[at + 1];
    return (typeof behind === 'string' ? behind : '').replace(/\s+/g, ' ').trim();
  }

  #groupLabel(name: string): string {
    const found = this.#source.labels.get(name);
    return found ? plainText(found) || name : name;
  }

  #where(node: Markup, label: string, row: Markup | null): FieldPlace {
    const { attributes } = node;
    const wanted = attributes.get('data-nightjar-field') ?? attributes.get('id') ?? attributes.get('name') ?? 'field';
    const taken = new Set(this.#fields.map(({ fieldId }) => fieldId));
    const fieldId = distinctId(wanted, taken, this.#source.dropped, 'field');
    const { kept, labels, datalists } = this.#source;
    if (row) kept.attributes(place.row(this.#sectionId, fieldId), row, ['for']);
    const own = labels.get(attributes.get('id') ?? '');
    if (own && own !== row) kept.attributes(place.label(this.#sectionId, fieldId), own, ['for']);
    return { sectionId: this.#sectionId, fieldId, label: label || fieldId, partId: this.#partId, datalists, kept };
  }

  #push(field: TemplateField): void {
    this.#fields.push(field);
    if (this.#fields.length > BOUNDS.fields) throw outOfBounds('fields in a section', BOUNDS.fields);
  }

  #labelOf(node: Markup, behind: string, parent: Markup): string {
    const found = this.#source.labels.get(node.attributes.get('id') ?? '');
    if (found && plainText(found) !== '') return plainText(found);
    if (parent.tag === 'label')
      return plainText({ ...parent, children: parent.children.filter((one) => one !== node) });
    const words = this.#isLabelledBehind(node) ? behind.replace(/\s+/g, ' ').trim() : '';
    return words || (node.attributes.get('name') ?? '');
  }

  /** Boxes to tick often have their words behind them. */
  #isLabelledBehind(node: Markup): boolean {
    const type = node.attributes.get('type')?.toLowerCase();
    return (
      node.tag === 'input' &&
      (type === 'radio' || type === 'checkbox') &&
      !this.#source.labels.has(node.attributes.get('id') ?? '')
    );
  }
}

function titleOf(node: Markup, id: string): string {
  const header = node.children.find((child): child is Markup => typeof child === 'object' && child.tag === 'header');
  return node.attributes.get('data-section-name') ?? ((header ? plainText(header) : '') || id || 'Section');
}

/** Elements on the way down to a node, the nearest last. */
function findParents(from: Markup, node: Markup): Markup[] {
  for (const child of from.children) {
    if (typeof child === 'string') continue;
    if (child === node) return [from];
    const below = findParents(child, node);
    if (below.length > 0) return [from, ...below];
  }
  return [];
}

function distinctId(wanted: string, taken: Set<string>, dropped: DroppedList, what: string): string {
  let id = wanted;
  for (let number = 2; taken.has(id); number += 1) id = `${wanted}-${number}`;
  if (id !== wanted) dropped.add(`${what} id that stood twice`);
  taken.add(id);
  return id;
}
