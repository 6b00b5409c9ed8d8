import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { HeldRole, Person, PersonRole } from '../../../shared/model/person.ts';
import type { Access } from '../access.ts';
import type { StationLink } from '../station-link.ts';

export interface PeopleView {
  readonly state: 'asking' | 'known' | 'failed';
  readonly failure: unknown;
  readonly people: readonly Person[];
  /** Roles that a site keeps anybody here from giving. */
  readonly held: readonly HeldRole[];
}

/** Everybody of this store. Each change takes the passphrase of whoever makes it. */
export class PeopleBook {
  readonly view: StoreApi<PeopleView> = createStore<PeopleView>()(() => ({
    state: 'asking',
    failure: null,
    people: [],
    held: [],
  }));
  readonly #link: StationLink;
  readonly #access: Pick<Access, 'whileKeysChange'>;

  constructor(link: StationLink, access: Pick<Access, 'whileKeysChange'>) {
    this.#link = link;
    this.#access = access;
  }

  async load(): Promise<void> {
    try {
      const { people } = await this.#link.call('people.list', {});
      this.view.setState({ state: 'known', failure: null, people, held: await this.#held() });
    } catch (failure) {
      this.view.setState({ state: 'failed', failure });
    }
  }

  /** @throws AppError access/name-taken, access/weak-passphrase, access/wrong-passphrase */
  async add(
    person: { readonly name: string; readonly roles: readonly PersonRole[]; readonly passphrase: string },
    proof: string,
  ): Promise<void> {
    await this.#link.call('people.add', { ...person, roles: [...person.roles], proof });
    await this.load();
  }

  /** @throws AppError access/last-administrator, access/wrong-passphrase */
  async setRoles(personId: PersonId, roles: readonly PersonRole[], proof: string): Promise<void> {
    await this.#link.call('people.setRoles', { personId, roles: [...roles], proof });
    await this.load();
  }

  /** @throws AppError access/weak-passphrase, access/wrong-passphrase */
  async setPassphrase(personId: PersonId, passphrase: string, proof: string): Promise<void> {
    await this.#link.call('people.setPassphrase', { personId, passphrase, proof });
    await this.load();
  }

  /** Gives a new recovery key where the revoked person knew the old one. @throws AppError access/last-administrator … */
  async revoke(personId: PersonId, proof: string): Promise<string | null> {
    return await this.#changeKeys(() => this.#link.call('people.revoke', { personId, proof }));
  }

  /** Erases what there is of a revoked person. Gives a key as `revoke` does. @throws AppError access/not-revoked … */
  async forget(personId: PersonId, proof: string): Promise<string | null> {
    return await this.#changeKeys(() => this.#link.call('people.forget', { personId, proof }));
  }

  /** For administrators. Not known: the station still says no when somebody tries. */
  async #held(): Promise<readonly HeldRole[]> {
    try {
      return (await this.#link.call('people.heldRoles', {})).held;
    } catch {
      return [];
    }
  }

  async #changeKeys(work: () => Promise<{ readonly recoveryKey: string | null }>): Promise<string | null> {
    const { recoveryKey } = await this.#access.whileKeysChange(work);
    await this.load();
    return recoveryKey;
  }
}
