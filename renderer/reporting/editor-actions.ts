import type { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import type { Measurement } from '../../shared/model/measurement.ts';
import { measurementWords } from '../../shared/report/measurement-words.ts';
import { paragraphsOf } from '../../shared/report/plain-text.ts';
import { toEditor } from './editor-content.ts';

/** Puts a measurement where the cursor stands, with a blank before it where a word ends there. The focus stays where it is. */
export function insertMeasurement(editor: Editor, measurement: Measurement): void {
  const attrs = {
    measurementId: measurement.measurementId,
    label: `M${measurement.ordinal}`,
    text: measurementWords(measurement),
  };
  editor
    .chain()
    .insertContent([...gapBefore(editor), { type: 'measurement', attrs }])
    .run();
}

/** Puts plain text where the cursor stands, in the same way. */
export function insertSentence(editor: Editor, text: string): void {
  editor
    .chain()
    .insertContent([...gapBefore(editor), { type: 'text', text }])
    .run();
}

/** A blank, where a word ends before the cursor. */
function gapBefore(editor: Editor): readonly { readonly type: 'text'; readonly text: string }[] {
  const { doc, selection } = editor.state;
  const before = doc.textBetween(Math.max(0, selection.from - 1), selection.from);
  return before === '' || /\s$/.test(before) ? [] : [{ type: 'text', text: ' ' }];
}

/** Adds text after what is there, or in place of nothing. */
export function appendText(editor: Editor, text: string): void {
  const content = toEditor(paragraphsOf(text));
  if (editor.isEmpty) editor.chain().setContent(content, { emitUpdate: true }).focus('end').run();
  else
    editor
      .chain()
      .insertContentAt(editor.state.doc.content.size, content.content ?? [])
      .focus('end')
      .run();
}

/**
 * Selects words of a section and brings them into view. A measurement counts as long as its words are.
 * @param at offsets in the paragraphs joined by LF, end excluded; null: the cursor goes where the section begins
 */
export function selectWords(editor: Editor, at: { readonly start: number; readonly end: number } | null): void {
  const from = at === null ? 1 : placeOf(editor, at.start);
  const to = at === null ? 1 : placeOf(editor, at.end);
  editor.chain().focus().setTextSelection({ from, to }).scrollIntoView().run();
}

/** Position in the document of an offset in its text. */
function placeOf({ state: { doc } }: Editor, offset: number): number {
  let left = offset;
  let place: number | null = null;
  doc.forEach((paragraph, start) => {
    if (place !== null) return;
    paragraph.forEach((inline, within) => {
      if (place !== null) return;
      const length = lengthOf(inline);
      if (left <= length) place = start + 1 + within + (inline.isText ? left : left === 0 ? 0 : inline.nodeSize);
      else left -= length;
    });
    if (place === null && left === 0) place = start + 1 + paragraph.content.size;
    left -= 1;
  });
  return place ?? doc.content.size;
}

function lengthOf(inline: Node): number {
  if (inline.isText) return inline.text?.length ?? 0;
  const { text } = inline.attrs;
  return typeof text === 'string' ? text.length : 0;
}

/** The editors on screen by section, and the section that the reader was in last. */
export class SectionEditors {
  readonly #editors = new Map<string, Editor>();
  #last: string | null = null;

  set(sectionId: string, editor: Editor | null): void {
    if (editor) this.#editors.set(sectionId, editor);
    else this.#editors.delete(sectionId);
  }

  visit(sectionId: string): void {
    this.#last = sectionId;
  }

  get last(): string {
    return this.#last !== null && this.#editors.has(this.#last) ? this.#last : 'findings';
  }

  get(sectionId: string): Editor | null {
    return this.#editors.get(sectionId) ?? null;
  }

  /** Where an insertion goes: the section visited last, else the findings, else the first. */
  target(): Editor | null {
    return this.get(this.last) ?? [...this.#editors.values()][0] ?? null;
  }
}
