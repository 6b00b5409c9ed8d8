import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { WindowPlace } from '../../../shared/model/desk-window.ts';
import type { WindowTalk } from '../../app/windows/window-talk.ts';
import type { DeskSession } from '../desk-session.ts';

/** A window that has nothing to show, or hangs, keeps the others from loading ahead no longer than this. */
const PATIENCE_MS = 1500;

type Session = {
  readonly engine: { readonly source: Pick<DeskSession['engine']['source'], 'ahead'> };
  readonly stores: Pick<DeskSession['stores'], 'open'>;
};

/** What is looked at in every window comes first: a window loads ahead when each of the others has its first pictures. */
export function firstPicturesFirst(session: Session, talk: WindowTalk, caseId: () => string | null): Disposer {
  const { ahead } = session.engine.source;
  const bag = new DisposerBag();
  const standing = new Set<WindowPlace>();
  const look = (): void => {
    const others = (['desk', ...talk.open.getState().glasses] as const).filter((place) => place !== talk.place);
    if (others.every((place) => standing.has(place))) ahead.open();
  };
  bag.add(
    session.stores.open.subscribe(({ status }, before) => {
      if (status === before.status) return;
      standing.clear();
      if (status === 'open' && talk.open.getState().glasses.length > 0) ahead.hold(PATIENCE_MS);
      else ahead.open();
    }),
  );
  bag.add(talk.open.subscribe(look));
  bag.add(
    talk.on(({ from, message }) => {
      if (message.kind !== 'stands' || message.caseId !== caseId() || message.viewports.length === 0) return;
      if (message.viewports.some(({ shown }) => shown === null)) return;
      standing.add(from);
      look();
    }),
  );
  bag.add(() => ahead.open());
  return () => bag.dispose();
}
