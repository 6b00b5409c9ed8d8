import type { StoreApi } from 'zustand/vanilla';
import type { ObjectId } from '../../shared/model/ids.ts';
import type { Registration, Rigid } from '../../shared/model/registration.ts';
import { tiedSpaces, wayBetween } from '../../shared/rules/registration/way-between.ts';
import type { ObjectsState, ReadState } from './objects-store.ts';
import { registeredBy } from './registration-words.ts';

/** More than this no desk keeps. */
const MOST_USED = 8;

/** How one place comes into another frame of reference, and on whose word. */
export interface RegisteredWay {
  readonly matrix: Rigid;
  /** "registered by …". */
  readonly by: string;
}

export interface RegistrationsParts {
  readonly store: StoreApi<ObjectsState>;
  readonly read: (objectId: ObjectId) => Promise<ReadState | null>;
}

/** Registrations that the reader links the pictures of the case by: none is applied by itself. */
export class Registrations {
  readonly #parts: RegistrationsParts;

  constructor(parts: RegistrationsParts) {
    this.#parts = parts;
  }

  /** In the order in which the reader said so. */
  get used(): readonly ObjectId[] {
    return this.#parts.store.getState().registrations;
  }

  /** Takes a place of the one frame of reference into the other, by what was said last; null where nothing ties them. */
  between(from: string | null, to: string | null): RegisteredWay | null {
    if (from === null || to === null) return null;
    for (const objectId of this.used.toReversed()) {
      const registration = this.#known(objectId);
      const matrix = registration && wayBetween(registration, from, to);
      if (registration && matrix) return { matrix, by: registeredBy(registration) };
    }
    return null;
  }

  /** The frames of reference that it ties; empty where it ties none. */
  async tiedBy(objectId: ObjectId): Promise<readonly string[]> {
    await this.#parts.read(objectId);
    const registration = this.#known(objectId);
    const spaces = registration ? tiedSpaces(registration) : [];
    return spaces.length < 2 ? [] : spaces;
  }

  /** Links by this one from now on. */
  use(objectId: ObjectId): void {
    this.#set([...this.used.filter((one) => one !== objectId), objectId].slice(-MOST_USED));
  }

  stop(objectId: ObjectId): void {
    this.#set(this.used.filter((one) => one !== objectId));
  }

  /** The case is opened again: each object is read and checked anew, and one that does not hold any more goes. */
  async restore(kept: readonly ObjectId[]): Promise<void> {
    if (kept.length === 0) return;
    this.#set(kept);
    const states = await Promise.all(kept.map((objectId) => this.#parts.read(objectId)));
    // Another case was opened meanwhile.
    if (states.includes(null)) return;
    this.#set(this.used.filter((objectId) => this.#known(objectId) !== null));
  }

  /** The case stands in several windows: these are used in another one. */
  follow(used: readonly ObjectId[]): void {
    if (used.length === this.used.length && used.every((one, at) => one === this.used[at])) return;
    if (used.length === 0) this.#set([]);
    else void this.restore(used);
  }

  /** @returns stops telling */
  onChange(changed: () => void): () => void {
    return this.#parts.store.subscribe((now, before) => {
      if (now.registrations !== before.registrations) changed();
    });
  }

  #known(objectId: ObjectId): Registration | null {
    const state = this.#parts.store.getState().read[objectId];
    return state?.status === 'read' && state.content.kind === 'registration' ? state.content.registration : null;
  }

  #set(registrations: readonly ObjectId[]): void {
    this.#parts.store.setState({ registrations: [...registrations] });
  }
}
