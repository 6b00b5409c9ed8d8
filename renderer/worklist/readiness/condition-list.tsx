import type { ReadinessFacts } from '../../../shared/model/readiness.ts';
import { readinessConditions } from '../../../shared/rules/readiness-conditions.ts';
import type { ConditionState } from '../../../shared/rules/readiness-conditions.ts';
import { clockOf } from './ready-cell.tsx';
import styles from './readiness.module.css';

/** Shape and word, so that nothing is said by colour alone. */
const MARKS: Readonly<Record<ConditionState, { readonly glyph: string; readonly word: string }>> = {
  met: { glyph: '●', word: 'met' },
  missing: { glyph: '■', word: 'missing' },
  unknown: { glyph: '?', word: 'unknown' },
  'not-wanted': { glyph: '–', word: 'not wanted' },
};

/** Each thing that reading offline needs, with its state in words. */
export function ConditionList({ facts }: { readonly facts: ReadinessFacts }) {
  return (
    <ul aria-label="What reading offline needs" className={styles['conditions']}>
      {readinessConditions(facts, clockOf).map(({ kind, state, words }) => (
        <li key={kind} className={`${styles['condition']} ${state === 'missing' ? styles['missing'] : ''}`}>
          <span aria-hidden="true">{MARKS[state].glyph} </span>
          <span>
            {MARKS[state].word}: {words}
          </span>
        </li>
      ))}
    </ul>
  );
}
