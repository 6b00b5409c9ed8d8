import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { Dealt, GlassCase } from '../../app/windows/glass-follow.ts';
import type { WindowTalk } from '../../app/windows/window-talk.ts';
import type { callStation } from '../../client/index.ts';
import type { DeskSession } from '../desk-session.ts';
import { leftDesk } from '../hang-desk.ts';
import type { HungDesk } from '../hang-desk.ts';
import { studiesOf } from '../stores.ts';
import type { Composition } from '../stores.ts';
import { firstPicturesFirst } from './first-pictures.ts';
import { hearDrawings } from './hear-drawings.ts';
import { heldCalls } from './held-calls.ts';
import { WindowBond } from './window-bond.ts';

/** What the desk told this window to show. */
export type GlassOf = Pick<GlassCase, 'caseId' | 'dealt' | 'newest'>;

/** A window with pictures: it hangs what the desk says, and tells the desk how it stands. */
export class GlassSide {
  readonly call: typeof callStation;
  readonly #talk: WindowTalk;
  readonly #of: GlassOf;
  #dealt: Dealt | null = null;

  constructor(talk: WindowTalk, call: typeof callStation, of: GlassOf) {
    this.#talk = talk;
    this.#of = of;
    const { caseId } = of;
    this.call = heldCalls(call, {
      load: async (loaded) => {
        const dealt = await of.dealt;
        this.#dealt = dealt;
        return { ...loaded, desk: dealt.desk };
      },
      saveDesk: ({ desk }) => {
        talk.say({ kind: 'desk', caseId, desk }, 'desk');
        return Promise.resolve({ savedAt: new Date().toISOString() });
      },
      drawn: () => talk.say({ kind: 'drawn', caseId }),
      measuredAnew: () => talk.say({ kind: 'measured-anew', caseId }, 'desk'),
    });
  }

  /** Its share was dealt to it. */
  share(hung: HungDesk): HungDesk {
    return hung;
  }

  attach(session: DeskSession): Disposer {
    const bag = new DisposerBag();
    const { caseId } = this.#of;
    // Whoever opened the case is at the desk, until a viewport here is pressed.
    session.stores.runtime.setState({ elsewhere: { place: 'desk', viewportId: '', ref: null } });
    session.stores.layout.setState({ railShown: false });
    const bond = new WindowBond(session, this.#talk, () => caseId);
    bag.add(() => bond.dispose());
    bag.add(firstPicturesFirst(session, this.#talk, () => caseId));
    bag.add(
      session.stores.open.subscribe(({ status }) => {
        if (status !== 'open') return;
        // What the others said of themselves before this window had the case.
        this.#talk.say({ kind: 'ask', caseId });
        // The case is laid after it is open.
        queueMicrotask(() => {
          const newest = this.#of.newest();
          if (newest) lay(session, newest);
          else if (this.#dealt) session.stores.composition.setState(saidOf(this.#dealt));
        });
      }),
    );
    bag.add(
      this.#talk.on(({ message }) => {
        if (!('caseId' in message) || message.caseId !== caseId) return;
        if (message.kind === 'drawn') void hearDrawings(session);
        else if (message.kind === 'hang') lay(session, message);
      }),
    );
    return () => bag.dispose();
  }
}

/** The desk hangs the case otherwise: this window's share of it. */
function lay(session: DeskSession, dealt: Dealt): void {
  const [current, ...priors] = studiesOf(session.stores.open.getState());
  const hung = current ? leftDesk(dealt.desk, { current, priors }) : null;
  if (hung) session.lay({ ...hung, composition: { ...hung.composition, ...saidOf(dealt) } });
}

/** What the hanging is called, and why viewports of it are empty. */
function saidOf({ hanging, reasons }: Dealt): Pick<Composition, 'hangingName' | 'reasons'> {
  return {
    hangingName: hanging,
    reasons: Object.fromEntries(reasons.map(({ viewportId, words }) => [viewportId, words])),
  };
}
