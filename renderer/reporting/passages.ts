import type { Editor } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';
import { Provenance } from '../../shared/model/provenance.ts';
import type { WaitingProvenance } from '../../shared/model/provenance.ts';
import { isWaiting } from '../../shared/report/provenance.ts';
import { goTo } from './editor-actions.ts';
import type { SectionEditors } from './editor-actions.ts';
import { ORIGIN } from './origin-mark.ts';

/** A passage of one section that waits for its acceptance: positions in the document, from its first word to its last. */
interface Waiting {
  readonly editor: Editor;
  readonly passage: string;
  readonly from: number;
  readonly to: number;
}

/** The next passage that waits, in the order of the report and round its ends, selected and shown. False: none waits. */
export function showWaiting(editors: SectionEditors, by: 1 | -1): boolean {
  const all = waitingOf(editors.inOrder());
  const here = editors.target();
  const at = here === null ? -1 : editors.inOrder().indexOf(here);
  const isAfter = (one: Waiting): boolean => {
    const place = editors.inOrder().indexOf(one.editor);
    return place === at ? one.from >= (here?.state.selection.to ?? 0) : place > at;
  };
  const isBefore = (one: Waiting): boolean => {
    const place = editors.inOrder().indexOf(one.editor);
    return place === at ? one.to <= (here?.state.selection.from ?? 0) : place < at;
  };
  const found = by === 1 ? (all.find(isAfter) ?? all[0]) : (all.findLast(isBefore) ?? all.at(-1));
  if (found === undefined) return false;
  goTo(found.editor, found);
  return true;
}

export type Accepted = 'accepted' | 'shown' | 'none';

/**
 * Accepts the passage in which the caret stands, and shows the next one that waits. Where the caret stands in none, nothing is accepted:
 * the next one is shown.
 */
export function acceptPassage(editors: SectionEditors): Accepted {
  const editor = editors.target();
  const here = editor === null ? null : waitingAtCaret(editor);
  if (editor === null || here === null) return showWaiting(editors, 1) ? 'shown' : 'none';
  accept(editor, here);
  showWaiting(editors, 1);
  return 'accepted';
}

/** Passage of the first waiting text that the selection touches. */
function waitingAtCaret(editor: Editor): string | null {
  const { from, to } = editor.state.selection;
  return waitingOf([editor]).find((one) => one.from <= to && one.to >= from)?.passage ?? null;
}

/** Every text of the passage in this section, wherever splits and edits have left it. */
function accept(editor: Editor, passage: string): void {
  const { tr, schema, doc } = editor.state;
  const accepted = new Date().toISOString();
  doc.descendants((node, at) => {
    const from = node.isText ? waitingIn(node.marks) : null;
    if (from?.passage === passage)
      tr.addMark(at, at + node.nodeSize, schema.mark(ORIGIN, { from: { ...from, accepted } }));
  });
  tr.setSelection(TextSelection.create(tr.doc, editor.state.selection.to));
  editor.view.dispatch(tr);
}

function waitingOf(editors: readonly Editor[]): Waiting[] {
  return editors.flatMap((editor) => {
    const found = new Map<string, Waiting>();
    editor.state.doc.descendants((node, at) => {
      const from = node.isText ? waitingIn(node.marks) : null;
      if (from === null) return;
      const so = found.get(from.passage);
      found.set(from.passage, { editor, passage: from.passage, from: so?.from ?? at, to: at + node.nodeSize });
    });
    return [...found.values()];
  });
}

function waitingIn(marks: Editor['state']['doc']['marks']): WaitingProvenance | null {
  const mark = marks.find(({ type }) => type.name === ORIGIN);
  const from = Provenance.safeParse(mark?.attrs['from']).data;
  return isWaiting(from) ? from : null;
}
