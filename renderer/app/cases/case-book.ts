import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { asAppError } from '../../../shared/errors/app-error.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import { back, closed, NO_CASES, putAside, taken } from '../../../shared/model/open-cases.ts';
import type { OpenCases } from '../../../shared/model/open-cases.ts';
import type { StationLink } from '../station-link.ts';

/** What the reader has on the desk and put aside. Each change is in the journal, so that it is there again after a restart. */
export class CaseBook {
  readonly view: StoreApi<OpenCases>;
  readonly #link: Pick<StationLink, 'call'>;
  /** Something was opened or closed here: what the station kept counts no more. */
  #own = false;
  /** Opened for the reader at the start, and nothing of it stands yet. */
  #returning = false;

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
    this.#set(closed(this.view.getState()));
  }

  /** @param interruptedBy the study that is opened in its place; null: the list is shown */
  putAside(interruptedBy: StudyId | null = null): void {
    this.#set(putAside(this.view.getState(), new Date().toISOString(), interruptedBy));
  }

  /** Back to the newest case that was put aside; false where none was. */
  back(): boolean {
    const next = back(this.view.getState(), new Date().toISOString());
    if (next) this.#set(next);
    return next !== null;
  }

  #set(next: OpenCases): void {
    this.#own = true;
    this.#returning = false;
    this.view.setState(next);
    this.#keep(next);
  }

  #keep(cases: OpenCases): void {
    this.#link
      .call('reading.keepCases', cases)
      .catch((error: unknown) => console.warn('open cases not kept', asAppError(error).code));
  }
}
