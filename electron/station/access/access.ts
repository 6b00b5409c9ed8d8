import { mkdir } from 'node:fs/promises';
import type { AccessState } from '../../../shared/contract/access.ts';
import type { LockReason } from '../../../shared/model/access.ts';
import { AppError, asAppError } from '../../../shared/errors/app-error.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { PersonId } from '../../../shared/model/ids.ts';
import type { PersonRole } from '../../../shared/model/person.ts';
import { systemClock } from '../kernel/clock.ts';
import { diskError } from '../kernel/disk-error.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import { newId } from '../kernel/ids.ts';
import { createKeyRing, unlockKeyRing } from '../kernel/key-ring.ts';
import type { KeyRing, KeyRingOptions, UnlockedKeyRing } from '../kernel/key-ring.ts';
import { proveSecret, replacePassphrase } from '../kernel/new-passphrase.ts';
import type { Clock, Log } from '../kernel/ports.ts';
import { parseRecoveryKey } from '../kernel/recovery-key.ts';
import { finishRotation } from '../kernel/rotation/rotate-store.ts';
import { checkNewPassphrase, loadSlots } from '../kernel/slots.ts';
import { acquireStoreLock } from '../kernel/store-lock.ts';
import { openStore } from './open-store.ts';
import type { OpenStore, OpenStoreOptions, RebuildStore } from './open-store.ts';
import { idleMinutes, readPolicy } from './policy.ts';
import { Proof } from './proof.ts';
import { isRotationDue, recordRotation, retireAnchor, rotateKeys } from './rotate.ts';
import { beginStore, finishStore, readStoreFile } from './store-file.ts';

export interface AccessOptions {
  /** Folder of the store; need not exist yet. */
  readonly dir: string;
  /** File of kernel/blob-worker as it runs here. */
  readonly blobWorkerFile: string;
  readonly nativeBinding?: string | undefined;
  readonly clock?: Clock;
  readonly log?: Log;
  /** Reads the stored files again when the index is lost; without it a damaged index is refused. */
  readonly rebuild?: RebuildStore;
  /** Folder outside the store that remembers how far each store had come. */
  readonly anchorDir?: string | undefined;
  /** Where a test ends the process. */
  readonly faults?: FaultPoints | undefined;
  /** How to wait after failed tries, and the cost of new passphrases; for tests. */
  readonly delay?: KeyRingOptions['delay'];
  readonly scryptLogN?: number;
}

type Trouble = AccessState['trouble'];
/** Closes what works on the open store. */
export type Leave = () => Promise<void>;

/** What an act of an administrator works with. */
export interface AdministerParts extends Pick<AccessOptions, 'dir' | 'faults' | 'scryptLogN'> {
  readonly store: OpenStore;
  /** Changes the key of the store, which is another one afterwards. Gives a new recovery key where the old one ended. */
  readonly rotate: (leave: Leave) => Promise<string | null>;
}

const RECOVERY_CONFIRMED = 'recovery-confirmed';

/**
 * The door of one store: makes it, opens it for a reader, locks it. Locking closes everything and drops every key; keeping
 * the transfer key over a lock comes with transfers.
 */
