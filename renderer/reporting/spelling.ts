import { Extension } from '@tiptap/core';
import type { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import type { EditorState } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { z } from 'zod';
import type { Speller, SpelltWord } from '../../shared/spelling/speller.ts';
import styles from './section-editor.module.css';

const KEY = new PluginKey<number>('spelling');
/** Stands for a measurement, which is no part of a word. */
const NO_LETTER = '\ufffc';
const Turn = z.number();

/** What is known of spelling now: null while the words are being fetched. `turn` grows with every word that is called right. */
export interface SpellingNow {
  readonly speller: Speller | null;
  readonly turn: number;
}

/**
 * Marks words that are spelt wrongly, but never the one that is being written. A paragraph is judged once and again when it changes, so
 * that a key press costs its own paragraph. The marks are painted: no letter moves for them.
 */
export function spellingMarks(now: () => SpellingNow): Extension {
  return Extension.create({
    name: 'spellingMarks',
    addProseMirrorPlugins: () => {
      const judged = new WeakMap<Node, { readonly turn: number; readonly words: readonly SpelltWord[] }>();
      const wordsOf = (paragraph: Node, { speller, turn }: SpellingNow): readonly SpelltWord[] => {
        const known = judged.get(paragraph);
        if (known?.turn === turn) return known.words;
        const text = paragraph.textBetween(0, paragraph.content.size, undefined, NO_LETTER);
        const words = speller?.wrongIn(text) ?? [];
        judged.set(paragraph, { turn, words });
        return words;
      };
      return [
        new Plugin<number>({
          key: KEY,
          state: {
            init: () => 0,
            apply: (transaction, before) => Turn.safeParse(transaction.getMeta(KEY)).data ?? before,
          },
          props: { decorations: (state) => marksOf(state, (paragraph) => wordsOf(paragraph, now())) },
        }),
      ];
    },
  });
}

function marksOf(state: EditorState, wordsOf: (paragraph: Node) => readonly SpelltWord[]): DecorationSet {
  const { empty, from } = state.selection;
  const marks: Decoration[] = [];
  state.doc.forEach((paragraph, start) => {
    for (const word of wordsOf(paragraph)) {
      const [begin, end] = [start + 1 + word.start, start + 1 + word.end];
      const isWritten = empty && from >= begin && from <= end;
      if (!isWritten)
        marks.push(Decoration.inline(begin, end, { class: styles['misspelt'] ?? '', 'data-misspelt': '' }));
    }
  });
  return DecorationSet.create(state.doc, marks);
}

/** The words are there, or one more is right: judged anew. */
export function judgeAgain(editor: Editor, turn: number): void {
  if (!editor.isDestroyed) editor.view.dispatch(editor.state.tr.setMeta(KEY, turn).setMeta('addToHistory', false));
}

export interface FoundWord {
  readonly word: string;
  readonly from: number;
  readonly to: number;
}

/** The first word that is spelt wrongly after this place, and from the beginning again; null: none is. */
export function nextMisspelt({ state }: Editor, speller: Speller, after: number): FoundWord | null {
  const found: FoundWord[] = [];
  state.doc.forEach((paragraph, start) => {
    const text = paragraph.textBetween(0, paragraph.content.size, undefined, NO_LETTER);
    for (const word of speller.wrongIn(text))
      found.push({ word: text.slice(word.start, word.end), from: start + 1 + word.start, to: start + 1 + word.end });
  });
  return found.find(({ from }) => from >= after) ?? found[0] ?? null;
}
