import type { SelfCheck, SelfCheckState, SelfTest } from '../../../shared/model/self-test.ts';

/** As the list says it, and as it is read aloud. */
export const STATE_WORDS: Readonly<Record<SelfCheckState, string>> = {
  ok: 'Works',
  warning: 'Look at this',
  failed: 'Does not work',
  'not-set': 'Not set up',
  'not-yet': 'Not yet',
};

/** What is to be done comes first, then what works, then what nobody set up. */
const ORDER: readonly SelfCheckState[] = ['failed', 'warning', 'not-yet', 'ok', 'not-set'];

export function inOrder(checks: readonly SelfCheck[]): readonly SelfCheck[] {
  return [...checks].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
}

/** One line for all of it. */
export function summaryWords({ checks }: SelfTest): string {
  const count = (state: SelfCheckState): number => checks.filter((one) => one.state === state).length;
  const [failed, warning] = [count('failed'), count('warning')];
  if (failed + warning === 0) return 'Everything that is set up works.';
  const parts = [
    ...(failed === 0 ? [] : [`${failed} ${failed === 1 ? 'does' : 'do'} not work`]),
    ...(warning === 0 ? [] : [`${warning} to look at`]),
  ];
  return `${parts.join(', ')}; ${count('ok')} ${count('ok') === 1 ? 'works' : 'work'}.`;
}

/** "12 ms", "1.4 s". */
export function tookWords(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
