import { useEffect } from 'react';
import type { Worklist } from '../../worklist/index.ts';
import { useOutbox } from '../outbox/index.ts';
import { useServices } from '../services.tsx';
import { isAnythingLeft, toDeliver, whatIsLeft } from './what-is-left.ts';

/** Tells the list what is still to be delivered, and asks before the program is closed while anything is left. */
export function useToDeliver(worklist: Worklist): void {
  const book = useOutbox();
  const { access, layout } = useServices();
  useEffect(() => {
    const tell = (): void => worklist.setToDeliver(toDeliver(book.view.getState().rows));
    tell();
    return book.view.subscribe(tell);
  }, [book, worklist]);
  useEffect(
    () =>
      access.beforeQuitting(() => {
        // Asked once: who closes the window a second time has seen it.
        if (layout.getState().dialog === 'end-shift') return false;
        const left = whatIsLeft(worklist.view.getState().rows.values(), book.view.getState().rows);
        if (!isAnythingLeft(left)) return false;
        layout.setState({ dialog: 'end-shift' });
        return true;
      }),
    [access, book, layout, worklist],
  );
}
