import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import { PersonId } from '../../../shared/model/ids.ts';
import { PersonRole, PersonState } from '../../../shared/model/person.ts';
import type { Person } from '../../../shared/model/person.ts';
import type { Commands } from '../kernel/command.ts';
import type { Clock } from '../kernel/ports.ts';
import { setWish } from './key-store/os-slot-wish.ts';
import type { Db } from '../kernel/sqlite.ts';

const Row = z.object({
  person_id: PersonId,
  name: z.string(),
  roles: z.string(),
  created_at: z.string(),
  state: PersonState,
  revoked_at: z.string().nullable(),
});

/** What the first person of a store may do: nobody else is there to let them in. */
export const FIRST_ROLES: readonly PersonRole[] = ['administrator', 'reader'];

export interface PeopleOptions {
  readonly index: Db;
  readonly commands: Commands;
  readonly clock: Clock;
  /** Who acts. */
  readonly personId: PersonId;
}

/** Rows of the people of a store. Every change is one audited command; keys are the business of whoever calls. */
export class People {
  readonly #options: PeopleOptions;

  constructor(options: PeopleOptions) {
    this.#options = options;
  }

  /** The present first, then the revoked; by name. */
  list(): readonly Person[] {
    return this.#options.index
      .prepare("SELECT * FROM person ORDER BY state = 'revoked', name, person_id")
      .all()
      .map((row) => toPerson(row));
  }

  /** @throws AppError access/unknown-person */
  get(personId: PersonId): Person {
    return personOf(this.#options.index, personId);
  }

  /** @throws AppError access/name-taken: two of one name could not be told apart on the unlock screen */
  add(person: Pick<Person, 'personId' | 'name' | 'roles'>): Person {
    const { personId, name, roles } = person;
    this.requireFreeName(name);
    this.#run('people.add', personId, { roles: roles.join(' ') }, (db, now) => {
      db.prepare('INSERT INTO person (person_id, name, roles, created_at) VALUES (?, ?, ?, ?)').run(
        personId,
        name,
        JSON.stringify(roles),
        now,
      );
    });
    return this.get(personId);
  }

  /** @throws AppError access/name-taken */
  requireFreeName(name: string): void {
    const same = (other: string): boolean =>
      other.normalize('NFKC').toLowerCase() === name.normalize('NFKC').toLowerCase();
    if (this.list().some((other) => other.state === 'active' && same(other.name))) {
      throw new AppError('access/name-taken', 'there is a person of this name already');
    }
  }

  /** @throws AppError access/unknown-person, access/revoked, access/last-administrator */
  setRoles(personId: PersonId, roles: readonly PersonRole[]): Person {
    const before = this.requireActive(personId);
    if (!roles.includes('administrator')) this.requireOtherAdministrator(before);
    const detail = { before: before.roles.join(' '), roles: roles.join(' ') };
    this.#run('people.setRoles', personId, detail, (db) => {
      db.prepare('UPDATE person SET roles = ? WHERE person_id = ?').run(JSON.stringify(roles), personId);
    });
    return this.get(personId);
  }

  /** Marks them: from now on they are not let in. The change of keys follows. @throws as `setRoles` */
  revoke(personId: PersonId): Person {
    this.requireOtherAdministrator(this.requireActive(personId));
    this.#run('people.revoke', personId, {}, (db, now) => markRevoked(db, personId, now));
    return this.get(personId);
  }

  /** Writes down that somebody has a new passphrase by an administrator's hand. */
  recordPassphrase(personId: PersonId): void {
    this.#run('people.setPassphrase', personId, {}, (db) => setWish(db, personId, false));
  }

  /** @throws AppError access/unknown-person, access/revoked */
  requireActive(personId: PersonId): Person {
    const person = this.get(personId);
    if (person.state === 'revoked') throw new AppError('access/revoked', 'this person was revoked');
    return person;
  }

  /** @throws AppError access/last-administrator when nobody but this person could let others in */
  requireOtherAdministrator({ personId }: Person): void {
    const others = this.list().filter((one) => one.personId !== personId && one.state === 'active');
    if (!others.some(({ roles }) => roles.includes('administrator'))) {
      throw new AppError('access/last-administrator', 'the store would have no administrator');
    }
  }

  #run(
    name: string,
    subject: PersonId,
    detail: Readonly<Record<string, string>>,
    work: (db: Db, now: string) => void,
  ): void {
    const { commands, clock, personId } = this.#options;
    commands.run({ name, personId, subject, detail }, (db) => work(db, clock.nowIso()));
  }
}

/** From now on they are not let in, and the key of the store is to be changed. Call it inside a command. */
export function markRevoked(db: Db, personId: PersonId, now: string): void {
  db.prepare("UPDATE person SET state = 'revoked', revoked_at = ? WHERE person_id = ?").run(now, personId);
  db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('rotation-due', ?)").run(now);
}

/** @throws AppError access/unknown-person */
export function personOf(index: Db, personId: PersonId): Person {
  const row = index.prepare('SELECT * FROM person WHERE person_id = ?').get(personId);
  if (row === undefined) throw new AppError('access/unknown-person', 'the store does not know this person');
  return toPerson(row);
}

/**
 * A store of a program before there were roles, or one whose people were read from the key slots, has nobody who could let others in: its
 * first person becomes administrator. Audited.
 */
export function ensureAdministrator({ index, commands, personId }: Omit<PeopleOptions, 'clock'>): void {
  const active = index
    .prepare("SELECT * FROM person WHERE state = 'active' ORDER BY created_at, person_id")
    .all()
    .map((row) => toPerson(row));
  const [first] = active;
  if (first === undefined || active.some(({ roles }) => roles.includes('administrator'))) return;
  const roles = [...new Set([...FIRST_ROLES, ...first.roles])].filter((role) => role !== 'support');
  const detail = { roles: roles.join(' ') };
  commands.run({ name: 'people.firstAdministrator', personId, subject: first.personId, detail }, (db) => {
    db.prepare('UPDATE person SET roles = ? WHERE person_id = ?').run(JSON.stringify(roles), first.personId);
  });
}

function toPerson(value: unknown): Person {
  const row = Row.parse(value);
  return {
    personId: row.person_id,
    name: row.name,
    roles: z.array(PersonRole).parse(JSON.parse(row.roles)),
    state: row.state,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  };
}
