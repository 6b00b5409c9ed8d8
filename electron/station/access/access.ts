import type { AccessState, Unlocked } from '../../../shared/contract/access.ts';
import type { LockReason } from '../../../shared/model/access.ts';
import { AppError, asAppError } from '../../../shared/errors/app-error.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { PersonRole } from '../../../shared/model/person.ts';
import { systemClock } from '../kernel/clock.ts';
import { putPassphrase } from '../kernel/new-passphrase.ts';
import { parseRecoveryKey } from '../kernel/recovery-key.ts';
import type { OsSecret } from '../kernel/key-ring.ts';
import type { Clock } from '../kernel/ports.ts';
import { checkNewPassphrase } from '../kernel/slots.ts';
import type { Slot } from '../kernel/slots.ts';
import { acquireStoreLock } from '../kernel/store-lock.ts';
import { lockedState, openState, setRecoveryConfirmed } from './access-state.ts';
import type { Trouble } from './access-state.ts';
import type { AdministerParts, Leave } from './administer-parts.ts';
import { Entrance } from './entrance.ts';
import { FetchingHours } from './fetching-hours.ts';
import { OsDoor } from './key-store/os-door.ts';
import { OsSlots } from './key-store/os-slots.ts';
import { ownPassphraseChanged } from './own-passphrase.ts';
import { EMPTY_DESK, nextBehindLock, recordLock } from './locked-store.ts';
import type { Desk, LockedStore, LockRules } from './locked-store.ts';
import type { OpenStore } from './open-store.ts';
import { readPolicy } from './policy.ts';
import { Proof } from './proof.ts';
import type { Afterwards } from './orders/no-entry.ts';
import { afterClosing, endWipe } from './orders/while-closed.ts';
import { isWiped } from './orders/wiped-store.ts';
import type { RotatedStudies } from './rotate-study.ts';
import { beginStore, makeStoreFolder, requireNoStore } from './store-file.ts';
import { releasing, StoreOpener } from './store-opener.ts';
import { Turns } from './turns.ts';
import type { AccessOptions, ProvedPerson } from './store-opener.ts';

export type { AdministerParts, Leave } from './administer-parts.ts';
export type { AccessOptions } from './store-opener.ts';

/**
 * The door of one store: makes it, opens it for a reader, locks it. Behind a lock the store is closed and every key dropped, or its
 * transfers go on for some hours (`LockedStore`): for everybody who asks here it is locked all the same.
 */
export class Access {
  /** After every change of state. */
  readonly onChanged = new Emitter<AccessState>();
  readonly keyStore: OsDoor;
  readonly #options: AccessOptions;
  readonly #clock: Clock;
  readonly #opener: StoreOpener;
  readonly #os: OsSlots;
  readonly #entrance: Entrance;
  #store: OpenStore | null = null;
  /** Never beside an open one. */
  #locked: LockedStore | null = null;
  readonly #hours = new FetchingHours();
  readonly #lockRules: LockRules<OpenStore>;
  #sitting: object = {};
  readonly #proof: Proof;
  #roles: readonly PersonRole[] | null = null;
  /** Why the last try to open failed, where another passphrase would not help. */
  #trouble: Trouble = null;
  readonly #turns = new Turns();

