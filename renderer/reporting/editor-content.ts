import type { JSONContent } from '@tiptap/core';
import { MeasurementId } from '../../shared/model/ids.ts';
import type { Inline, Paragraph } from '../../shared/model/report.ts';

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
  const paragraphs = (document.content ?? []).map((node) =>
    (node.content ?? []).flatMap((child) => inlineFromEditor(child)),
  );
  return paragraphs.length === 1 && paragraphs[0]?.length === 0 ? [] : paragraphs;
}

export function samePlace(a: readonly Paragraph[], b: readonly Paragraph[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function inlineToEditor(inline: Inline): JSONContent[] {
  if (inline.kind === 'text') return inline.text === '' ? [] : [{ type: 'text', text: inline.text }];
  const { measurementId, label, text } = inline;
  return [{ type: 'measurement', attrs: { measurementId, label, text } }];
}

function inlineFromEditor(node: JSONContent): Inline[] {
  if (node.type === 'text') return node.text ? [{ kind: 'text', text: node.text }] : [];
  if (node.type !== 'measurement') return [];
  const id = MeasurementId.safeParse(node.attrs?.['measurementId']);
  if (!id.success) return [];
  return [{ kind: 'measurement', measurementId: id.data, label: words(node, 'label'), text: words(node, 'text') }];
}

function words(node: JSONContent, name: string): string {
  const value: unknown = node.attrs?.[name];
  return typeof value === 'string' ? value : '';
}
