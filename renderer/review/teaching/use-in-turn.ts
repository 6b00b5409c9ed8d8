import { useRef, useState } from 'react';
import type { Task } from '../../app/use-task.ts';

/** As `useTask`, but what is begun while something runs comes after it: nothing that was typed meanwhile is dropped. */
export function useInTurn(): Task {
  const [left, setLeft] = useState(0);
  const [failure, setFailure] = useState<unknown>(null);
  const last = useRef(Promise.resolve());
  return {
    busy: left > 0,
    failure,
    clear: () => setFailure(null),
    start: (work) => {
      setLeft((count) => count + 1);
      setFailure(null);
      last.current = last.current
        .then(work)
        .catch((error: unknown) => setFailure(error))
        .finally(() => setLeft((count) => count - 1));
    },
  };
}
