import { useEffect, useState } from 'react';

/** Does something once, when what uses it comes up: a dialog asks for what it shows. */
export function useFirst(work: () => void): void {
  const [first] = useState(() => work);
  useEffect(() => first(), [first]);
}
