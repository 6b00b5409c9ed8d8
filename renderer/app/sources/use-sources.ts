import { useEffect, useState } from 'react';
import type { SourceState } from '../../../shared/model/source-state.ts';
import type { SourceRow } from '../../../shared/model/transfer.ts';
import { useServices } from '../services.tsx';

/** Sources, and how things stand with each; kept current. */
export interface Sources {
  /** Null: not known. */
  readonly rows: readonly SourceRow[] | null;
  readonly stateOf: (sourceId: SourceRow['sourceId']) => SourceState | null;
}

/** @param wanted false: nothing is asked, as for somebody who may not */
export function useSources(wanted: boolean): Sources {
  const { link } = useServices();
  const [rows, setRows] = useState<readonly SourceRow[] | null>(null);
  const [states, setStates] = useState<readonly SourceState[]>([]);
  useEffect(() => {
    if (!wanted) return undefined;
    let gone = false;
    const askStates = (): void =>
      void link.call('sources.states', {}).then(
        (answer) => (gone ? undefined : setStates(answer.states)),
        // The list says where sources are; how they stand is then left out.
        () => undefined,
      );
    const ask = (): void => {
      link.call('sources.list', {}).then(
        (answer) => (gone ? undefined : setRows(answer.sources)),
        // Without an answer the section says that it knows nothing.
        () => undefined,
      );
      askStates();
    };
    ask();
    const deafen = [link.on('sources.changed', ask), link.on('sources.stateChanged', askStates)];
    return () => {
      gone = true;
      for (const one of deafen) one();
    };
  }, [link, wanted]);
  return { rows, stateOf: (sourceId) => states.find((one) => one.sourceId === sourceId) ?? null };
}
