import { randomBytes } from 'node:crypto';
import type { OsSlotState } from '../../../../shared/contract/os-slot.ts';
import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import { NO_FAULTS } from '../../kernel/fault-points.ts';
import type { FaultPoints } from '../../kernel/fault-points.ts';
import type { OsSecret } from '../../kernel/key-ring.ts';
import type { Clock, Log, SecretStore, SecretStoreState } from '../../kernel/ports.ts';
import { KEY_BYTES } from '../../kernel/sealed-key.ts';
import { loadSlots, saveSlots } from '../../kernel/slots.ts';
import type { Slot } from '../../kernel/slots.ts';
import type { OpenStore } from '../open-store.ts';
import { requirePassphraseSince, slotRefusal } from './os-slot-rules.ts';
import { wantsSlot } from './os-slot-wish.ts';

export interface OsSlotOptions {
  readonly dir: string;
  /** Null: this program has no key store of the system to ask. */
  readonly secrets: SecretStore | null;
  readonly clock: Clock;
  readonly log: Log | undefined;
  readonly faults: FaultPoints | undefined;
}

/** What opens a slot, and the same as the key store of the system sealed it. */
export interface KeptSecret {
  readonly secret: Uint8Array;
  readonly sealed: Uint8Array;
}

const NONE: SecretStoreState = { backend: null, refusal: 'none' };

/**
 * The slot that hangs on the key store of the system. It lies on the disk only from an unlock by passphrase to the next lock: whatever
 * locks the store takes it away, so that starting the program anew is no way round the lock. What is left is the start after a quit
 * or a crash. It belongs to one person, and goes when another comes. Slots are written in the turns of `Access`.
 */
export class OsSlots {
  readonly #options: OsSlotOptions;

  constructor(options: OsSlotOptions) {
    this.#options = options;
  }

  /** As the person who has the store open sees it. */
  async state(store: OpenStore): Promise<OsSlotState> {
    const { backend, refusal } = await this.#store();
    const held = slotRefusal(store.index);
    return {
      backend,
      refusal: refusal ?? held?.by ?? null,
      siteName: held?.siteName ?? null,
      isOn: wantsSlot(store.index, store.personId),
    };
  }

  /** @throws AppError access/policy, key-store/unusable */
  async seal(store: OpenStore): Promise<KeptSecret> {
    const held = slotRefusal(store.index);
    if (held !== null) {
      throw new AppError('access/policy', 'a slot in the key store of the system is not allowed here', {
        context: { by: held.by, ...(held.siteName === null ? {} : { site: held.siteName }) },
      });
    }
    const secrets = await this.#usable();
    const secret = randomBytes(KEY_BYTES);
    return { secret, sealed: await secrets.seal(secret) };
  }

  /** For a person who came in by their passphrase and wants the slot. A key store that fails costs no more than the slot. */
  async sealAgain(store: OpenStore): Promise<KeptSecret | null> {
    if (!wantsSlot(store.index, store.personId)) return null;
    try {
      return await this.seal(store);
    } catch (error) {
      this.#options.log?.warn('key-store.no-slot', { code: asAppError(error).code });
      return null;
    }
  }

  /** In the place of every other of its kind. Zeroes the secret. */
  async put({ ring, personId }: OpenStore, kept: KeptSecret): Promise<void> {
    const slot = ring.osSlot(personId, kept);
    kept.secret.fill(0);
    await this.#save((slots) => [...slots.filter(({ kind }) => kind !== 'os'), slot]);
  }

  /** No slot of this kind stays, but that of `but`. A disk that is gone must not keep a store from being locked. */
  async drop(but: PersonId | null = null): Promise<void> {
    try {
      const stays = (slot: Slot): boolean => slot.kind !== 'os' || slot.personId === but;
      if (!loadSlots(this.#options.dir).every(stays)) await this.#save((slots) => slots.filter(stays));
    } catch (error) {
      this.#options.log?.warn('key-store.slot-stays', { code: asAppError(error).code });
    }
  }

  /** As `drop`, where a policy or a site allows none any more. */
  async dropForbidden(store: OpenStore): Promise<void> {
    if (slotRefusal(store.index) !== null) await this.drop();
  }

  /** What opens the slot of a person. @throws AppError access/passphrase-required, key-store/unusable */
  async secretOf(personId: PersonId): Promise<OsSecret> {
    const slot = loadSlots(this.#options.dir).find((one) => one.kind === 'os' && one.personId === personId);
    if (slot?.kind !== 'os') throw passphraseRequired('the key store of the system has no key for this person');
    const secrets = await this.#usable();
    const secret = await secrets.open(Buffer.from(slot.secret, 'hex'));
    if (secret?.length !== KEY_BYTES) throw passphraseRequired('the key store of the system does not have it any more');
    const osSecret = Buffer.from(secret).toString('hex');
    secret.fill(0);
    return { personId, osSecret };
  }

  /** Of a store that was opened by such a slot, before anybody has it. @throws AppError access/passphrase-required */
  async requireAllowed(store: OpenStore): Promise<void> {
    try {
      if (!wantsSlot(store.index, store.personId)) throw passphraseRequired('this person took the slot back');
      if (slotRefusal(store.index) !== null) throw passphraseRequired('the slot is not allowed any more');
      requirePassphraseSince(store.index, store.personId, this.#options.clock.nowIso());
    } catch (error) {
      await this.drop();
      throw error;
    }
  }

  async #store(): Promise<SecretStoreState> {
    return (await this.#options.secrets?.state()) ?? NONE;
  }

  async #usable(): Promise<SecretStore> {
    const { secrets } = this.#options;
    const { backend, refusal } = await this.#store();
    if (secrets !== null && refusal === null) return secrets;
    throw new AppError('key-store/unusable', 'the key store of the system cannot keep a secret', {
      context: { reason: refusal ?? 'none', backend: backend ?? 'none' },
    });
  }

  async #save(change: (slots: readonly Slot[]) => readonly Slot[]): Promise<void> {
    const { dir, faults = NO_FAULTS } = this.#options;
    await faults.aroundAsync('slots', () => saveSlots(dir, change(loadSlots(dir))));
  }
}

function passphraseRequired(message: string): AppError {
  return new AppError('access/passphrase-required', message);
}
