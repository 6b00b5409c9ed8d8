import { useState } from 'react';
import type { ReviewMove } from '../../shared/model/review/review.ts';
import type { ReviewPerson, ReviewView } from '../../shared/model/review/review-view.ts';
import type { RadpeerScore } from '../../shared/model/review/score.ts';
import { hasScores } from '../../shared/review/radpeer.ts';
import { Button, Dialog, FormActions, SelectField, TextField } from '../ui/index.ts';
import { MOVE_WORDS } from './review-words.ts';
import styles from './review.module.css';
import { Scores } from './score-form.tsx';

/** Moves that want a word first. */
type Asking = 'skip' | 'unblind' | 'dispute' | 'reply' | 'refer' | 'opine' | 'settle';
const ASKED: ReadonlySet<string> = new Set<Asking>(['skip', 'unblind', 'dispute', 'reply', 'refer', 'opine', 'settle']);
/** They have a form or a button of their own. */
const ELSEWHERE: ReadonlySet<string> = new Set(['begin', 'lock', 'score', 'reveal']);

const SAYS: Readonly<Record<Asking, string>> = {
  skip: 'Why this case is not for you. Skipped cases are counted, and their reasons read.',
  unblind: 'The report is shown before you locked anything. That is recorded, and the case no longer counts as blind.',
  dispute: 'Why you disagree. It goes to arbitration once more, and that ends it.',
  reply: 'What you say to it. Only who runs the programme reads it.',
  refer: 'Somebody who has no part in the case yet reads it without sight of the first score.',
  opine: 'Your opinion of the report, given without sight of what others said.',
  settle: 'What stands in the end: one of the scores that were given.',
};

/** What else may be done with a case now, each with the words it needs. */
export function Moves({
  view,
  busy,
  readers,
  onMove,
}: {
  readonly view: ReviewView;
  readonly busy: boolean;
  /** Whom an opinion may be asked of; only whoever runs programmes knows them. */
  readonly readers: readonly ReviewPerson[];
  readonly onMove: (move: ReviewMove) => void;
}) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const moves = view.row.moves.filter((kind) => !ELSEWHERE.has(kind));
  if (moves.length === 0) return null;
  return (
    <FormActions className={styles['moves'] ?? ''}>
      {moves.map((kind) => (
        <Button
          key={kind}
          tone="quiet"
          disabled={busy}
          onClick={() => {
            if (ASKED.has(kind)) setAsking(kind as Asking);
            else if (kind === 'agree' || kind === 'close') onMove({ kind });
          }}
        >
          {MOVE_WORDS[kind]}
        </Button>
      ))}
      {asking === null ? null : (
        <MoveDialog
          asking={asking}
          isScored={hasScores(view.row.kind)}
          readers={readers}
          onClose={() => setAsking(null)}
          onMove={(move) => {
            setAsking(null);
            onMove(move);
          }}
        />
      )}
    </FormActions>
  );
}

function MoveDialog({
  asking,
  isScored,
  readers,
  onMove,
  onClose,
}: {
  readonly asking: Asking;
  readonly isScored: boolean;
  readonly readers: readonly ReviewPerson[];
  readonly onMove: (move: ReviewMove) => void;
  readonly onClose: () => void;
}) {
  const [words, setWords] = useState('');
  const [score, setScore] = useState<RadpeerScore | null>(null);
  const [reader, setReader] = useState<string>(readers[0]?.reader ?? '');
  const wantsScore = isScored && (asking === 'opine' || asking === 'settle');
  const wantsWords = asking !== 'settle' && asking !== 'refer';
  const move = moveOf(asking, { words: words.trim(), score, reader: readers.find((one) => one.reader === reader) });
  const lacks =
    move === null || (wantsScore && score === null) || (wantsWords && asking !== 'opine' && words.trim() === '');
  return (
    <Dialog
      open
      title={MOVE_WORDS[asking].replace(' …', '')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button tone="primary" disabled={lacks} onClick={() => (move === null ? undefined : onMove(move))}>
            {MOVE_WORDS[asking].replace(' …', '')}
          </Button>
        </>
      }
    >
      <p>{SAYS[asking]}</p>
      {wantsScore ? <Scores chosen={score} onChoose={setScore} /> : null}
      {asking === 'refer' ? (
        <SelectField
          label="Reader"
          value={reader}
          options={readers.map((one) => ({ value: one.reader, words: one.name }))}
          onChange={setReader}
        />
      ) : null}
      {wantsWords ? (
        <TextField
          label="In your words"
          value={words}
          maxLength={1000}
          onChange={(event) => setWords(event.target.value)}
        />
      ) : null}
    </Dialog>
  );
}

function moveOf(
  asking: Asking,
  said: { readonly words: string; readonly score: RadpeerScore | null; readonly reader: ReviewPerson | undefined },
): ReviewMove | null {
  const { words, score, reader } = said;
  switch (asking) {
    case 'skip':
    case 'unblind':
    case 'dispute':
      return { kind: asking, reason: words };
    case 'reply':
      return { kind: 'reply', reply: { agrees: true, text: words } };
    case 'refer':
      return reader === undefined ? null : { kind: 'refer', reader: reader.reader };
    case 'opine':
      return { kind: 'opine', opinion: { score, comment: words } };
    case 'settle':
      return { kind: 'settle', score };
  }
}
