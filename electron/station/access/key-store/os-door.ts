import type { Unlocked } from '../../../../shared/contract/access.ts';
import type { OsSlotState } from '../../../../shared/contract/os-slot.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import type { OsSecret } from '../../kernel/key-ring.ts';
import type { Slot } from '../../kernel/slots.ts';
import type { OpenStore } from '../open-store.ts';
import { setWish } from './os-slot-wish.ts';
import type { OsSlots } from './os-slots.ts';

/** What the door of the store lends. */
export interface OsDoorParts {
  readonly slots: OsSlots;
  readonly store: () => OpenStore | null;
  /** @throws AppError access/locked */
  readonly requireStore: () => OpenStore;
  /** Opens the store, in a turn of its own. */
  readonly enter: (secret: OsSecret) => Promise<Unlocked>;
  /** Work of the person who has the store open and has just proved to be there, in a turn of its own. */
  readonly proveThen: (
    proof: string,
    work: (store: OpenStore, provedBy: Slot['kind']) => Promise<void>,
  ) => Promise<void>;
  readonly take: (work: () => Promise<void>) => Promise<void>;
}

/** What people do with the key store of the system. It is asked outside of every turn: one that hangs keeps no store from being locked. */
export class OsDoor {
  readonly #parts: OsDoorParts;

  constructor(parts: OsDoorParts) {
    this.#parts = parts;
  }

  /** Whether it can open this store for the person who has it open, and does. */
  state(): Promise<OsSlotState> {
    return this.#parts.slots.state(this.#parts.requireStore());
  }

  /**
   * Opens a locked store for a person whose slot is there. Nobody has proved to be that person: whatever asks for a proof asks from the
   * beginning. @throws AppError access/passphrase-required, key-store/unusable and as an unlock by passphrase
   */
  async unlock(personId: PersonId): Promise<Unlocked> {
    return await this.#parts.enter(await this.#parts.slots.secretOf(personId));
  }

  /** @throws AppError access/wrong-passphrase (the recovery key is not taken), access/policy, key-store/unusable */
  async set(on: boolean, proof: string): Promise<OsSlotState> {
    const { slots, requireStore, proveThen } = this.#parts;
    const kept = on ? await slots.seal(requireStore()) : null;
    await proveThen(proof, async (store, provedBy) => {
      if (provedBy !== 'passphrase') throw new AppError('access/wrong-passphrase', 'this is not the passphrase');
      const { commands, personId } = store;
      commands.run({ name: 'access.setKeyStore', personId, subject: personId, detail: { on } }, (db) => {
        setWish(db, personId, on);
      });
      await (kept === null ? slots.drop() : slots.put(store, kept));
    });
    return await this.state();
  }

  /** Who came in by passphrase, and wants it, may come in without it next time: until the next lock. */
  async renew(): Promise<void> {
    const { slots, store: current, take } = this.#parts;
    const store = current();
    const kept = store === null ? null : await slots.sealAgain(store);
    if (store === null || kept === null) return;
    await take(async () => {
      if (current() === store) await slots.put(store, kept);
    });
  }

  /** After a change of policy or of profiles: a slot that nobody allows any more goes. */
  withdraw(): Promise<void> {
    const { slots, store: current, take } = this.#parts;
    return take(async () => {
      const store = current();
      if (store !== null) await slots.dropForbidden(store);
    });
  }
}
