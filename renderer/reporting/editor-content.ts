import type { JSONContent } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { MeasurementId } from '../../shared/model/ids.ts';
import { Provenance } from '../../shared/model/provenance.ts';
import type { Inline, Paragraph } from '../../shared/model/report.ts';
import { textInline } from '../../shared/report/provenance.ts';
import { ORIGIN } from './origin-mark.ts';

/** Paragraphs as the editor holds them. An editor always has one paragraph at least. */
export function toEditor(paragraphs: readonly Paragraph[]): JSONContent {
  const content = paragraphs.map((paragraph) => ({
    type: 'paragraph',
    ...(paragraph.length === 0 ? {} : { content: paragraph.flatMap((inline) => inlineToEditor(inline)) }),
  }));
  return { type: 'doc', content: content.length === 0 ? [{ type: 'paragraph' }] : content };
}

/** What the editor holds, as paragraphs. One empty paragraph is no text. */
export function fromEditor(document: JSONContent): Paragraph[] {
  return withoutNothing((document.content ?? []).map((node) => paragraphFromEditor(node)));
}

/** The same of what an editor holds now, paragraph by paragraph: one that did not change is not read again, and stays the same one. */
export function paragraphReader(): (document: Node) => Paragraph[] {
  const read = new WeakMap<Node, Paragraph>();
  const paragraphOf = (node: Node): Paragraph => {
    const paragraph = read.get(node) ?? paragraphFromEditor(node.toJSON());
    read.set(node, paragraph);
    return paragraph;
  };
  return (document) => withoutNothing(document.children.map((node) => paragraphOf(node)));
}

function paragraphFromEditor({ content = [] }: JSONContent): Paragraph {
  return content.flatMap((child) => inlineFromEditor(child));
}

function withoutNothing(paragraphs: Paragraph[]): Paragraph[] {
  return paragraphs.length === 1 && paragraphs[0]?.length === 0 ? [] : paragraphs;
}

export function samePlace(a: readonly Paragraph[], b: readonly Paragraph[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function inlineToEditor(inline: Inline): JSONContent[] {
  if (inline.kind === 'text') return inline.text === '' ? [] : [textNode(inline.text, inline.from)];
  const { measurementId, label, text } = inline;
  return [{ type: 'measurement', attrs: { measurementId, label, text } }];
}

function inlineFromEditor(node: JSONContent): Inline[] {
  if (node.type === 'text') return node.text ? [textInline(node.text, originOf(node))] : [];
  if (node.type !== 'measurement') return [];
  const id = MeasurementId.safeParse(node.attrs?.['measurementId']);
  if (!id.success) return [];
  return [{ kind: 'measurement', measurementId: id.data, label: words(node, 'label'), text: words(node, 'text') }];
}

function textNode(text: string, from: Provenance | undefined): JSONContent {
  return { type: 'text', text, ...(from === undefined ? {} : { marks: [{ type: ORIGIN, attrs: { from } }] }) };
}

/** Read by its schema: keys in one order, whatever order they came in. */
function originOf(node: JSONContent): Provenance | undefined {
  const mark = node.marks?.find(({ type }) => type === ORIGIN);
  return Provenance.safeParse(mark?.attrs?.['from']).data;
}

function words(node: JSONContent, name: string): string {
  const value: unknown = node.attrs?.[name];
  return typeof value === 'string' ? value : '';
}
