import { useEffect } from 'react';
import { useStore } from 'zustand';
import { asAppError } from '../../../shared/errors/app-error.ts';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import { screenOf } from '../access.ts';
import { useKeyDispatcher } from '../commands/index.ts';
import { useServices } from '../services.tsx';
import type { StationLink } from '../station-link.ts';
import type { WindowTalk } from './window-talk.ts';

/** What the desk's window does for those with pictures: their keys, and their last words before a lock. */
export function useDeskOfWindows(talk: WindowTalk | null): void {
  const { access, link } = useServices();
  const dispatcher = useKeyDispatcher();
  const screen = useStore(access.view, screenOf);
  useEffect(() => {
    if (talk === null) return undefined;
    const bag = new DisposerBag();
    bag.add(talk.start());
    bag.add(access.beforeLeaving(() => settleGlasses(talk)));
    bag.add(
      talk.on(({ message }) => {
        if (message.kind !== 'key') return;
        dispatcher.pressElsewhere(message.key);
        // A question that the key asked is answered here.
        requestAnimationFrame(() => {
          if (document.querySelector('dialog[open]')) void toFront(link);
        });
      }),
    );
    return () => bag.dispose();
  }, [talk, access, link, dispatcher]);
  useEffect(() => {
    if (screen !== 'main') return;
    // A page that was loaded anew has no case open: what the one before it showed in other windows goes.
    talk?.say({ kind: 'closed' });
    void talk?.look();
  }, [talk, screen]);
}

async function toFront(link: StationLink): Promise<void> {
  try {
    await link.call('windows.front', {});
  } catch (error) {
    // It is asked behind the other windows then.
    console.warn('the window was not brought to the front', asAppError(error).code);
  }
}

/** Resolves when every window with pictures has written what it had; whoever waits for it has a bound of its own. */
function settleGlasses(talk: WindowTalk): Promise<void> {
  const waiting = new Set<string>(talk.open.getState().glasses);
  if (waiting.size === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const bag = new DisposerBag();
    const written = (place: string): void => {
      if (!waiting.delete(place) || waiting.size > 0) return;
      bag.dispose();
      resolve();
    };
    bag.add(talk.on(({ from, message }) => void (message.kind === 'settled' && written(from))));
    // Nobody is in it who could write anything.
    bag.add(talk.lost.on(written));
    talk.say({ kind: 'settle' });
  });
}
