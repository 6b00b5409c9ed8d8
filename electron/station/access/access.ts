import { mkdir } from 'node:fs/promises';
import type { AccessState } from '../../../shared/contract/access.ts';
import type { LockReason } from '../../../shared/model/access.ts';
import { AppError, asAppError } from '../../../shared/errors/app-error.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { PersonRole } from '../../../shared/model/person.ts';
import { systemClock } from '../kernel/clock.ts';
import { diskError } from '../kernel/disk-error.ts';
import { putPassphrase } from '../kernel/new-passphrase.ts';
import type { Clock } from '../kernel/ports.ts';
import { checkNewPassphrase } from '../kernel/slots.ts';
import type { Slot } from '../kernel/slots.ts';
import { acquireStoreLock } from '../kernel/store-lock.ts';
import { lockedState, openState, setRecoveryConfirmed } from './access-state.ts';
import type { Trouble } from './access-state.ts';
import type { OpenStore } from './open-store.ts';
import { eraseKeys, isForgettingDue } from './forget/erase.ts';
import { readPolicy } from './policy.ts';
import { Proof } from './proof.ts';
import type { Afterwards, NoEntry } from './orders/no-entry.ts';
import { afterClosing, endWipe } from './orders/while-closed.ts';
import { isWiped } from './orders/wiped-store.ts';
import { isRotationDue, recordRotation, retireAnchor } from './rotate.ts';
import { endAskedStudies } from './rotate-study.ts';
import type { RotatedStudies } from './rotate-study.ts';
import { beginStore, readStoreFile } from './store-file.ts';
import { releasing, StoreOpener } from './store-opener.ts';
import { Turns } from './turns.ts';
import type { AccessOptions } from './store-opener.ts';

export type { AccessOptions } from './store-opener.ts';

/** Closes what works on the open store. */
export type Leave = () => Promise<void>;

/** What an act of an administrator works with. */
export interface AdministerParts extends Pick<AccessOptions, 'dir' | 'faults'> {
  /** What the administrator showed: the passphrase, or the recovery key. */
  readonly provedBy: Slot['kind'];
  /** Cost of new passphrase slots. */
  readonly logN: number | undefined;
  readonly store: OpenStore;
  /** Changes the key of the store, which is another one afterwards. Gives a new recovery key where the old one ended. */
  readonly rotate: (leave: Leave) => Promise<string | null>;
  /** Closes the store and opens it again, which does what was written down to be done. @throws AppError what kept it from being done */
  readonly reenter: (leave: Leave) => Promise<RotatedStudies | null>;
}

/**
 * The door of one store: makes it, opens it for a reader, locks it. Locking closes everything and drops every key; keeping
 * the transfer key over a lock comes with transfers.
 */
export class Access {
  /** After every change of state. */
  readonly onChanged = new Emitter<AccessState>();
  readonly #options: AccessOptions;
  readonly #clock: Clock;
  readonly #opener: StoreOpener;
  #store: OpenStore | null = null;
  readonly #proof: Proof;
  #roles: readonly PersonRole[] | null = null;
  /** Why the last try to open failed, where another passphrase would not help. */
  #trouble: Trouble = null;
  readonly #turns = new Turns();

  constructor(options: AccessOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#proof = new Proof(this.#clock);
    this.#opener = new StoreOpener(options);
    // A wipe that was cut off is ended before anything else.
    if (isWiped(options.dir)) void this.#turns.take(() => endWipe(options)).catch(() => undefined);
  }

  /** Of the person who has the store open, whether or not they have to sign in first; null: nobody has. */
  get ownRoles(): readonly PersonRole[] | null {
    return this.#roles;
  }

  /** What the person may do who has the store open, nothing while they have to sign in; null: nobody has. */
  get roles(): readonly PersonRole[] | null {
    return this.#store?.signIns.needed() === true ? [] : this.#roles;
  }

  /** The open store, or null while it is locked or absent. */
  get store(): OpenStore | null {
    return this.#store;
  }

