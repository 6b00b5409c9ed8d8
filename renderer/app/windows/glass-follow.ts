import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { DeskMessage, SaidByWindow } from '../../../shared/model/desk-message.ts';
import type { Access } from '../access.ts';
import type { StationLink } from '../station-link.ts';
import type { WindowTalk } from './window-talk.ts';

type CaseMessage = Extract<DeskMessage, { kind: 'case' }>;

/** What of a case this window shows. */
export type Dealt = Pick<CaseMessage, 'desk' | 'hanging' | 'reasons'>;

/** The case that the desk has open, as far as this window shows it. */
export interface GlassCase extends Pick<CaseMessage, 'caseId' | 'studyId'> {
  /** Comes when the desk has dealt the case: until then the station is asked, and nothing is shown. */
  readonly dealt: Promise<Dealt>;
  /** Dealt anew since, while this window was still opening the case; null: it was not. */
  readonly newest: () => Dealt | null;
}

/** Shows what the desk has open, and nothing else: a window with pictures opens and closes no case of its own. */
export class GlassFollow {
  readonly view: StoreApi<{ readonly open: GlassCase | null }> = createStore<{ open: GlassCase | null }>()(() => ({
    open: null,
  }));
  readonly #talk: WindowTalk;
  readonly #access: Pick<Access, 'leave' | 'view'>;
  readonly #link: StationLink;
  #newest: Dealt | null = null;
  /** A case that the desk has not dealt yet. */
  #coming: { readonly caseId: string; readonly deal: (dealt: Dealt) => void } | null = null;

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
      case 'coming': {
        const { caseId, studyId } = message;
        const dealt = new Promise<Dealt>((deal) => {
          this.#coming = { caseId, deal };
        });
        this.#open(caseId, studyId, dealt);
        return;
      }
      case 'case': {
        const { caseId, studyId, desk, hanging, reasons } = message;
        const coming = this.#coming;
        this.#coming = null;
        if (coming?.caseId === caseId) coming.deal({ desk, hanging, reasons });
        else this.#open(caseId, studyId, Promise.resolve({ desk, hanging, reasons }));
        return;
      }
      case 'hang':
        if (message.caseId === this.view.getState().open?.caseId) this.#newest = message;
        return;
      case 'closed':
        this.#coming = null;
        this.view.setState({ open: null });
        return;
      case 'settle':
        void this.#access.leave().then(() => this.#talk.say({ kind: 'settled' }, 'desk'));
        return;
      default:
      // What is about viewports is heard by the bond of the open case.
    }
  }

  #open(caseId: string, studyId: GlassCase['studyId'], dealt: Promise<Dealt>): void {
    this.#newest = null;
    this.view.setState({ open: { caseId, studyId, dealt, newest: () => this.#newest } });
  }

  /** Somebody closed this window: what is not written yet is, and then it goes. */
  async #go(): Promise<void> {
    await this.#access.leave();
    // A window that is gone already takes no answer.
    await this.#link.call('windows.gone', {}).catch(() => undefined);
  }
}
