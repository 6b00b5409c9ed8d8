import { AppError, asAppError } from '../../../shared/errors/app-error.ts';
import { PersonId } from '../../../shared/model/ids.ts';
import { BlobLane } from '../kernel/blob-lane.ts';
import { systemClock } from '../kernel/clock.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import { newId } from '../kernel/ids.ts';
import { createKeyRing, unlockByOs, unlockKeyRing } from '../kernel/key-ring.ts';
import type { KeyRing, KeyRingOptions, OsSecret, UnlockedKeyRing } from '../kernel/key-ring.ts';
import { proveSecret } from '../kernel/new-passphrase.ts';
import type { Clock, Log, SecretStore } from '../kernel/ports.ts';
import { parseRecoveryKey } from '../kernel/recovery-key.ts';
import { finishRotation } from '../kernel/rotation/rotate-store.ts';
import type { TellStage } from '../kernel/recovery/opening-stage.ts';
import type { Slot } from '../kernel/slots.ts';
import { acquireStoreLock } from '../kernel/store-lock.ts';
import { openStore } from './open-store.ts';
import type { OpenStore, OpenStoreOptions, RebuildStore } from './open-store.ts';
import type { NoEntry } from './orders/no-entry.ts';
import { rotateKeys } from './rotate.ts';
import { endChanges } from './rotate-study.ts';
import type { RotatedKeys } from './rotate.ts';
import { finishStore, readStoreFile } from './store-file.ts';

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
  /** Hears what an opening spends its time on. */
  readonly onStage?: TellStage;
  /** Folder outside the store that remembers how far each store had come. */
  readonly anchorDir?: string | undefined;
  /** Asked when the keys are open and before anybody has the store: an order of a site may say no. Null: come in. */
  readonly admit?: (store: OpenStore) => Promise<NoEntry | null>;
  /** The key store of the system; absent where there is none to ask. */
  readonly secrets?: SecretStore | null | undefined;
  /** Where a test ends the process. */
  readonly faults?: FaultPoints | undefined;
  /** How to wait after failed tries, and the cost of new passphrases; for tests. */
  readonly delay?: KeyRingOptions['delay'];
  readonly scryptLogN?: number;
}

/** What opens a store: the words of a person (a recovery key too), or what the key store of the system kept. */
export type Secret = string | OsSecret;

/** Who proved to be there, and by what. */
export type ProvedPerson = Pick<UnlockedKeyRing, 'personId' | 'by' | 'failures'>;

/** Makes and opens the store of one folder: lock, keys, databases, in this order. What it opens is the caller's to close. */
export class StoreOpener {
  readonly #options: AccessOptions;
  readonly #clock: Clock;
  #tries: Promise<unknown> = Promise.resolve();