  constructor(options: AccessOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#proof = new Proof(this.#clock);
    this.#lockRules = { clock: this.#clock, rules: this.#hours, log: options.log };
    this.#opener = new StoreOpener(options);
    const { dir, secrets = null, log, faults } = options;
    this.#os = new OsSlots({ dir, secrets, log, faults, clock: this.#clock });
    this.#entrance = new Entrance({
      ...{ options, opener: this.#opener, os: this.#os, proof: this.#proof },
      store: () => this.#store,
      put: (store) => void (this.#store = store),
      changed: () => void this.#changed(),
    });
    this.keyStore = new OsDoor({
      slots: this.#os,
      store: () => this.#store,
      requireStore: () => this.requireStore(),
      enter: (secret) => this.#entering(() => this.#enterByOs(secret)),
      proveThen: (proof, work) => this.#proveThen(proof, work),
      take: (work) => this.#turns.take(work),
    });
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

  /** Another one when somebody's time at the store is over: by a lock, a switch or an order, not by a change of keys. */
  get sitting(): object {
    return this.#sitting;
  }

  /** The store whose transfers go on behind the lock; null: it is open, closed or absent. */
  get locked(): LockedStore | null {
    return this.#locked;
  }

  /** What works by itself may work on this one: the open store, or the locked one that goes on. Never what a window asks. */
  get working(): OpenStore | null {
    return this.#store ?? this.#locked?.store ?? null;
  }

  /** The open store; throws `access/locked`. */
  requireStore(): OpenStore {
    if (this.#store === null) throw new AppError('access/locked', 'the store is locked');
    return this.#store;
  }

  state(): AccessState {
    const store = this.#store;
    if (store !== null) {
      const fetchingHours = this.#hours.of(store);
      return openState(store, { provedAt: this.#proof.at, fetchingHours });
    }
    return lockedState(this.#options.dir, this.#trouble);
  }

  /** Makes a new evaluation store and opens it. The recovery key is given once and never again. */
  create(name: string, passphrase: string): Promise<{ readonly recoveryKey: string }> {
    return this.#turns.take(async () => {
      checkNewPassphrase(passphrase);
      await makeStoreFolder(this.#options.dir);
      requireNoStore(this.#options.dir);
      const release = acquireStoreLock(this.#options.dir, this.#options);
      await releasing(release, async () => {
        // Asked again under the lock: somebody may have been quicker.
        requireNoStore(this.#options.dir);
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
   * A recovery key is taken in place of a passphrase. `personId` null: whoever the passphrase fits. A store whose transfers go on behind
   * the lock is not opened anew for its own person. Another person than the one who has it closes it for them: `leave` runs when the
   * secret was proved.
   */
  async unlock(
    personId: PersonId | null,
    passphrase: string,
    leave: Leave = () => Promise.resolve(),
  ): Promise<Unlocked> {
    const before = this.working;
    const proved = before === null ? null : await this.#opener.proveSomebody(before, personId, passphrase);
    const unlocked = await this.#entering(async () => {
      const store = this.working;
      if (store === null) return this.#entered(await this.#entrance.enter(personId, passphrase));
      // Of two unlocks at once the second was not proved against the store that the first one opened.
      const known = store === before ? proved : null;
      const found = known ?? (await this.#opener.proveSomebody(store, personId, passphrase));
      return await this.#confirmOrSwitch(store, found, passphrase, leave);
    });
    if (parseRecoveryKey(passphrase) === null) await this.keyStore.renew();
    return unlocked;
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
        const rotate = (leave: Leave): Promise<string | null> => this.#entrance.rotate(proof, leave);
        const reenter = (leave: Leave): Promise<RotatedStudies | null> => this.#entrance.reenter(proof, leave);
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
      await putPassphrase({ dir, ring, logN, faults }, { personId, name, passphrase }, (next) =>
        commands.run({ name: 'access.setPassphrase', personId, subject: personId, detail: { provedBy } }, (db) =>
          ownPassphraseChanged(db, ring.own, personId, next),
        ),
      );
    });
    return this.#changed();
  }

  /** Closes everything and drops the keys, or leaves transfers to go on where the reason, the person, the policy and the sites let them. */
  lock(reason: LockReason = 'key', desk: Desk = EMPTY_DESK): Promise<AccessState> {
    return this.#turns.take(async () => {
      const at = { known: this.#locked, store: this.#store, desk };
      const next = nextBehindLock<OpenStore>(reason, { ...at, ...this.#lockRules });
      if (next === null) {
        await desk.leave();
        await this.#leave(reason);
      } else if (next !== this.#locked) await this.#keep(next, reason);
      return this.#changed();
    });
  }

  /** Closes a locked store whose time is over. */
  endLocked(leave: Leave): Promise<void> {
    return this.#turns.take(async () => {
      const ending = this.#locked?.over() ?? null;
      if (ending === null) return;
      await leave();
      await this.#leave(ending);
      this.#changed();
    });
  }

  /** As `lock`, without telling anybody: the end of the program. */
  close(): Promise<void> {
    return this.#turns.take(() => this.#leave('quit', true));
  }

  /**
   * For a signed order of a site: closes what works on the store, lets `work` change it, closes it too, and runs what that gave with the
   * keys at hand. Whoever comes next unlocks anew. @throws AppError access/locked when it is not open any more
   */
  obey(store: OpenStore, leave: Leave, work: () => Promise<Afterwards | null>): Promise<void> {
    return this.#turns.take(async () => {
      if (this.working !== store) throw new AppError('access/locked', 'the store was locked meanwhile');
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

  /** The store is open already, or goes on behind its lock. Of another person than the one who has it: the first one's desk is closed. */
  async #confirmOrSwitch(store: OpenStore, proved: ProvedPerson, passphrase: string, leave: Leave): Promise<Unlocked> {
    const locked = this.#locked;
    const ending = locked?.over() ?? null;
    store.people.requireActive(proved.personId);
    if (proved.personId === store.personId && ending === null) {
      if (locked !== null) this.#takeBack(locked, proved);
      this.#proof.renew();
      return locked === null ? this.state() : this.#entered(null);
    }
    await leave();
    await this.#leave(ending ?? 'switch');
    this.#changed();
    return this.#entered(await this.#entrance.enter(proved.personId, passphrase));
  }

  /** From here on nothing that a window asks reaches the store. What cannot be written down must not keep it open. */
  async #keep(locked: LockedStore, reason: LockReason): Promise<void> {
    const { store, hours } = locked;
    this.#store = null;
    this.#locked = locked;
    this.#sitting = {};
    this.#proof.forget();
    recordLock(store, { reason, behind: 'fetching', hours }, this.#options.log);
    store.desk.lock();
    store.ring.forgetRead();
    await this.#os.drop();
  }

  /** Its own person is back, and has proved it. @throws AppError disk/… an unlock that cannot be written down is none */
  #takeBack({ store }: LockedStore, { by, failures }: ProvedPerson): void {
    const { commands, personId } = store;
    const detail = { by, failures, behind: 'fetching' };
    commands.run({ name: 'access.unlock', personId, subject: personId, detail }, () => undefined);
    store.desk.unlock();
    this.#locked = null;
    this.#store = store;
  }

  /** Opening the store in its turn; what kept it from being opened, where another secret would not help, is remembered. */
  #entering(work: () => Promise<Unlocked>): Promise<Unlocked> {
    return this.#turns.take(async () => {
      try {
        return await work();
      } catch (error) {
        const { code, message } = asAppError(error);
        if (this.working === null) this.#trouble = code.startsWith('store/') ? { code, message } : null;
        throw error;
      }
    });
  }

  async #enterByOs(secret: OsSecret): Promise<Unlocked> {
    if (this.working !== null) throw new AppError('access/passphrase-required', 'the store is open already');
    return this.#entered(await this.#entrance.enter(secret.personId, secret));
  }

  #entered(recoveryKey: string | null): Unlocked {
    this.#trouble = null;
    const state = this.#changed();
    return recoveryKey === null ? state : { ...state, recoveryKey };
  }

  /** What cannot be written down, since the disk is gone, must not keep the store open. */
  async #leave(reason: LockReason, isEnd = false): Promise<void> {
    const store = this.working;
    const wasLocked = this.#locked !== null;
    this.#store = null;
    this.#locked = null;
    if (store === null) return;
    this.#sitting = {};
    // A lock that a new start of the program goes round would be none.
    if (!isEnd) await this.#os.drop();
    recordLock(store, wasLocked ? { reason, behind: 'closed' } : { reason }, this.#options.log);
    await store.close();
  }

  #changed(): AccessState {
    const state = this.state();
    this.#roles = state.reader?.roles ?? null;
    this.onChanged.emit(state);
    return state;
  }
}
