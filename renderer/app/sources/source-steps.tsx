import type { SourceStepResult } from '../../../shared/model/source.ts';
import styles from './sources.module.css';

const NAMES: Readonly<Record<SourceStepResult['step'], string>> = {
  name: 'Name',
  port: 'Port',
  tls: 'TLS',
  association: 'Association',
  query: 'Query',
  retrieve: 'Retrieve one image',
  store: 'Store one object',
};
const GLYPHS: Readonly<Record<SourceStepResult['state'], string>> = {
  ok: '●',
  warning: '▲',
  failed: '✕',
  skipped: '○',
};
const STATES: Readonly<Record<SourceStepResult['state'], string>> = {
  ok: 'works',
  warning: 'works, with a remark',
  failed: 'does not work',
  skipped: 'not tried',
};

/** A connection's test, step by step, with the answer of each and what to do. */
export function SourceSteps({ steps, busy }: { readonly steps: readonly SourceStepResult[]; readonly busy: boolean }) {
  return (
    <ol className={styles['steps']} aria-label="Steps of the test" aria-busy={busy}>
      {steps.map(({ step, state, words, next, ms }) => (
        <li key={step} data-state={state}>
          <span className={styles[state]} aria-hidden="true">
            {GLYPHS[state]}
          </span>{' '}
          <strong>{NAMES[step]}</strong>
          {`: ${STATES[state]}${ms === null ? '' : ` (${ms} ms)`}. ${words}`}
          {next === null ? null : <span className={styles['quiet']}>{` ${next}`}</span>}
        </li>
      ))}
      {busy ? <li className={styles['quiet']}>…</li> : null}
    </ol>
  );
}
