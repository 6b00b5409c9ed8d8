import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { ParsedRequest } from '../../../shared/contract/index.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { LesionLedger } from '../../../shared/model/lesion.ts';
import type { callStation } from '../../client/index.ts';
import type { DeskStores } from '../stores.ts';

/** What is to be entered: a lesion at a time point. */
export interface LesionAsked {
  /** The study of the pictures. */
  readonly studyId: StudyId;
  /** Null: the reader chooses, or it is a new one. */
  readonly trackingUid: string | null;
  /** The drawing that it is entered by; null: none yet. */
  readonly measurementId: string | null;
}

export interface LesionState {
  /** Null: not there yet, or it could not be read. */
  readonly ledger: LesionLedger | null;
  readonly failed: boolean;
  readonly asked: LesionAsked | null;
}

export interface LesionParts {
  readonly call: typeof callStation;
  failed(error: unknown, doing: string): void;
  readonly stores: Pick<DeskStores, 'open'>;
  /** Resolves when drawings are on their way into the journal. */
  settle(): Promise<void>;
}

export type LesionMark = Omit<ParsedRequest<'reading.markLesion'>, 'about'>;

const NONE: LesionState = { ledger: null, failed: false, asked: null };
const DOING = 'Lesions';

/** The ledger of the open case as the station last worked it out. It goes with the case. */
export class LesionKeeper {
  readonly store: StoreApi<LesionState> = createStore<LesionState>()(() => NONE);
  readonly #parts: LesionParts;
  /** Of answers: a later one has the newer ledger. */
  #token = 0;
  /** Counts cases: what is answered for a former one is not shown (fault F50). */
  #case = 0;

  constructor(parts: LesionParts) {
    this.#parts = parts;
  }

  clear(): void {
    this.#token += 1;
    this.#case += 1;
    this.store.setState(NONE, true);
  }

  /** Reads the ledger again: a drawing changed, or somebody wants to see it. What stands stays until the answer is there. */
  async load(): Promise<void> {
    const studyId = this.#current();
    if (studyId === null) return;
    this.#token += 1;
    const token = this.#token;
    try {
      const ledger = await this.#parts.call('reading.lesions', { studyId });
      if (token === this.#token) this.store.setState({ ledger, failed: false });
    } catch (error) {
      if (token !== this.#token) return;
      this.store.setState({ ledger: null, failed: true });
      this.#parts.failed(error, DOING);
    }
  }

  ask(asked: LesionAsked | null): void {
    this.store.setState({ asked });
    if (asked !== null && this.store.getState().ledger === null) void this.load();
  }

  async mark(mark: LesionMark): Promise<void> {
    const about = this.#current();
    if (about === null) return;
    const ofCase = this.#case;
    try {
      await this.#parts.settle();
      // Entered whatever is on the desk by now; shown only beside its own case.
      if (ofCase === this.#case) this.#token += 1;
      const token = this.#token;
      const { ledger } = await this.#parts.call('reading.markLesion', { ...mark, about });
      if (ofCase === this.#case && token === this.#token) this.store.setState({ ledger, failed: false, asked: null });
    } catch (error) {
      this.#parts.failed(error, DOING);
    }
  }

  /** The case that is read; null: none is open. */
  #current(): StudyId | null {
    const open = this.#parts.stores.open.getState();
    return open.status === 'open' ? open.current.study.studyId : null;
  }
}
