import type { AccessState } from '../../../shared/contract/access.ts';
import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { PersonId } from '../../../shared/model/ids.ts';
import { NO_FAULTS } from '../kernel/fault-points.ts';
import { newId } from '../kernel/ids.ts';
import { putPassphrase } from '../kernel/new-passphrase.ts';
import type { SlotPlace } from '../kernel/new-passphrase.ts';
import { newRecoveryKey, parseRecoveryKey } from '../kernel/recovery-key.ts';
import { loadSlots, saveSlots } from '../kernel/slots.ts';
import type { Access, AdministerParts, Leave } from './access.ts';
import { setFetchingHours, setIdleMinutes, setPolicy } from './policy.ts';
import { heldRoles, requireOwnRoles } from './profile/managed.ts';

/**
 * People and policy of a store. Each change asks for the administrator's passphrase, is audited, and is written down before the key
 * slots follow: killed between, somebody is in the list who cannot come in, never the other way round.
 */
export class Administration {
  readonly #access: Access;

  constructor(access: Access) {
    this.#access = access;
  }

  list(): Response<'people.list'> {
    return { people: [...this.#access.requireStore().people.list()] };
  }

  /** Of the people who are present. */
  heldRoles(): Response<'people.heldRoles'> {
    const { index, people } = this.#access.requireStore();
    return {
      held: heldRoles(
        index,
        people.list().filter(({ state }) => state === 'active'),
      ),
    };
  }

  add({ name, roles, passphrase, proof }: ParsedRequest<'people.add'>): Promise<Response<'people.add'>> {
    return this.#access.administer(proof, async (parts) => {
      const { people } = parts.store;
      people.requireFreeName(name);
      const personId = PersonId.parse(newId());
      await putPassphrase(slotsOf(parts), { personId, name, passphrase }, () => people.add({ personId, name, roles }));
      return { person: people.get(personId) };
    });
  }

  setRoles({ personId, roles, proof }: ParsedRequest<'people.setRoles'>): Promise<Response<'people.setRoles'>> {
    return this.#access.administer(proof, async ({ store: { index, people } }) => {
      requireOwnRoles(index, people.get(personId), roles);
      return { person: people.setRoles(personId, roles) };
    });
  }

  /** For a person who lost theirs, or whose slot a crash kept from being written. */
  setPassphrase(request: ParsedRequest<'people.setPassphrase'>): Promise<Response<'people.setPassphrase'>> {
    const { personId, passphrase, proof } = request;
    return this.#access.administer(proof, async (parts) => {
      const { people } = parts.store;
      const person = people.requireActive(personId);
      await putPassphrase(slotsOf(parts), { personId, name: person.name, passphrase }, () =>
        people.recordPassphrase(personId),
      );
      return { person };
    });
  }

  /** @param leave closes what works on the open store */
  revoke({ personId, proof }: ParsedRequest<'people.revoke'>, leave: Leave): Promise<Response<'people.revoke'>> {
    return this.#access.administer(proof, async ({ store, rotate }) => {
      if (personId === store.personId) throw new AppError('access/not-allowed', 'nobody revokes themselves');
      const person = store.people.revoke(personId);
      return { person, recoveryKey: await rotate(leave) };
    });
  }

  newRecoveryKey({ proof }: ParsedRequest<'access.newRecoveryKey'>): Promise<Response<'access.newRecoveryKey'>> {
    return this.#access.administer(proof, async (parts) => {
      const { ring, personId, commands } = parts.store;
      const recoveryKey = newRecoveryKey();
      const slot = ring.recoverySlot(personId, parseRecoveryKey(recoveryKey) ?? '');
      commands.run({ name: 'access.newRecoveryKey', personId, subject: personId, detail: {} }, (db) => {
        // Signing waits until its keeping is confirmed.
        db.prepare("DELETE FROM meta WHERE key = 'recovery-confirmed'").run();
      });
      const others = loadSlots(parts.dir).filter(({ kind }) => kind !== 'recovery');
      await (parts.faults ?? NO_FAULTS).aroundAsync('slots', () => saveSlots(parts.dir, [...others, slot]));
      return { recoveryKey };
    });
  }

  async setPolicy({ policy, proof }: ParsedRequest<'access.setPolicy'>): Promise<AccessState> {
    await this.#access.administer(proof, async ({ store: { index, commands, personId } }) =>
      setPolicy(index, commands, personId, policy),
    );
    await this.#access.keyStore.withdraw();
    return this.#access.state();
  }

  setIdleMinutes({ minutes }: ParsedRequest<'access.setIdleMinutes'>): AccessState {
    const { index, commands, personId } = this.#access.requireStore();
    setIdleMinutes(index, commands, personId, minutes);
    return this.#access.refresh();
  }

  setFetchingHours({ hours }: ParsedRequest<'access.setFetchingHours'>): AccessState {
    const { index, commands, personId } = this.#access.requireStore();
    setFetchingHours(index, commands, personId, hours);
    return this.#access.refresh();
  }
}

function slotsOf({ dir, store, logN, faults }: AdministerParts): SlotPlace {
  return { dir, ring: store.ring, logN, faults };
}
