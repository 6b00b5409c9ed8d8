import { useState } from 'react';
import type { ReviewMove } from '../../shared/model/review/review.ts';
import type { ReviewPerson, ReviewView } from '../../shared/model/review/review-view.ts';
import { RadpeerScore } from '../../shared/model/review/score.ts';
import { hasScores, needsComment } from '../../shared/review/radpeer.ts';
import { Button, Dialog, FormActions, SelectField } from '../ui/index.ts';
import { answersNow, MOVED_ON, ReplyDialog } from './reply-dialog.tsx';
import { MOVE_WORDS } from './review-words.ts';
import styles from './review.module.css';
import { Scores } from './scores.tsx';

/** Moves that want a word first. */
type Asking = 'skip' | 'unblind' | 'refer' | 'opine' | 'settle';
const ASKED: ReadonlySet<string> = new Set<Asking>(['skip', 'unblind', 'refer', 'opine', 'settle']);
/** They have a form or a button of their own. */
const ELSEWHERE: ReadonlySet<string> = new Set(['begin', 'lock', 'score', 'reveal', 'reply', 'dispute']);

const SAYS: Readonly<Record<Asking, string>> = {
  skip: 'Why this case is not for you. Skipped cases are counted, and their reasons read.',
  unblind: 'The report is shown before you locked anything. That is recorded, and the case no longer counts as blind.',
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
  const [replying, setReplying] = useState(false);
  const moves = view.row.moves.filter((kind) => !ELSEWHERE.has(kind));
  const answers = answersNow(view.row.moves);
  // A dialog that is open stays with what was typed in it, also where the case was moved on by somebody else.
  if (moves.length + answers.length === 0 && asking === null && !replying) return null;
  return (
    <FormActions className={styles['moves'] ?? ''}>
      {answers.length === 0 ? null : (
        <Button disabled={busy} onClick={() => setReplying(true)}>
          {answers.includes('agree') ? 'Reply …' : 'Disagree …'}
        </Button>
      )}
      {replying ? (
        <ReplyDialog
          answers={answers}
          onClose={() => setReplying(false)}
          onMove={(move) => {
            setReplying(false);
            onMove(move);
          }}
        />
      ) : null}
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
          isOpen={view.row.moves.includes(asking)}
          isScored={hasScores(view.row.kind)}
          given={givenScores(view)}
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
  isOpen,
  isScored,
  given,
  readers,
  onMove,
  onClose,
}: {
  readonly asking: Asking;
  /** False: the case was moved on meanwhile. */
  readonly isOpen: boolean;
  readonly isScored: boolean;
  /** One of these stands in the end. */
  readonly given: readonly RadpeerScore[];
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
  const needsWords = asking === 'opine' ? needsComment(score) : wantsWords;
  const label = asking !== 'opine' ? 'In your words' : needsWords ? 'Comment (needed)' : 'Comment';
  const lacks = !isOpen || move === null || (wantsScore && score === null) || (needsWords && words.trim() === '');
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
      {isOpen ? null : <p role="alert">{MOVED_ON}</p>}
      {wantsScore ? (
        <Scores chosen={score} onChoose={setScore} {...(asking === 'settle' ? { of: given } : {})} />
      ) : null}
      {asking === 'refer' ? (
        <SelectField
          label="Reader"
          value={reader}
          options={readers.map((one) => ({ value: one.reader, words: one.name }))}
          onChange={setReader}
        />
      ) : null}
      {wantsWords ? (
        <label className={styles['text']}>
          {label}
          <textarea
            rows={3}
            value={words}
            maxLength={asking === 'opine' ? 5000 : 1000}
            onChange={(event) => setWords(event.target.value)}
          />
        </label>
      ) : null}
    </Dialog>
  );
}

/** Scores that anybody gave, from the mildest. */
function givenScores({ scoring, opinions }: ReviewView): readonly RadpeerScore[] {
  const given = [scoring?.score, ...opinions.map(({ opinion }) => opinion?.score)];
  return RadpeerScore.options.filter((score) => given.includes(score));
}

function moveOf(
  asking: Asking,
  said: { readonly words: string; readonly score: RadpeerScore | null; readonly reader: ReviewPerson | undefined },
): ReviewMove | null {
  const { words, score, reader } = said;
  switch (asking) {
    case 'skip':
    case 'unblind':
      return { kind: asking, reason: words };
    case 'refer':
      return reader === undefined ? null : { kind: 'refer', reader: reader.reader };
    case 'opine':
      return { kind: 'opine', opinion: { score, comment: words } };
    case 'settle':
      return { kind: 'settle', score };
  }
}
