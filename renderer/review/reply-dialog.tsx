import { useState } from 'react';
import type { ReviewMove, ReviewMoveKind } from '../../shared/model/review/review.ts';
import { Button, Dialog } from '../ui/index.ts';
import styles from './review.module.css';

/** What whoever wrote a report may answer to its second reading. */
export type Answer = 'agree' | 'differ' | 'dispute';

const ANSWERS: Readonly<Record<Answer, { readonly words: string; readonly then: string; readonly gives: string }>> = {
  agree: { words: 'I agree', then: 'What it came to stands.', gives: 'Reply' },
  differ: {
    words: 'I see it otherwise, and leave it at that',
    then: 'What it came to stands, your words with it.',
    gives: 'Reply',
  },
  dispute: {
    words: 'I disagree: let it be arbitrated',
    then: 'Somebody who has no part in the case reads the report without sight of the score. That can be asked for once.',
    gives: 'Disagree',
  },
};

/** Of a dialog whose case went on while it was open. */
export const MOVED_ON = 'The case was moved on from elsewhere: this can no longer be done. Copy what you need.';

/** Answers that are left: a reply is given once, and arbitration asked for once. */
export function answersNow(moves: readonly ReviewMoveKind[]): readonly Answer[] {
  const left: Answer[] = [];
  if (moves.includes('reply')) left.push('agree', 'differ');
  if (moves.includes('dispute')) left.push('dispute');
  return left;
}

/** Reply of the reader of a report: nothing is chosen until they choose. */
export function ReplyDialog({
  answers,
  onMove,
  onClose,
}: {
  readonly answers: readonly Answer[];
  readonly onMove: (move: ReviewMove) => void;
  readonly onClose: () => void;
}) {
  const [answer, setAnswer] = useState<Answer | null>(answers.length === 1 ? (answers[0] ?? null) : null);
  const [said, setSaid] = useState('');
  const words = said.trim();
  const isOpen = answers.length > 0 && (answer === null || answers.includes(answer));
  const lacks = !isOpen
    ? MOVED_ON
    : answer === null
      ? 'Choose an answer'
      : answer !== 'agree' && words === ''
        ? 'Say why in a few words'
        : null;
  const give = (): void => {
    if (answer === null || lacks !== null) return;
    onMove(
      answer === 'dispute'
        ? { kind: 'dispute', reason: words }
        : { kind: 'reply', reply: { agrees: answer === 'agree', text: words } },
    );
  };
  return (
    <Dialog
      open
      title="Your reply to the second reading"
      onClose={onClose}
      actions={
        <>
          <span role="status" className={styles['lacks']}>
            {lacks ?? ''}
          </span>
          <Button onClick={onClose}>Leave it</Button>
          <Button tone="primary" disabled={lacks !== null} onClick={give}>
            {answer === null ? 'Reply' : ANSWERS[answer].gives}
          </Button>
        </>
      }
    >
      <fieldset className={styles['answers']}>
        <legend>What you say to it</legend>
        {answers.map((one) => (
          <label key={one}>
            <input type="radio" name="answer" checked={answer === one} onChange={() => setAnswer(one)} />
            <span>
              {ANSWERS[one].words}
              <span className={styles['quiet']}>{ANSWERS[one].then}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <label className={styles['text']}>
        {answer === 'agree' ? 'In your words (if you like)' : 'In your words'}
        <textarea
          rows={4}
          value={said}
          maxLength={answer === 'dispute' ? 1000 : 5000}
          onChange={(event) => setSaid(event.target.value)}
        />
      </label>
      <p className={styles['quiet']}>
        Whoever runs the programme and whoever read the case see your words; your name stands nowhere in it.
      </p>
    </Dialog>
  );
}
