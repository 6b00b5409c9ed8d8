import { AppError, asAppError } from '../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { Leave } from './administer-parts.ts';
import { eraseKeys, isForgettingDue } from './forget/erase.ts';
import type { OsSlots } from './key-store/os-slots.ts';
import type { OpenStore } from './open-store.ts';
import { requireEntry } from './orders/while-closed.ts';
import type { Proof } from './proof.ts';
import { isRotationDue, recordRotation, retireAnchor } from './rotate.ts';
import { endAskedStudies } from './rotate-study.ts';
import type { RotatedStudies } from './rotate-study.ts';
import type { AccessOptions, Secret, StoreOpener } from './store-opener.ts';

export interface EntranceParts {
  readonly options: AccessOptions;
  readonly opener: StoreOpener;
  readonly os: OsSlots;
  readonly proof: Proof;
  readonly store: () => OpenStore | null;
  /** From here on the person of this store has it; null: it is closed for a moment. */
  readonly put: (store: OpenStore | null) => void;
  readonly changed: () => void;
}

/** The way into a closed store, and the changes of keys for which it is closed and opened again. Every call is a part of a turn of `Access`. */
export class Entrance {
  readonly #parts: EntranceParts;

  constructor(parts: EntranceParts) {
    this.#parts = parts;
  }

  /** Opens the store for a person; ends changes of keys that were begun. Gives a new recovery key, to an administrator only. */
  async enter(personId: PersonId | null, secret: Secret): Promise<string | null> {
    await this.#endStudies(await this.#admit(personId, secret));
    const store = this.#requireStore();
    const { index, people, personId: entered } = store;
    if (!isRotationDue(index)) return null;
    const isAdministrator = people.get(entered).roles.includes('administrator');
    const { log, faults } = this.#parts.options;
    try {
      eraseKeys(store, faults);
      const recoveryKey = await this.rotate(secret, () => Promise.resolve());
      // Nobody else is shown it: signing waits, and an administrator makes another.
      return isAdministrator ? recoveryKey : null;
    } catch (error) {
      // It stays due. Whoever was revoked is refused by their row meanwhile.
      if (this.#parts.store() === null) throw error;
      log?.warn('keys.rotation-failed', { code: asAppError(error).code });
      return null;
    }
  }

  /** Closes the store, ends changes of study keys that were asked for, and opens it again for the same person. */
  async reenter(secret: string, leave: Leave): Promise<RotatedStudies | null> {
    const { personId } = this.#requireStore();
    await this.#close(leave);
    // A change of the store's key that is due stays so: the next unlock can show what comes of it.
    const done = await this.#endStudies(await this.#admit(personId, secret));
    if (done instanceof AppError) throw done;
    return done;
  }

  /** Closes the store, gives it a new key that only those open who are not revoked, and opens it again for the same person. */
  async rotate(secret: Secret, leave: Leave): Promise<string | null> {
    const { personId, people, index } = this.#requireStore();
    const { opener, options, put } = this.#parts;
    const erasing = isForgettingDue(index);
    const active = people.list().flatMap((one) => (one.state === 'active' ? [one.personId] : []));
    await this.#close(leave);
    const [outcome] = await Promise.allSettled([opener.changeKey({ personId, secret }, { active, erasing })]);
    const store = await opener.open(personId, secret);
    put(store);
    if (outcome.status === 'rejected') throw outcome.reason;
    const { done, anchorKey } = outcome.value;
    recordRotation(store, done);
    await retireAnchor(options.anchorDir, anchorKey, store);
    return done.recoveryKey;
  }

  async #close(leave: Leave): Promise<void> {
    const { close } = this.#requireStore();
    await leave();
    this.#parts.put(null);
    await close();
    this.#parts.changed();
  }

  #requireStore(): OpenStore {
    const store = this.#parts.store();
    if (store === null) throw new AppError('access/locked', 'the store is locked');
    return store;
  }

  /** From here on the person has the store. */
  async #admit(personId: PersonId | null, secret: Secret): Promise<OpenStore> {
    const { opener, options, os, proof, put } = this.#parts;
    const store = await opener.open(personId, secret);
    await requireEntry(options, store, async () => {
      if (typeof secret !== 'string') await os.requireAllowed(store);
    });
    put(store);
    if (typeof secret === 'string') proof.renew();
    else proof.forget();
    await os.drop(store.personId);
    return store;
  }

  /** What fails stays due, and every blob is read under either key until then. */
  async #endStudies(store: OpenStore): Promise<RotatedStudies | AppError | null> {
    const { onStage, log } = this.#parts.options;
    try {
      return await endAskedStudies(store, onStage);
    } catch (error) {
      const failure = asAppError(error);
      log?.warn('keys.rotation-failed', { code: failure.code });
      return failure;
    }
  }
}
