import { useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { RadpeerScore } from '../../shared/model/review/score.ts';
import { SCORE_WORDS } from './review-words.ts';
import styles from './review.module.css';

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * Five large keys, one stop for Tab with the arrows along them; their digits and letters are not to be typed, so that no score is given by
 * a slip.
 */
export function Scores({
  chosen,
  onChoose,
  of = RadpeerScore.options,
}: {
  readonly chosen: RadpeerScore | null;
  /** Those that there are to choose from. */
  readonly of?: readonly RadpeerScore[];
  readonly onChoose: (score: RadpeerScore) => void;
}) {
  const group = useRef<HTMLDivElement>(null);
  const step = (event: KeyboardEvent): void => {
    const by = STEPS[event.key];
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const keys = [...(group.current?.querySelectorAll<HTMLElement>('[role="radio"]') ?? [])];
    const here = keys.findIndex((key) => key === document.activeElement);
    const at = (here + by + keys.length) % keys.length;
    const score = of[at];
    if (score === undefined) return;
    keys[at]?.focus();
    onChoose(score);
  };
  return (
    <div ref={group} role="radiogroup" aria-label="Score" className={styles['scores']} onKeyDown={step}>
      <div className={styles['keys']}>
        {of.map((score, at) => (
          <button
            key={score}
            type="button"
            role="radio"
            tabIndex={chosen === score || (chosen === null && at === 0) ? 0 : -1}
            aria-checked={chosen === score}
            aria-label={`${score}: ${SCORE_WORDS[score]}`}
            onClick={() => onChoose(score)}
          >
            <strong>{chosen === score ? `${score} ✓` : score}</strong>
            <span>{SCORE_WORDS[score]}</span>
          </button>
        ))}
      </div>
    </div>
  );
}
