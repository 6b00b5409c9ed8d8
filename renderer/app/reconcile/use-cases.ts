import { useEffect, useState } from 'react';
import type { ReconcileCase } from '../../../shared/model/reconcile.ts';
import { useServices } from '../services.tsx';

export type Cases =
  | { readonly state: 'asking' }
  | { readonly state: 'unknown'; readonly failure: unknown }
  | { readonly state: 'known'; readonly cases: readonly ReconcileCase[] };

/** What is held, kept current while somebody looks at it. What was shown stays while it is asked for again. */
export function useCases(): Cases & { readonly ask: () => void } {
  const { link } = useServices();
  const [cases, setCases] = useState<Cases>({ state: 'asking' });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let gone = false;
    const ask = (): void => {
      link.call('reconcile.list', {}).then(
        (answer) => {
          if (!gone) setCases({ state: 'known', cases: answer.cases });
        },
        (failure: unknown) => {
          if (!gone) setCases({ state: 'unknown', failure });
        },
      );
    };
    ask();
    const stop = link.on('outbox.changed', ask);
    return () => {
      gone = true;
      stop();
    };
  }, [link, turn]);
  return { ...cases, ask: () => setTurn((now) => now + 1) };
}
