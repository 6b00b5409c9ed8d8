import { Extension } from '@tiptap/core';
import type { Editor } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';
import type { EditorState } from '@tiptap/pm/state';
import { openFields } from '../../shared/report/macros/expand-macro.ts';
import { ORIGIN } from './origin-mark.ts';

/** A field of a macro or template that is open, where it stands in the document. */
export interface PlacedField {
  readonly from: number;
  readonly to: number;
  /** Empty: it is no choice. */
  readonly choices: readonly string[];
}

/** Open fields of a section, from its top. Brackets that the reader typed are words. */
function fieldsOf({ doc }: EditorState): PlacedField[] {
  const found: PlacedField[] = [];
  doc.descendants((node, at) => {
    const kind: unknown = node.marks.find(({ type }) => type.name === ORIGIN)?.attrs['from']?.kind;
    if (!node.isText || (kind !== 'macro' && kind !== 'template')) return;
    for (const { start, end, choices } of openFields(node.text ?? ''))
      found.push({ from: at + start, to: at + end, choices });
  });
  return found;
}

/** Selects the next open field behind a place, or the one before it. False: there is none. */
export function selectField(editor: Editor, by: 1 | -1, place?: number): boolean {
  const { selection } = editor.state;
  const all = fieldsOf(editor.state);
  const behind = place ?? (fieldHere(editor.state) === null ? selection.from : selection.to);
  const next = by === 1 ? all.find(({ from }) => from >= behind) : all.findLast(({ to }) => to <= selection.from);
  if (next === undefined) return false;
  editor.view.dispatch(
    editor.state.tr.setSelection(TextSelection.create(editor.state.doc, next.from, next.to)).scrollIntoView(),
  );
  return true;
}

/** The open field that is selected, whole and alone. */
export function fieldHere(state: EditorState): PlacedField | null {
  const { from, to } = state.selection;
  return fieldsOf(state).find((one) => one.from === from && one.to === to) ?? null;
}

/** Puts a choice in the place of its field, and goes on to the next. */
export function choose(editor: Editor, { from, to, choices }: PlacedField, which: number): boolean {
  const words = choices[which];
  if (words === undefined) return false;
  const { tr } = editor.state;
  editor.view.dispatch(words === '' ? tr.delete(from, to) : tr.insertText(words, from, to));
  selectField(editor, 1, from + words.length);
  return true;
}

/** Tab goes from open field to open field of a section before it leaves it; a digit takes a choice. */
export const openFieldKeys = Extension.create({
  name: 'openFieldKeys',
  addKeyboardShortcuts() {
    const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => [
      String(digit),
      (): boolean => {
        const field = fieldHere(this.editor.state);
        return field !== null && choose(this.editor, field, digit - 1);
      },
    ]);
    return {
      Tab: () => selectField(this.editor, 1),
      'Shift-Tab': () => selectField(this.editor, -1),
      ...Object.fromEntries(digits),
    };
  },
});
