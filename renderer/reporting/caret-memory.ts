import type { Editor } from '@tiptap/core';
import { z } from 'zod';
import { ReportId } from '../../shared/model/ids.ts';

/** Where the reader wrote last, in this window only, by ids and a number: no word of the report. */
const Caret = z.strictObject({
  reportId: ReportId,
  sectionId: z.string(),
  /** Place in the section's text as the editor counts it. */
  at: z.number().int().nonnegative(),
  /** The keys went there. False as soon as the reader leaves the section or the draft is closed. */
  writing: z.boolean(),
});
type Caret = z.infer<typeof Caret>;

export type CaretMemory = Pick<Storage, 'getItem' | 'setItem'>;

const KEY = 'nightjar.caret';

/**
 * Puts the caret back where it was in this section, with the keys when they were there: a page that died leaves no other
 * trace of it (fault F04). Then remembers where it goes.
 */
export function followCaret(memory: CaretMemory, reportId: ReportId, sectionId: string, editor: Editor): void {
  const last = readCaret(memory);
  if (last && last.reportId === reportId && last.sectionId === sectionId) {
    const at = Math.min(last.at, Math.max(0, editor.state.doc.content.size - 1));
    editor.commands.setTextSelection(at);
    if (last.writing) editor.commands.focus(at);
  }
  const keep = (writing: boolean): void => {
    const caret: Caret = { reportId, sectionId, at: editor.state.selection.from, writing };
    memory.setItem(KEY, JSON.stringify(caret));
  };
  editor.on('selectionUpdate', () => {
    if (editor.isFocused) keep(true);
  });
  editor.on('focus', () => keep(true));
  editor.on('blur', () => keep(false));
  editor.on('destroy', () => {
    const caret = readCaret(memory);
    if (caret?.sectionId === sectionId && caret.writing)
      memory.setItem(KEY, JSON.stringify({ ...caret, writing: false }));
  });
}

function readCaret(memory: CaretMemory): Caret | null {
  try {
    return Caret.safeParse(JSON.parse(memory.getItem(KEY) ?? 'null')).data ?? null;
  } catch {
    // What is no JSON was not written by us: the caret stands at the beginning.
    return null;
  }
}
