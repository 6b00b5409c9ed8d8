import { useEffect } from 'react';
import type { Worklist } from '../../worklist/index.ts';
import { useLoops } from '../../critical/index.ts';
import { useOutbox } from '../outbox/index.ts';
import { useServices } from '../services.tsx';
import { isAnythingLeft, loopsOf, toDeliver, whatIsLeft } from './what-is-left.ts';

/** Tells the list what is still to be delivered, and asks before somebody signs out or closes the program while anything is left. */
export function useToDeliver(worklist: Worklist): void {
  const book = useOutbox();
  const loops = useLoops();
  const { access, layout } = useServices();
  useEffect(() => {
    const tell = (): void => {
      const { rows, nowhere } = book.view.getState();
      worklist.setToDeliver(toDeliver(rows, nowhere));
    };
    tell();
    return book.view.subscribe(tell);
  }, [book, worklist]);
  useEffect(
    () =>
      access.beforeGoing(() => {
        // Asked once: who goes a second time has seen it.
        if (layout.getState().dialog === 'end-shift') return false;
        const { rows, nowhere } = book.view.getState();
        const reader = access.view.getState().state?.reader?.personId ?? null;
        const open = loopsOf(loops.view.getState().loops, reader);
        const left = whatIsLeft(worklist.view.getState().rows.values(), rows, nowhere, open);
        if (!isAnythingLeft(left)) return false;
        layout.setState({ dialog: 'end-shift' });
        return true;
      }),
    [access, book, layout, loops, worklist],
  );
}
