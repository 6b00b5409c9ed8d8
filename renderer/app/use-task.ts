import { useState } from 'react';

export interface Task {
  readonly busy: boolean;
  readonly failure: unknown;
  readonly start: (work: () => Promise<void>) => void;
  readonly clear: () => void;
}

/** One piece of work of a form: busy while it runs, and what it failed with. A second start while busy does nothing. */
export function useTask(): Task {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  return {
    busy,
    failure,
    clear: () => setFailure(null),
    start: (work) => {
      if (busy) return;
      setBusy(true);
      setFailure(null);
      work()
        .catch((error: unknown) => setFailure(error))
        .finally(() => setBusy(false));
    },
  };
}
