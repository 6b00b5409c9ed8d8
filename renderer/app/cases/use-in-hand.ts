import { useEffect, useRef, useState } from 'react';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { InHand } from '../../../shared/model/open-cases.ts';
import type { DeskSession } from '../../reading/index.ts';
import { useKeyDispatcher } from '../commands/index.ts';
import type { FocusScope } from '../commands/index.ts';
import type { CaseBook } from './case-book.ts';

/**
 * Keeps with a case that waits what its reader had in hand, and gives it back with the case. Answers what this one came back with;
 * null where it was opened as any other.
 */
export function useInHand(session: DeskSession | null, book: CaseBook): InHand | null {
  const dispatcher = useKeyDispatcher();
  const [came] = useState(() => book.came);
  // A notice or a dialog by which the reader goes has no keys of its own: what had them before it counts.
  const part = useRef<FocusScope>('none');
  useEffect(() => {
    if (!session) return undefined;
    const bag = new DisposerBag();
    const { open, runtime } = session.stores;
    part.current = dispatcher.scope;
    bag.add(
      dispatcher.onScopeChange((scope) => {
        if (scope !== 'none') part.current = scope;
      }),
    );
    bag.add(book.holds(() => ({ tool: runtime.getState().tool, writing: part.current === 'report' })));
    let given = false;
    const give = (): void => {
      if (given || came === null || open.getState().status !== 'open') return;
      given = true;
      dispatcher.run(`tool.${came.tool}`);
    };
    bag.add(open.subscribe(() => queueMicrotask(give)));
    give();
    return () => bag.dispose();
  }, [session, book, dispatcher, came]);
  return came;
}