  /** The open store; throws `access/locked`. */
  requireStore(): OpenStore {
    if (this.#store === null) throw new AppError('access/locked', 'the store is locked');
    return this.#store;
  }

  state(): AccessState {
    if (this.#store !== null) return openState(this.#store, this.#proof.at);
    return lockedState(this.#options.dir, this.#trouble);
  }

  /** Makes a new evaluation store and opens it. The recovery key is given once and never again. */
  create(name: string, passphrase: string): Promise<{ readonly recoveryKey: string }> {
    return this.#turns.take(async () => {
      checkNewPassphrase(passphrase);
      await this.#makeFolder();
      if (isWiped(this.#options.dir)) throw new AppError('store/wiped', 'the store of this folder was wiped');
      if (readStoreFile(this.#options.dir) !== null) throw storeExists();
      const release = acquireStoreLock(this.#options.dir, this.#options);
      await releasing(release, async () => {
        // Asked again under the lock: somebody may have been quicker.
        if (readStoreFile(this.#options.dir) !== null) throw storeExists();
        await beginStore(this.#options.dir);
      });
      const { store, recoveryKey } = await this.#opener.make(name, passphrase, release);
      this.#store = store;
      this.#proof.renew();
      this.#changed();
      return { recoveryKey };
    });
  }

  /**
   * A recovery key is taken in place of a passphrase. `personId` null: whoever the passphrase fits. Another person than the one who has
   * the store open closes it for them: `leave` runs when the secret was proved.
   */
  async unlock(
    personId: PersonId | null,
    passphrase: string,
    leave: Leave = () => Promise.resolve(),
  ): Promise<AccessState> {
    const before = this.#store;
    const proved = before === null ? null : await this.#opener.proveSomebody(before, personId, passphrase);
    return await this.#turns.take(async () => {
      const store = this.#store;
      try {
        if (store !== null) {
          // Of two unlocks at once the second was not proved against the store that the first one opened.
          const known = store === before ? proved : null;
          const found = known ?? (await this.#opener.proveSomebody(store, personId, passphrase));
          return await this.#confirmOrSwitch(store, found, passphrase, leave);
        }
        await this.#enter(personId, passphrase);
        this.#trouble = null;
      } catch (error) {
        const { code, message } = asAppError(error);
        if (this.#store === null) this.#trouble = code.startsWith('store/') ? { code, message } : null;
        throw error;
      }
      return this.#changed();
    });
  }

  /** The reader keeps the recovery key: from now on signing is possible. */
  confirmRecovery(): AccessState {
    const { commands, personId } = this.requireStore();
    commands.run({ name: 'access.confirmRecovery', personId, subject: personId, detail: {} }, (db) => {
      setRecoveryConfirmed(db, this.#clock.nowIso());
    });
    return this.#changed();
  }

  /** As `confirmRecovery`, when the key is that of this reader. Throws `access/wrong-passphrase`. */
  async proveRecovery(recoveryKey: string): Promise<AccessState> {
    await this.#proveThen(recoveryKey, () => Promise.resolve(), false);
    return this.confirmRecovery();
  }

  /** Tells everybody how things stand, after a change that was made from outside. */
  refresh(): AccessState {
    return this.#changed();
  }

  /** The person who has the store open proves it again. Throws `access/wrong-passphrase`. */
  async prove(proof: string): Promise<AccessState> {
    await this.#proveThen(proof, () => Promise.resolve());
    return this.#changed();
  }

  /** @throws AppError access/proof-needed when the last proof is older than the policy of the store allows */
  requireProof(): void {
    this.#proof.require(readPolicy(this.requireStore().index).proofMinutes);
  }

  /**
   * One act of an administrator who typed the passphrase again. Everybody hears of the change.
   * @throws AppError access/not-allowed, access/wrong-passphrase and what `work` throws
   */
  async administer<T>(proof: string, work: (parts: AdministerParts) => Promise<T>): Promise<T> {
    this.#requireAdministrator();
    return await this.#proveThen(proof, async (store, provedBy) => {
      this.#requireAdministrator();
      try {
        const { dir, faults, scryptLogN } = this.#options;
        const rotate = (leave: Leave): Promise<string | null> => this.#rotate(proof, leave);
        const reenter = (leave: Leave): Promise<RotatedStudies | null> => this.#reenter(proof, leave);
        return await work({ dir, store, faults, rotate, reenter, provedBy, logN: scryptLogN });
      } finally {
        this.#changed();
      }
    });
  }

  /** `proof` is the passphrase so far, or the recovery key. Throws `access/wrong-passphrase`, `access/weak-passphrase`. */
  async setPassphrase(proof: string, passphrase: string): Promise<AccessState> {
    this.requireStore();
    checkNewPassphrase(passphrase);
    await this.#proveThen(proof, async ({ ring, commands, personId, personName: name }, provedBy) => {
      const { dir, scryptLogN: logN, faults } = this.#options;
      await putPassphrase({ dir, ring, logN, faults }, { personId, name, passphrase }, () =>
        commands.run(
          { name: 'access.setPassphrase', personId, subject: personId, detail: { provedBy } },
          () => undefined,
        ),
      );
    });
    return this.#changed();
  }

  /** Closes everything and drops the keys. */
  lock(reason: LockReason = 'key'): Promise<AccessState> {
    return this.#turns.take(async () => {
      await this.#leave(reason);
      return this.#changed();
    });
  }

  /** As `lock`, without telling anybody: the end of the program. */
  close(): Promise<void> {
    return this.#turns.take(() => this.#leave('quit'));
  }

  /**
   * For a signed order of a site: closes what works on the store, lets `work` change it, closes it too, and runs what that gave with the
   * keys at hand. Whoever comes next unlocks anew. @throws AppError access/locked when it is not open any more
   */
  obey(store: OpenStore, leave: Leave, work: () => Promise<Afterwards | null>): Promise<void> {
    return this.#turns.take(async () => {
      if (this.#store !== store) throw new AppError('access/locked', 'the store was locked meanwhile');
      await leave();
      let afterwards: Afterwards | null = null;
      try {
        afterwards = await work();
      } finally {
        const ring = store.ring.again();
        await this.#leave('order');
        await afterClosing(this.#options, ring, afterwards);
        this.#changed();
      }
    });
  }

  /** Work on the open store for a person who has just proved to be there; refused where it was locked meanwhile. */
  async #proveThen<T>(
    proof: string,
    work: (store: OpenStore, provedBy: Slot['kind']) => Promise<T>,
    alsoPassphrase = true,
  ): Promise<T> {
    const store = this.requireStore();
    const provedBy = await this.#opener.prove(store, proof, alsoPassphrase);
    return await this.#turns.take(async () => {
      if (this.#store !== store) throw new AppError('access/locked', 'the store was locked meanwhile');
      this.#proof.renew();
      return await work(store, provedBy);
    });
  }

  #requireAdministrator(): void {
    this.requireStore();
    if (!(this.#roles ?? []).includes('administrator')) {
      throw new AppError('access/not-allowed', 'only an administrator may do this');
    }
  }

  /** The store is open already. Of another person than the one who has it: the first one's desk is closed. */
  async #confirmOrSwitch(store: OpenStore, proved: PersonId, passphrase: string, leave: Leave): Promise<AccessState> {
    if (proved === store.personId) {
      this.#proof.renew();
      return this.state();
    }
    store.people.requireActive(proved);
    await leave();
    await this.#leave('switch');
    this.#changed();
    await this.#enter(proved, passphrase);
    return this.#changed();
  }

  /** Opens the store for a person; ends a change of keys that was begun. */
  async #enter(personId: PersonId | null, passphrase: string): Promise<RotatedStudies | AppError | null> {
    const store = await this.#opener.open(personId, passphrase);
    await this.#requireEntry(store);
    this.#store = store;
    this.#proof.renew();
    const studies = await this.#endStudies(store);
    if (!isRotationDue(store.index)) return studies;
    try {
      eraseKeys(store, this.#options.faults);
      await this.#rotate(passphrase, () => Promise.resolve());
    } catch (error) {
      // It stays due. Whoever was revoked is refused by their row meanwhile.
      if (this.#store === null) throw error;
      this.#options.log?.warn('keys.rotation-failed', { code: asAppError(error).code });
    }
    return studies;
  }

  /** What fails stays due, and every blob is read under either key until then. */
  async #endStudies(store: OpenStore): Promise<RotatedStudies | AppError | null> {
    try {
      return await endAskedStudies(store, this.#options.onStage);
    } catch (error) {
      const failure = asAppError(error);
      this.#options.log?.warn('keys.rotation-failed', { code: failure.code });
      return failure;
    }
  }

  async #reenter(secret: string, leave: Leave): Promise<RotatedStudies | null> {
    const { personId, close } = this.requireStore();
    await leave();
    this.#store = null;
    await close();
    this.#changed();
    const done = await this.#enter(personId, secret);
    if (done instanceof AppError) throw done;
    return done;
  }

  /** An order of a site may keep everybody out. */
  async #requireEntry(store: OpenStore): Promise<void> {
    let refusal: NoEntry | null;
    try {
      refusal = (await this.#options.admit?.(store)) ?? null;
    } catch (error) {
      await store.close();
      throw error;
    }
    if (refusal === null) return;
    const ring = store.ring.again();
    await store.close();
    await afterClosing(this.#options, ring, refusal.afterwards);
    throw refusal.error;
  }

  /** What cannot be written down, since the disk is gone, must not keep the store open. */
  async #leave(reason: LockReason): Promise<void> {
    const store = this.#store;
    this.#store = null;
    if (store === null) return;
    try {
      const { commands, personId } = store;
      commands.run({ name: 'access.lock', personId, subject: personId, detail: { reason } }, () => undefined);
    } catch (error) {
      this.#options.log?.warn('access.lock-unrecorded', { code: asAppError(error).code });
    }
    await store.close();
  }

  /** Closes the store, gives it a new key that only those open who are not revoked, and opens it again for the same person. */
  async #rotate(secret: string, leave: Leave): Promise<string | null> {
    const { personId, people, index, close } = this.requireStore();
    const erasing = isForgettingDue(index);
    const active = people.list().flatMap((one) => (one.state === 'active' ? [one.personId] : []));
    await leave();
    this.#store = null;
    await close();
    this.#changed();
    const [outcome] = await Promise.allSettled([this.#opener.changeKey({ personId, secret }, { active, erasing })]);
    const store = await this.#opener.open(personId, secret);
    this.#store = store;
    if (outcome.status === 'rejected') throw outcome.reason;
    const { done, anchorKey } = outcome.value;
    recordRotation(store, done);
    await retireAnchor(this.#options.anchorDir, anchorKey, store);
    return done.recoveryKey;
  }

  #changed(): AccessState {
    const state = this.state();
    this.#roles = state.reader?.roles ?? null;
    this.onChanged.emit(state);
    return state;
  }

  async #makeFolder(): Promise<void> {
    try {
      await mkdir(this.#options.dir, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw diskError(error);
    }
  }
}

function storeExists(): AppError {
  return new AppError('access/store-exists', 'there is a store in this folder already');
}
