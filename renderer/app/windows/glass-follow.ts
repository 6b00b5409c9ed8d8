import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { DeskMessage, SaidByWindow } from '../../../shared/model/desk-message.ts';
import type { Access } from '../access.ts';
import type { StationLink } from '../station-link.ts';
import type { WindowTalk } from './window-talk.ts';

/** The case that the desk has open, as far as this window shows it. */
export type GlassCase = Pick<Extract<DeskMessage, { kind: 'case' }>, 'caseId' | 'studyId' | 'desk' | 'hanging'>;

/** Shows what the desk has open, and nothing else: a window with pictures opens and closes no case of its own. */
export class GlassFollow {
  readonly view: StoreApi<{ readonly open: GlassCase | null }> = createStore<{ open: GlassCase | null }>()(() => ({
    open: null,
  }));
  readonly #talk: WindowTalk;
  readonly #access: Pick<Access, 'leave' | 'view'>;
  readonly #link: StationLink;

  constructor(talk: WindowTalk, access: Pick<Access, 'leave' | 'view'>, link: StationLink) {
    this.#talk = talk;
    this.#access = access;
    this.#link = link;
  }

  start(): Disposer {
    const bag = new DisposerBag();
    bag.add(this.#talk.on((said) => this.#take(said)));
    bag.add(this.#link.on('windows.closing', () => void this.#go()));
    bag.add(
      this.#access.view.subscribe(({ state }, before) => {
        if (state?.store === before.state?.store) return;
        if (state?.store === 'open') this.#talk.say({ kind: 'ready' }, 'desk');
        else this.view.setState({ open: null });
      }),
    );
    if (this.#access.view.getState().state?.store === 'open') this.#talk.say({ kind: 'ready' }, 'desk');
    return () => bag.dispose();
  }

  #take({ from, message }: SaidByWindow): void {
    if (from !== 'desk') return;
    switch (message.kind) {
      case 'case': {
        const { caseId, studyId, desk, hanging } = message;
        this.view.setState({ open: { caseId, studyId, desk, hanging } });
        return;
      }
      case 'closed':
        this.view.setState({ open: null });
        return;
      case 'settle':
        void this.#access.leave().then(() => this.#talk.say({ kind: 'settled' }, 'desk'));
        return;
      default:
      // What is about viewports is heard by the bond of the open case.
    }
  }

  /** Somebody closed this window: what is not written yet is, and then it goes. */
  async #go(): Promise<void> {
    await this.#access.leave();
    // A window that is gone already takes no answer.
    await this.#link.call('windows.gone', {}).catch(() => undefined);
  }
}
