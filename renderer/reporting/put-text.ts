import type { Editor } from '@tiptap/core';
import { Fragment, Slice } from '@tiptap/pm/model';
import type { Node, Schema } from '@tiptap/pm/model';
import { Selection } from '@tiptap/pm/state';
import type { Provenance } from '../../shared/model/provenance.ts';
import { cleanText } from '../../shared/report/plain-text.ts';
import { provenanceOf } from '../../shared/report/provenance.ts';
import type { TextOrigin } from '../../shared/report/provenance.ts';
import { ORIGIN } from './origin-mark.ts';

export type { TextOrigin };

/**
 * The one way by which anything but a key press puts text into a section, with where it comes from. LF begins a paragraph. At the caret
 * it takes the place of the selection, with a blank before it where a word ends; at the end it begins a paragraph. The caret stands
 * behind it then; the focus stays where it is; one step back takes it away. Copies and drafts of programs wait for their acceptance,
 * each paragraph a passage of its own.
 */
export function putText(editor: Editor, text: string, origin: TextOrigin, at: 'caret' | 'end' = 'caret'): void {
  const clean = cleanText(text);
  if (clean === '') return;
  const { state } = editor;
  const when = new Date().toISOString();
  const lines = clean.split('\n').map((line) => {
    const from = provenanceOf(origin, { at: when, passage: crypto.randomUUID() });
    return paragraph(state.schema, line, from);
  });
  const { tr } = state;
  if (at === 'caret') {
    // A mark that ends something stands close to it.
    const gap = /^[,.;:!?)%°]/.test(clean) ? '' : gapBefore(editor);
    if (gap !== '') tr.insertText(gap, state.selection.from, state.selection.to);
    tr.replaceSelection(new Slice(Fragment.from(lines), 1, 1));
  } else {
    if (editor.isEmpty) tr.replaceWith(0, state.doc.content.size, lines);
    else tr.insert(state.doc.content.size, lines);
    tr.setSelection(Selection.atEnd(tr.doc));
  }
  editor.view.dispatch(tr.setMeta('addToHistory', true).scrollIntoView());
}

/** A blank, where a word ends before the caret. */
export function gapBefore({ state: { doc, selection } }: Editor): '' | ' ' {
  const before = doc.textBetween(Math.max(0, selection.from - 1), selection.from);
  return before === '' || /\s$/.test(before) ? '' : ' ';
}

function paragraph(schema: Schema, line: string, from: Provenance | undefined): Node {
  const marks = from === undefined ? [] : [schema.mark(ORIGIN, { from })];
  return schema.node('paragraph', null, line === '' ? [] : [schema.text(line, marks)]);
}
