import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Transfers } from './transfers/transfers.ts';
import type { Worklist, WorklistView } from './worklist.ts';

/** The list and the long work of a window; made once, empty while the store is locked. */
export interface ListParts {
  readonly worklist: Worklist;
  readonly transfers: Transfers;
}

export const ListContext = createContext<ListParts | null>(null);

function useParts(): ListParts {
  const parts = useContext(ListContext);
  if (!parts) throw new Error('ListContext is missing above this part');
  return parts;
}

export function useWorklist(): Worklist {
  return useParts().worklist;
}

export function useTransfers(): Transfers {
  return useParts().transfers;
}

export function useWorklistView<T>(select: (view: WorklistView) => T): T {
  return useStore(useWorklist().view, select);
}