  constructor(options: AccessOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  get ringOptions(): KeyRingOptions {
    const { nativeBinding, delay, scryptLogN } = this.#options;
    return {
      nativeBinding,
      clock: this.#clock,
      ...(delay === undefined ? {} : { delay }),
      ...(scryptLogN === undefined ? {} : { scryptLogN }),
    };
  }

  /** In a folder that `beginStore` prepared. @param release gives the store lock back */
  async make(
    name: string,
    passphrase: string,
    release: () => void,
  ): Promise<{ readonly store: OpenStore; readonly recoveryKey: string }> {
    const { dir } = this.#options;
    const personId = PersonId.parse(newId());
    const { ring, recoveryKey } = await releasing(release, () =>
      createKeyRing(dir, { personId, name, passphrase }, this.ringOptions),
    );
    const store = await this.#open(ring, personId, release, { create: { personName: name } });
    try {
      await finishStore(dir, { storeId: newId(), kind: 'evaluation' });
      return { store, recoveryKey };
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  /** A change of keys that was cut off is ended first. @throws AppError store/…, access/wrong-passphrase, access/revoked */
  async open(personId: PersonId | null, secret: Secret): Promise<OpenStore> {
    const { dir, faults } = this.#options;
    const file = readStoreFile(dir);
    if (file === null) throw new AppError('store/missing', 'there is no store in this folder');
    if (file.kind !== 'evaluation') {
      throw new AppError('store/not-evaluation', 'this program opens evaluation stores only');
    }
    const release = acquireStoreLock(dir, this.#options);
    await releasing(release, () => finishRotation(dir, faults));
    const unlocked = await releasing(release, () => this.unlockRing(personId, secret));
    const { ring, mended, by, failures } = unlocked;
    await this.#endChanges(ring);
    const store = await this.#open(ring, unlocked.personId, release, { mended });
    const command = { name: 'access.unlock', personId: store.personId, subject: store.personId };
    try {
      // While the store was locked nothing could be written but their count.
      if (failures > 0) {
        store.commands.run({ ...command, name: 'access.unlockFailed', detail: { failures } }, () => undefined);
      }
      store.commands.run({ ...command, detail: { by, failures } }, () => undefined);
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  /** Before anything is read. A disk that refuses costs no more than another try at the next opening. */
  async #endChanges(ring: KeyRing): Promise<void> {
    const { dir, faults, onStage, log } = this.#options;
    try {
      await endChanges({ dir, ring, faults }, onStage);
    } catch (error) {
      log?.warn('keys.rotation-failed', { code: asAppError(error).code });
    }
  }

  /** The keys alone. A recovery key is taken in place of a passphrase. */
  unlockRing(personId: PersonId | null, secret: Secret): Promise<UnlockedKeyRing> {
    if (typeof secret !== 'string') return unlockByOs(this.#options.dir, secret, this.ringOptions);
    const isRecovery = parseRecoveryKey(secret) !== null;
    return unlockKeyRing(
      this.#options.dir,
      isRecovery ? { recoveryKey: secret } : { passphrase: secret, ...(personId === null ? {} : { personId }) },
      this.ringOptions,
    );
  }

  /**
   * Proves that it is the person of an open store who is there, and says by what. One at a time, and in nobody else's way: a try that
   * has to wait must not keep the store from being locked. @throws AppError access/wrong-passphrase
   */
  prove(store: OpenStore, text: string, alsoPassphrase = true): Promise<Slot['kind']> {
    const secret = { personId: store.personId, text, alsoPassphrase };
    return this.#oneTry(store, () => proveSecret(this.#options.dir, secret, this.ringOptions, store.ring.own));
  }

  /** As `prove`, for whoever the secret fits. */
  proveSomebody(store: OpenStore, personId: PersonId | null, secret: string): Promise<ProvedPerson> {
    return this.#oneTry(store, async () => {
      const { ring, ...proved } = await this.unlockRing(personId, secret);
      if (proved.personId === store.personId) store.ring.own.adopt(ring.own);
      ring.close();
      return proved;
    });
  }

  #oneTry<T>(store: OpenStore, attempt: () => Promise<T>): Promise<T> {
    const next = this.#tries.then(async () => {
      try {
        return await attempt();
      } catch (error) {
        if (store.index.open) recordFailure(store, asAppError(error).code);
        throw error;
      }
    });
    // Whoever asked gets the failure; the next in line only waits for the end.
    this.#tries = next.catch(() => undefined);
    return next;
  }

  /** For a store that was closed just now: another key, that these people open. Gives the key of the former anchor too. */
  async changeKey(
    person: { readonly personId: PersonId; readonly secret: Secret },
    { active, erasing }: { readonly active: readonly PersonId[]; readonly erasing: boolean },
  ): Promise<{ readonly done: RotatedKeys; readonly anchorKey: Uint8Array }> {
    const { dir, faults, nativeBinding, onStage } = this.#options;
    const release = acquireStoreLock(dir, this.#options);
    const worker = new BlobLane(this.#options.blobWorkerFile);
    const onStep = (done: number, total: number): void => onStage?.({ stage: 'rekeying', done, total });
    try {
      onStep(0, 4);
      const { ring } = await this.unlockRing(person.personId, person.secret);
      try {
        const anchorKey = ring.databaseKey('anchor');
        const database = { nativeBinding };
        const rotation = { dir, ring, active, personId: person.personId, faults, database, erasing, worker, onStep };
        return { done: await rotateKeys(rotation), anchorKey };
      } finally {
        ring.close();
      }
    } finally {
      await worker.close();
      release();
    }
  }

  async #open(
    ring: KeyRing,
    personId: PersonId,
    release: () => void,
    more: Pick<OpenStoreOptions, 'create' | 'mended'>,
  ): Promise<OpenStore> {
    const { dir, blobWorkerFile, nativeBinding, log, rebuild, anchorDir, faults, onStage } = this.#options;
    return await openStore({
      ...{ dir, blobWorkerFile, nativeBinding, log, rebuild, anchorDir, faults, onStage, ring, personId, release },
      clock: this.#clock,
      ...more,
    });
  }
}

/** A secret that was wrong while the store was open: written down at once, under the name of who has it open. */
function recordFailure({ commands, personId }: OpenStore, code: string): void {
  if (code !== 'access/wrong-passphrase') return;
  commands.run({ name: 'access.unlockFailed', personId, subject: personId, detail: { failures: 1 } }, () => undefined);
}

/** Gives the lock back when the work fails. */
export async function releasing<T>(release: () => void, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    release();
    throw error;
  }
}
