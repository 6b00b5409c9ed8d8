import type { Editor } from '@tiptap/core';
import { z } from 'zod';
import type { Disposer } from '../../shared/lib/disposable.ts';
import { ReportId } from '../../shared/model/ids.ts';

/** Where the reader wrote last in a report, in this window only, by ids and numbers: no word of the report. */
const Caret = z.strictObject({
  reportId: ReportId,
  sectionId: z.string(),
  /** Place in the section's text as the editor counts it. */
  at: z.number().int().nonnegative(),
  /** The keys went there. False as soon as the reader leaves the section or the draft is closed. */
  writing: z.boolean(),
});
type Caret = z.infer<typeof Caret>;

/** One a report, the newest first. Nobody writes more reports at once. */
const MOST = 20;
const Carets = z.array(Caret).max(MOST);

export type CaretMemory = Pick<Storage, 'getItem' | 'setItem'>;

const KEY = 'nightjar.carets';
/** Milliseconds from a move of the caret to its memory: a key press waits for none of it. */
const KEEP_AFTER = 50;

export interface CaretOf extends Pick<Caret, 'reportId' | 'sectionId'> {
  /** The reader comes back in the middle of writing: the keys go there again. */
  readonly writing: boolean;
  /** Hears that the store is being locked: whoever writes then goes on writing when they come back. */
  readonly beforeLeaving: (note: () => Promise<void>) => Disposer;
}

/**
 * Puts the caret back where it was in this section, with the keys when they were there: a page that died leaves no other
 * trace of it (fault F04), and a case that waits comes back as it was left. Then remembers where it goes.
 */
export function followCaret(
  memory: CaretMemory,
  { reportId, sectionId, writing, beforeLeaving }: CaretOf,
  editor: Editor,
): void {
  const own = (): Caret | undefined =>
    readCarets(memory).find((one) => one.reportId === reportId && one.sectionId === sectionId);
  const last = own();
  if (last) {
    const at = Math.min(last.at, Math.max(0, editor.state.doc.content.size - 1));
    editor.commands.setTextSelection(at);
    if (last.writing || writing) editor.commands.focus(at);
  }
  const keep = (caret: Caret): void => {
    const others = readCarets(memory).filter((one) => one.reportId !== reportId);
    memory.setItem(KEY, JSON.stringify([caret, ...others].slice(0, MOST)));
  };
  const here = (isWriting: boolean): Caret => ({
    ...{ reportId, sectionId, writing: isWriting },
    at: editor.state.selection.from,
  });
  let timer: ReturnType<typeof setTimeout> | null = null;
  const keepMoved = (): void => {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    keep(here(true));
  };
  editor.on('selectionUpdate', () => {
    if (editor.isFocused) timer ??= setTimeout(keepMoved, KEEP_AFTER);
  });
  let isLeaving = false;
  const heard = beforeLeaving(() => {
    keepMoved();
    isLeaving = own()?.writing === true;
    return Promise.resolve();
  });
  editor.on('focus', () => {
    isLeaving = false;
    keep(here(true));
  });
  editor.on('blur', () => {
    keepMoved();
    if (!isLeaving) keep(here(false));
  });
  editor.on('destroy', () => {
    heard();
    keepMoved();
    const caret = own();
    if (caret?.writing === true && !isLeaving) keep({ ...caret, writing: false });
  });
}

function readCarets(memory: CaretMemory): readonly Caret[] {
  try {
    return Carets.safeParse(JSON.parse(memory.getItem(KEY) ?? '[]')).data ?? [];
  } catch {
    // What is no JSON was not written by us: the caret stands at the beginning.
    return [];
  }
}