export class Access {
  /** After every change of state. */
  readonly onChanged = new Emitter<AccessState>();
  readonly #options: AccessOptions;
  readonly #clock: Clock;
  #store: OpenStore | null = null;
  #proof: Proof;
  #roles: readonly PersonRole[] | null = null;
  /** Why the last try to open failed, where another passphrase would not help. */
  #trouble: Trouble = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: AccessOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#proof = new Proof(this.#clock);
  }

  /** What the person may do who has the store open; null: nobody has. */
  get roles(): readonly PersonRole[] | null {
    return this.#roles;
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
    if (this.#store !== null) return this.#openState(this.#store);
    try {
      const file = readStoreFile(this.#options.dir);
      if (file === null) return closedState('absent', 'evaluation', null);
      return { ...closedState('locked', file.kind, this.#trouble), people: this.#people() };
    } catch (error) {
      const { code, message } = asAppError(error);
      return closedState('locked', 'evaluation', { code, message });
    }
  }

  /** Makes a new evaluation store and opens it. The recovery key is given once and never again. */
  create(name: string, passphrase: string): Promise<{ readonly recoveryKey: string }> {
    return this.#inTurn(async () => {
      checkNewPassphrase(passphrase);
      await this.#makeFolder();
      if (readStoreFile(this.#options.dir) !== null) throw storeExists();
      const release = acquireStoreLock(this.#options.dir, this.#options);
      await releasing(release, async () => {
        // Asked again under the lock: somebody may have been quicker.
        if (readStoreFile(this.#options.dir) !== null) throw storeExists();
        await beginStore(this.#options.dir);
      });
      return await this.#make(name, passphrase, release);
    });
  }

  /**
   * A recovery key is taken in place of a passphrase. `personId` null: whoever the passphrase fits. Another person than the one who has
   * the store open closes it for them: `leave` runs when the secret was proved.
   */
  unlock(personId: PersonId | null, passphrase: string, leave: Leave = () => Promise.resolve()): Promise<AccessState> {
    return this.#inTurn(async () => {
      try {
        if (this.#store !== null) return await this.#confirmOrSwitch(this.#store, personId, passphrase, leave);
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
      db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(
        RECOVERY_CONFIRMED,
        this.#clock.nowIso(),
      );
    });
    return this.#changed();
  }

  /** As `confirmRecovery`, when the key is that of this reader. Throws `access/wrong-passphrase`. */
  proveRecovery(recoveryKey: string): Promise<AccessState> {
    return this.#inTurn(async () => {
      const { personId } = this.requireStore();
      const secret = { personId, text: recoveryKey, alsoPassphrase: false };
      await proveSecret(this.#options.dir, secret, this.#ringOptions());
      return this.confirmRecovery();
    });
  }

  /** Tells everybody how things stand, after a change that was made from outside. */
  refresh(): AccessState {
    return this.#changed();
  }

  /** The person who has the store open proves it again. Throws `access/wrong-passphrase`. */
  prove(proof: string): Promise<AccessState> {
    return this.#inTurn(async () => {
      await this.#prove(proof);
      return this.#changed();
    });
  }

  /** @throws AppError access/proof-needed when the last proof is older than the policy of the store allows */
  requireProof(): void {
    this.#proof.require(readPolicy(this.requireStore().index).proofMinutes);
  }

  /**
   * One act of an administrator who typed the passphrase again. Everybody hears of the change.
   * @throws AppError access/not-allowed, access/wrong-passphrase and what `work` throws
   */
  administer<T>(proof: string, work: (parts: AdministerParts) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      const store = this.requireStore();
      if (!(this.#roles ?? []).includes('administrator')) {
        throw new AppError('access/not-allowed', 'only an administrator may do this');
      }
      await this.#prove(proof);
      try {
        const { dir, faults } = this.#options;
        const rotate = (leave: Leave): Promise<string | null> => this.#rotate(proof, leave);
        return await work({ dir, store, faults, rotate, ...this.#slotCost() });
      } finally {
        this.#changed();
      }
    });
  }

  /** `proof` is the passphrase so far, or the recovery key. Throws `access/wrong-passphrase`, `access/weak-passphrase`. */
  setPassphrase(proof: string, passphrase: string): Promise<AccessState> {
    return this.#inTurn(async () => {
      const { commands, personId, personName: name } = this.requireStore();
      const change = { personId, name, proof, passphrase };
      await replacePassphrase(this.#options.dir, change, this.#ringOptions(), (provedBy) => {
        const detail = { provedBy };
        commands.run({ name: 'access.setPassphrase', personId, subject: personId, detail }, () => undefined);
      });
      return this.#changed();
    });
  }

  /** Closes everything and drops the keys. */
  lock(reason: LockReason = 'key'): Promise<AccessState> {
    return this.#inTurn(async () => {
      await this.#leave(reason);
      return this.#changed();
    });
  }

  /** As `lock`, without telling anybody: the end of the program. */
  close(): Promise<void> {
    return this.#inTurn(() => this.#leave('quit'));
  }

  async #make(name: string, passphrase: string, release: () => void): Promise<{ readonly recoveryKey: string }> {
    const personId = PersonId.parse(newId());
    const person = { personId, name, passphrase };
    const made = await releasing(release, () => createKeyRing(this.#options.dir, person, this.#ringOptions()));
    const store = await this.#open(made.ring, personId, release, { create: { personName: name } });
    try {
      await finishStore(this.#options.dir, { storeId: newId(), kind: 'evaluation' });
    } catch (error) {
      await store.close();
      throw error;
    }
    this.#store = store;
    this.#proof.renew();
    this.#changed();
    return { recoveryKey: made.recoveryKey };
  }

  /** The store is open already: the passphrase is proved all the same. Of another person: the first one's desk is closed. */
  async #confirmOrSwitch(
    store: OpenStore,
    personId: PersonId | null,
    passphrase: string,
    leave: Leave,
  ): Promise<AccessState> {
    const proved = await this.#unlockRing(personId, passphrase, () => undefined);
    proved.ring.close();
    if (proved.personId === store.personId) {
      this.#proof.renew();
      return this.state();
    }
    store.people.requireActive(proved.personId);
    await leave();
    await this.#leave('switch');
    this.#changed();
    await this.#enter(proved.personId, passphrase);
    return this.#changed();
  }

  /** Opens the store for a person; ends a change of keys that was begun. */
  async #enter(personId: PersonId | null, passphrase: string): Promise<void> {
    const store = await this.#openExisting(personId, passphrase);
    this.#store = store;
    this.#proof.renew();
    if (isRotationDue(store.index)) await this.#rotate(passphrase, () => Promise.resolve());
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

  async #prove(proof: string): Promise<void> {
    const { personId } = this.requireStore();
    await proveSecret(this.#options.dir, { personId, text: proof, alsoPassphrase: true }, this.#ringOptions());
    this.#proof.renew();
  }

  /** Closes the store, gives it a new key that only those open who are not revoked, and opens it again for the same person. */
  async #rotate(secret: string, leave: Leave): Promise<string | null> {
    const { personId, people, close } = this.requireStore();
    const { dir, anchorDir, faults } = this.#options;
    const active = people.list().flatMap((one) => (one.state === 'active' ? [one.personId] : []));
    await leave();
    this.#store = null;
    await close();
    this.#changed();
    const release = acquireStoreLock(dir, this.#options);
    const { ring } = await this.#unlockRing(personId, secret, release);
    const rotation = { dir, ring, active, personId, faults, database: { nativeBinding: this.#options.nativeBinding } };
    const anchorKey = ring.databaseKey('anchor');
    const done = await rotateKeys(rotation).finally(() => {
      ring.close();
      release();
    });
    const store = await this.#openExisting(personId, secret);
    this.#store = store;
    recordRotation(store, done);
    await retireAnchor(anchorDir, anchorKey, store);
    return done.recoveryKey;
  }

  async #openExisting(personId: PersonId | null, passphrase: string): Promise<OpenStore> {
    const { dir, faults } = this.#options;
    const file = readStoreFile(dir);
    if (file === null) throw new AppError('store/missing', 'there is no store in this folder');
    if (file.kind !== 'evaluation') {
      throw new AppError('store/not-evaluation', 'this program opens evaluation stores only');
    }
    const release = acquireStoreLock(dir, this.#options);
    await releasing(release, () => finishRotation(dir, faults));
    const unlocked = await this.#unlockRing(personId, passphrase, release);
    const { ring, mended, by, failures } = unlocked;
    const store = await this.#open(ring, unlocked.personId, release, { mended });
    const command = { name: 'access.unlock', personId: store.personId, subject: store.personId };
    try {
      store.commands.run({ ...command, detail: { by, failures } }, () => undefined);
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  async #unlockRing(personId: PersonId | null, secret: string, release: () => void): Promise<UnlockedKeyRing> {
    const isRecovery = parseRecoveryKey(secret) !== null;
    return await releasing(release, () =>
      unlockKeyRing(
        this.#options.dir,
        isRecovery ? { recoveryKey: secret } : { passphrase: secret, ...(personId === null ? {} : { personId }) },
        this.#ringOptions(),
      ),
    );
  }

  async #open(
    ring: KeyRing,
    personId: PersonId,
    release: () => void,
    more: Pick<OpenStoreOptions, 'create' | 'mended'>,
  ): Promise<OpenStore> {
    const { dir, blobWorkerFile, nativeBinding, log, rebuild, anchorDir, faults } = this.#options;
    return await openStore({
      ...{ dir, blobWorkerFile, nativeBinding, log, rebuild, anchorDir, faults, ring, personId, release },
      clock: this.#clock,
      ...more,
    });
  }

  #ringOptions(): KeyRingOptions {
    const { nativeBinding, delay, scryptLogN } = this.#options;
    return {
      nativeBinding,
      clock: this.#clock,
      ...(delay === undefined ? {} : { delay }),
      ...(scryptLogN === undefined ? {} : { scryptLogN }),
    };
  }

  #slotCost(): Pick<AccessOptions, 'scryptLogN'> {
    const { scryptLogN } = this.#options;
    return scryptLogN === undefined ? {} : { scryptLogN };
  }

  #openState({ index, people, personId }: OpenStore): AccessState {
    const confirmed = index.prepare('SELECT 1 FROM meta WHERE key = ?').get(RECOVERY_CONFIRMED) !== undefined;
    const { name, roles } = people.get(personId);
    const present = people.list().filter(({ state }) => state === 'active');
    return {
      store: 'open',
      kind: 'evaluation',
      people: present.map((person) => ({ personId: person.personId, name: person.name })),
      reader: { personId, name, roles },
      session: { policy: readPolicy(index), idleMinutes: idleMinutes(index, personId), provedAt: this.#proof.at },
      recoveryConfirmed: confirmed,
      trouble: null,
    };
  }

  #people(): AccessState['people'] {
    const slots = loadSlots(this.#options.dir);
    return slots.flatMap((slot) => (slot.kind === 'passphrase' ? [{ personId: slot.personId, name: slot.name }] : []));
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

  /** One change after the other: two quick unlocks must not open two stores. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work, work);
    // Whoever asked gets the failure; the next in line only waits for the end.
    this.#turn = next.catch(() => undefined);
    return next;
  }
}

function storeExists(): AppError {
  return new AppError('access/store-exists', 'there is a store in this folder already');
}

async function releasing<T>(release: () => void, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    release();
    throw error;
  }
}

function closedState(store: 'absent' | 'locked', kind: AccessState['kind'], trouble: Trouble): AccessState {
  return { store, kind, people: [], reader: null, session: null, recoveryConfirmed: false, trouble };
}
