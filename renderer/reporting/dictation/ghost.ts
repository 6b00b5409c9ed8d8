import { Extension } from '@tiptap/core';
import type { Editor } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { z } from 'zod';
import styles from './dictation.module.css';

const KEY = new PluginKey<string>('ghost');
const Said = z.string();

/** Words that may still change, shown where they will stand: no part of the text, of what is saved, or of what can be copied. */
export const ghostWords = Extension.create({
  name: 'ghostWords',
  addProseMirrorPlugins: () => [
    new Plugin<string>({
      key: KEY,
      state: {
        init: () => '',
        apply: (transaction, before) => Said.safeParse(transaction.getMeta(KEY)).data ?? before,
      },
      props: {
        decorations: (state) => {
          const words = KEY.getState(state) ?? '';
          return words === '' ? null : DecorationSet.create(state.doc, [ghostAt(state.selection.to, words)]);
        },
      },
    }),
  ],
});

function ghostAt(place: number, words: string): Decoration {
  const draw = (): HTMLElement => {
    const dom = document.createElement('span');
    dom.className = styles['ghost'] ?? '';
    dom.contentEditable = 'false';
    dom.setAttribute('aria-hidden', 'true');
    dom.dataset['ghost'] = '';
    dom.textContent = ` ${words}`;
    return dom;
  };
  return Decoration.widget(place, draw, { side: 1, key: words, ignoreSelection: true });
}

/** Shows them in place of those before; empty: none. */
export function setGhost(editor: Editor, words: string): void {
  if ((KEY.getState(editor.state) ?? '') === words) return;
  editor.view.dispatch(editor.state.tr.setMeta(KEY, words).setMeta('addToHistory', false));
}
