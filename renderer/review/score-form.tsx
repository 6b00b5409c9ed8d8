import { useState } from 'react';
import type { ProgrammeKind } from '../../shared/model/review/programme.ts';
import { ContributingFactor, ErrorClass } from '../../shared/model/review/score.ts';
import type { Scoring } from '../../shared/model/review/score.ts';
import { hasScores, needsComment } from '../../shared/review/radpeer.ts';
import { Button, CheckField, FormActions, SelectField, TextField } from '../ui/index.ts';
import { CLASS_WORDS, FACTOR_WORDS } from './review-words.ts';
import styles from './review.module.css';
import { Scores } from './scores.tsx';

const EMPTY: Scoring = {
  ...{ score: null, legacy4: false, comment: '', errorClass: null, factors: [], learningPoint: '' },
  ...{ greatCall: false, patientAffected: false },
};
const CLASSES = ['none', ...ErrorClass.options] as const;

/** What is said of the report after both readings stand beside each other. */
export function ScoreForm({
  kind,
  busy,
  said = null,
  onSay,
  onScore,
}: {
  readonly kind: ProgrammeKind;
  readonly busy: boolean;
  /** What it begins with; null: nothing was said yet. */
  readonly said?: Scoring | null;
  /** What stands in it now. */
  readonly onSay?: (scoring: Scoring) => void;
  readonly onScore: (scoring: Scoring) => void;
}) {
  const [scoring, put] = useState(said ?? EMPTY);
  const setScoring = (next: Scoring): void => {
    put(next);
    onSay?.(next);
  };
  const { score, comment, factors } = scoring;
  const isScored = hasScores(kind);
  const lacks =
    isScored && score === null
      ? 'Choose a score'
      : needsComment(score) && comment.trim() === ''
        ? `A ${score} needs a comment`
        : null;
  return (
    <form
      className={styles['score']}
      aria-label="What you say of the report"
      onSubmit={(event) => {
        event.preventDefault();
        if (lacks === null) onScore(scoring);
      }}
    >
      {isScored ? <Scores chosen={score} onChoose={(next) => setScoring({ ...scoring, score: next })} /> : null}
      <label className={styles['text']}>
        {needsComment(score) ? 'Comment (needed)' : 'Comment'}
        <textarea
          value={comment}
          rows={3}
          maxLength={5000}
          onChange={(event) => setScoring({ ...scoring, comment: event.target.value })}
        />
      </label>
      <SelectField
        label="Class of error"
        value={scoring.errorClass ?? 'none'}
        options={CLASSES.map((value) => ({ value, words: value === 'none' ? 'none' : CLASS_WORDS[value] }))}
        onChange={(value) => setScoring({ ...scoring, errorClass: value === 'none' ? null : value })}
      />
      <fieldset className={styles['factors']}>
        <legend>What may have contributed</legend>
        {ContributingFactor.options.map((factor) => (
          <CheckField
            key={factor}
            label={FACTOR_WORDS[factor]}
            checked={factors.includes(factor)}
            onChange={(on) =>
              setScoring({ ...scoring, factors: on ? [...factors, factor] : factors.filter((one) => one !== factor) })
            }
          />
        ))}
      </fieldset>
      <TextField
        label="Learning point, without a name"
        value={scoring.learningPoint}
        maxLength={5000}
        onChange={(event) => setScoring({ ...scoring, learningPoint: event.target.value })}
      />
      <CheckField
        label="Great call"
        checked={scoring.greatCall}
        onChange={(greatCall) => setScoring({ ...scoring, greatCall })}
      />
      <CheckField
        label="The patient is affected: somebody has to be told"
        checked={scoring.patientAffected}
        onChange={(patientAffected) => setScoring({ ...scoring, patientAffected })}
      />
      <FormActions>
        <span role="status" className={styles['quiet']}>
          {lacks ?? ''}
        </span>
        <Button type="submit" tone="primary" disabled={busy || lacks !== null}>
          {isScored ? 'Score' : 'Keep'}
        </Button>
      </FormActions>
    </form>
  );
}
