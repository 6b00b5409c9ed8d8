import { Fragment } from 'react';
import { classNames } from '../../ui/index.ts';
import styles from './prior-panel.module.css';
import type { PriorSentences } from './use-prior-sentences.ts';

/** Text of one section of an earlier report: read only, but its words are chosen with the keys. Its sentences are marked under it. */
export function PriorSectionText({
  label,
  hint,
  text,
  section,
  sentences,
  onCopied,
}: {
  readonly label: string;
  readonly hint: string | undefined;
  readonly text: string;
  /** Its place in the report. */
  readonly section: number;
  readonly sentences: PriorSentences;
  /** Words of it went to the clipboard. */
  readonly onCopied: (text: string) => void;
}) {
  return (
    <div className={styles['pages']}>
      {/* The same letters in the same places, unseen: a text field has no marks of its own. */}
      <div className={styles['marks']} aria-hidden="true">
        {piecesOf(text, section, sentences).map(({ key, words, mark }) => (
          <Fragment key={key}>
            {mark === null ? (
              words
            ) : (
              <span
                className={classNames(styles['sentence'], styles[mark])}
                data-sentence={mark}
                ref={mark === 'here' ? bringIntoView : undefined}
              >
                {words}
              </span>
            )}
          </Fragment>
        ))}
      </div>
      <textarea
        readOnly
        className={styles['text']}
        aria-label={label}
        title={hint}
        value={text}
        onCopy={(event) => onCopied(selectedIn(event.currentTarget))}
        onClick={(event) => sentences.goTo(section, event.currentTarget.selectionStart)}
        onKeyUp={(event) => {
          if (MOVES.has(event.key) && !event.altKey) sentences.goTo(section, event.currentTarget.selectionStart);
        }}
      />
    </div>
  );
}

const MOVES: ReadonlySet<string> = new Set(
  ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'].concat(['PageUp', 'PageDown']),
);

function bringIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

interface Piece {
  readonly key: string;
  readonly words: string;
  readonly mark: 'here' | 'copied' | null;
}

function piecesOf(text: string, section: number, { all, at, copied }: PriorSentences): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const [place, sentence] of all.entries()) {
    if (sentence.section !== section) continue;
    const mark = place === at ? 'here' : copied.has(place) ? 'copied' : null;
    pieces.push({ key: `before ${place}`, words: text.slice(done, sentence.start), mark: null });
    pieces.push({ key: `${place} ${mark}`, words: sentence.text, mark });
    done = sentence.end;
  }
  // A line that ends in nothing has its height all the same.
  return [...pieces, { key: 'rest', words: `${text.slice(done)}\n`, mark: null }];
}

/** Words that are selected in a text field; empty: none. */
export function selectedIn({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): string {
  return value.slice(selectionStart, selectionEnd);
}
