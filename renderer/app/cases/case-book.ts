import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { asAppError } from '../../../shared/errors/app-error.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import { back, closed, NO_CASES, putAside, taken } from '../../../shared/model/open-cases.ts';
import type { InHand, OpenCases } from '../../../shared/model/open-cases.ts';
import type { StationLink } from '../station-link.ts';

/** What the reader has on the desk and put aside. Each change is in the journal, so that it is there again after a restart. */
export class CaseBook {
  readonly view: StoreApi<OpenCases>;
  readonly #link: Pick<StationLink, 'call'>;
  /** Something was opened or closed here: what the station kept counts no more. */
  #own = false;
  /** Opened for the reader at the start, and nothing of it stands yet. */
  #returning = false;

  /** Of the case on the desk. */
  #inHand: () => InHand | null = () => null;
  /** What the case on the desk came back with; null: it was opened as any other. */
  #came: InHand | null = null;

  /** @param onDesk what a page that was loaded anew has there still */
  constructor(link: Pick<StationLink, 'call'>, onDesk: StudyId | null) {
    this.#link = link;
    this.view = createStore<OpenCases>()(() => ({ ...NO_CASES, onDesk }));
  }

  /**
   * As the station kept it; what is on the desk of this page stays there. A case that comes back unasked is kept as one that waits until
   * a picture of it stands: one that ends the program does so once, and the next start shows the list.
   */
  async load(): Promise<void> {
    try {
      const kept = await this.#link.call('reading.cases', {});
      if (this.#own) return;
      const { onDesk } = this.view.getState();
      this.#returning = onDesk === null && kept.onDesk !== null;
      if (this.#returning) this.#keep(putAside(kept, new Date().toISOString(), null));
      this.view.setState(onDesk === null ? kept : taken(kept, onDesk));
    } catch (error) {
      // The list is shown then, and every case comes back from it as it was left.
      console.warn('cases that were open are not known', asAppError(error).code);
    }
  }

  /** A picture of the case on the desk stands. */
  readonly stands = (): void => {
    if (!this.#returning) return;
    this.#returning = false;
    this.#keep(this.view.getState());
  };

  open(studyId: StudyId): void {
    this.#set(taken(this.view.getState(), studyId));
  }

  /** Back to the list, or to the case that this one interrupted. */
  close(): void {
    this.#return(closed(this.view.getState()));
  }

  /** @param interruptedBy the study that is opened in its place; null: the list is shown */
  putAside(interruptedBy: StudyId | null = null): void {
    this.#set(putAside(this.view.getState(), new Date().toISOString(), interruptedBy, this.#inHand()));
  }

  /** Back to the newest case that was put aside; false where none was. */
  back(): boolean {
    const next = back(this.view.getState(), new Date().toISOString(), this.#inHand());
    if (next) this.#return(next);
    return next !== null;
  }

  /** The desk says what its reader has in hand, for as long as it is there. */
  holds(inHand: () => InHand | null): Disposer {
    this.#inHand = inHand;
    return () => {
      if (this.#inHand === inHand) this.#inHand = () => null;
    };
  }

  /** What the reader had in hand when the case was put aside that they went back to; null of one that was opened from the list. */
  get came(): InHand | null {
    return this.#came;
  }

  /** A case that waited is on the desk again, by the reader's going back to it. */
  #return(next: OpenCases): void {
    const waited = this.view.getState().aside.find(({ studyId }) => studyId === next.onDesk);
    this.#own = true;
    // Before the case that comes back is asked for: in the trail the other one is closed first.
    this.#keep(next);
    this.#show(next, waited?.hand ?? null);
  }

  #set(next: OpenCases): void {
    this.#own = true;
    this.#show(next, null);
    this.#keep(next);
  }

  #show(next: OpenCases, came: InHand | null): void {
    this.#came = came;
    this.#returning = false;
    this.view.setState(next);
  }

  #keep(cases: OpenCases): void {
    this.#link
      .call('reading.keepCases', cases)
      .catch((error: unknown) => console.warn('open cases not kept', asAppError(error).code));
  }
}
