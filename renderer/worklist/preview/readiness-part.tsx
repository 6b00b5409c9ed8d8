import type { ReadinessFacts } from '../../../shared/model/readiness.ts';
import { readinessConditions, readinessLine } from '../../../shared/rules/readiness-conditions.ts';
import { ConditionList } from '../readiness/condition-list.tsx';
import { clockOf } from '../readiness/ready-cell.tsx';
import styles from './preview.module.css';

/** Whether the case can be read with the cable out: one line, and behind it each condition. */
export function ReadinessPart({ facts }: { readonly facts: ReadinessFacts }) {
  return (
    <details className={styles['readiness']}>
      <summary>{readinessLine(readinessConditions(facts, clockOf))}</summary>
      <ConditionList facts={facts} />
    </details>
  );
}
