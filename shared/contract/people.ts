import { z } from 'zod';
import { PersonId } from '../model/ids.ts';
import { HeldRole, Person, PersonName, PersonRoles } from '../model/person.ts';
import { call } from './define.ts';
import { ADMINISTRATION } from './roles.ts';

const Passphrase = z.string().min(1).max(1024);
/** The passphrase of the administrator who asks, typed again: each of these is a step up. access/wrong-passphrase. */
const proof = Passphrase;
const Changed = z.strictObject({ person: Person });

export const peopleCalls = {
  /** The present first, then those who are revoked; by name. */
  'people.list': call(z.strictObject({}), z.strictObject({ people: z.array(Person) }), {
    roles: [...ADMINISTRATION, 'coordinator', 'support'],
  }),
  /** Roles that somebody has not got, and that a site keeps anybody here from giving them: `setRoles` refuses with profile/managed. */
  'people.heldRoles': call(z.strictObject({}), z.strictObject({ held: z.array(HeldRole) }), { roles: ADMINISTRATION }),
  /** `passphrase` is the first one of the new person, who changes it. access/name-taken, access/weak-passphrase. */
  'people.add': call(z.strictObject({ name: PersonName, roles: PersonRoles, passphrase: Passphrase, proof }), Changed, {
    roles: ADMINISTRATION,
  }),
  /** access/last-administrator, access/unknown-person. Works at once, the person's own open session included. */
  'people.setRoles': call(z.strictObject({ personId: PersonId, roles: PersonRoles, proof }), Changed, {
    roles: ADMINISTRATION,
  }),
  /** For a person who lost theirs. The old one opens nothing any more. */
  'people.setPassphrase': call(z.strictObject({ personId: PersonId, passphrase: Passphrase, proof }), Changed, {
    roles: ADMINISTRATION,
  }),
  /**
   * For good. The key of the store is changed, so that the passphrase of this person opens nothing of what is there; the store
   * closes for that moment. `recoveryKey`: a new one where the revoked person was shown the old; once and never again.
   */
  'people.revoke': call(
    z.strictObject({ personId: PersonId, proof }),
    z.strictObject({ person: Person, recoveryKey: z.string().nullable() }),
    { roles: ADMINISTRATION },
  ),
  /**
   * Erases what there is of a person who was revoked: name, desks, what they had seen, drafts. What they signed stays. The store closes
   * for that moment. access/not-revoked; audited.
   */
  'people.forget': call(
    z.strictObject({ personId: PersonId, proof }),
    z.strictObject({ person: Person, recoveryKey: z.string().nullable() }),
    { roles: ADMINISTRATION },
  ),
} as const;
