import type { ReadinessFacts } from '../../../shared/model/readiness.ts';
import { readinessConditions, readinessLine } from '../../../shared/rules/readiness-conditions.ts';
import type { ConditionState } from '../../../shared/rules/readiness-conditions.ts';
import { localMinutes } from '../../app/local-time.ts';
import styles from './preview.module.css';

/** Shape and word, so that nothing is said by colour alone. */
const MARKS: Readonly<Record<ConditionState, { readonly glyph: string; readonly word: string }>> = {
  met: { glyph: '●', word: 'met' },
  missing: { glyph: '■', word: 'missing' },
  unknown: { glyph: '?', word: 'unknown' },
  'not-wanted': { glyph: '–', word: 'not wanted' },
};

/** Whether the case can be read with the cable out: one line, and behind it each condition. */
export function ReadinessPart({ facts }: { readonly facts: ReadinessFacts }) {
  const conditions = readinessConditions(facts, (at) => localMinutes(at).slice(-5));
  return (
    <details className={styles['readiness']}>
      <summary>{readinessLine(conditions)}</summary>
      <ul aria-label="What reading offline needs">
        {conditions.map(({ kind, state, words }) => (
          <li key={kind} className={state === 'missing' ? styles['damaged'] : undefined}>
            <span aria-hidden="true">{MARKS[state].glyph} </span>
            {MARKS[state].word}: {words}
          </li>
        ))}
      </ul>
    </details>
  );
}
