import type { Editor } from '@tiptap/core';
import type { Node as DocumentNode } from '@tiptap/pm/model';
import type { Measurement } from '../../shared/model/measurement.ts';
import { measurementWords } from '../../shared/report/measurement-words.ts';
import { gapBefore } from './put-text.ts';

/** Puts a measurement where the cursor stands, with a blank before it where a word ends there. The focus stays where it is. */
export function insertMeasurement(editor: Editor, measurement: Measurement): void {
  const attrs = {
    measurementId: measurement.measurementId,
    label: `M${measurement.ordinal}`,
    text: measurementWords(measurement),
  };
  const gap = gapBefore(editor);
  editor
    .chain()
    .insertContent([...(gap === '' ? [] : [{ type: 'text', text: gap }]), { type: 'measurement', attrs }])
    .run();
}

/**
 * Selects words of a section and brings them into view. A measurement counts as long as its words are.
 * @param at offsets in the paragraphs joined by LF, end excluded; null: the cursor goes where the section begins
 */
export function selectWords(editor: Editor, at: { readonly start: number; readonly end: number } | null): void {
  const from = at === null ? 1 : placeOf(editor, at.start);
  const to = at === null ? 1 : placeOf(editor, at.end);
  goTo(editor, { from, to });
}

/**
 * Selects a part of a section, which has the keys from then on. At once: the editor's own command to focus waits for a frame, and what is
 * pressed or typed within that frame would still belong to the section before.
 */
export function goTo(editor: Editor, selection: { readonly from: number; readonly to: number }): void {
  editor.view.focus();
  editor.chain().setTextSelection(selection).scrollIntoView().run();
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

function lengthOf(inline: DocumentNode): number {
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

  all(): readonly Editor[] {
    return [...this.#editors.values()];
  }

  get(sectionId: string): Editor | null {
    return this.#editors.get(sectionId) ?? null;
  }

  /** As the report has them, from its top. */
  inOrder(): readonly Editor[] {
    return [...this.#editors.values()].sort(({ view: { dom: a } }, { view: { dom: b } }) =>
      a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
    );
  }

  /** Where an insertion goes: the section visited last, else the findings, else the first. */
  target(): Editor | null {
    return this.get(this.last) ?? [...this.#editors.values()][0] ?? null;
  }
}
