import { Mark } from '@tiptap/core';
import { Provenance } from '../../shared/model/provenance.ts';
import { isWaiting, provenanceWords } from '../../shared/report/provenance.ts';
import styles from './origin-mark.module.css';

/** Name of the mark, and of the attribute that holds the provenance. */
export const ORIGIN = 'origin';

/**
 * Where a piece of text comes from. What is typed at either end of it is not part of it; what is typed inside is, and neither that nor a
 * split or a join accepts it. Pasted within the program it comes along.
 */
export const originMark = Mark.create({
  name: ORIGIN,
  inclusive: false,
  keepOnSplit: false,
  addAttributes() {
    return { from: { default: null, rendered: false } };
  },
  parseHTML() {
    return [
      {
        tag: 'span[data-origin]',
        getAttrs: (element) => {
          const from = originOf(element.dataset['origin'] ?? '');
          return from === null ? false : { from };
        },
      },
    ];
  },
  renderHTML({ mark }) {
    const found = Provenance.safeParse(mark.attrs['from']);
    if (!found.success) return ['span', {}, 0];
    const from = found.data;
    const words = provenanceWords(from);
    return [
      'span',
      {
        'data-origin': JSON.stringify(from),
        'data-kind': from.kind,
        class: styles['origin'] ?? '',
        title: words,
        // A screen reader stops at what waits; the rest is quiet.
        ...(isWaiting(from) ? { 'data-waiting': '', role: 'mark', 'aria-description': words } : {}),
      },
      0,
    ];
  },
});

/** Provenance as the clipboard carries it; null for anything else. */
function originOf(text: string): Provenance | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const found = Provenance.safeParse(value);
  return found.success ? found.data : null;
}
