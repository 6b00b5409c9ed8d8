import { ADMINISTRATION } from '../../../shared/contract/roles.ts';
import { calls } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { PersonId } from '../../../shared/model/ids.ts';
import { PersonRoles } from '../../../shared/model/person.ts';
import type { Person } from '../../../shared/model/person.ts';
import type { Station } from '../../station/station.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import { readNewPassphrase } from '../passphrase.ts';
import type { Verb, VerbContext } from '../verb.ts';

const NEEDED: ReadonlyMap<string, readonly string[]> = new Map([
  ['list', []],
  ['add', ['name', 'role']],
  ['role', ['name', 'role']],
  ['passphrase', ['name']],
  ['revoke', ['name']],
  ['forget', ['id']],
]);

export const peopleVerb: Verb = {
  name: 'people',
  tellsOfNoStudy: true,
  usage: 'people list|add|role|passphrase|revoke|forget …',
  help: `Who may use this store, and as what.
  list                                        { people: [{ id, name, roles, state }] }
  add --name N --role R[,R…]                  { person }; the new passphrase by prompt, --new-passphrase-fd N, or
                                              NIGHTJAR_NEW_PASSPHRASE on an evaluation store
  role --name N --role R[,R…]                 { person }
  passphrase --name N                         { person }; as add, for somebody who lost theirs
  revoke --name N                             { person, recoveryKey }; for good: the store gets another key, and their
                                              passphrase opens nothing. recoveryKey: a new one where they were shown the old
  forget --id ID                              { person, recoveryKey }; name, desks and drafts of somebody who was revoked
Roles: reader, reviewer, coordinator, administrator, support.`,
  options: { name: 'value', id: 'value', role: 'value', 'new-passphrase-fd': 'value' },
  takesWords: true,
  roles: (args) => (actionOf(args) === 'list' ? calls['people.list'].roles : ADMINISTRATION),
  check(args) {
    for (const name of NEEDED.get(actionOf(args)) ?? []) args.required(name);
    if (args.value('role') !== null) rolesOf(args);
  },
  run: (context) => act(actionOf(context.args), context),
};

async function act(action: string, { station, args, secret: proof, env }: VerbContext): Promise<unknown> {
  const { administration: people } = station;
  const evaluation = station.access.state().kind === 'evaluation';
  switch (action) {
    case 'list':
      return { people: people.list().people.map((person) => shape(person)) };
    case 'add': {
      const passphrase = await readNewPassphrase(args, env, evaluation);
      const added = await people.add({ name: args.required('name'), roles: rolesOf(args), passphrase, proof });
      return { person: shape(added.person) };
    }
    case 'role': {
      const changed = await people.setRoles({ personId: idOf(station, args), roles: rolesOf(args), proof });
      return { person: shape(changed.person) };
    }
    case 'passphrase': {
      const passphrase = await readNewPassphrase(args, env, evaluation);
      const changed = await people.setPassphrase({ personId: idOf(station, args), passphrase, proof });
      return { person: shape(changed.person) };
    }
    case 'forget': {
      const id = PersonId.safeParse(args.required('id'));
      if (!id.success) throw usage('--id is not one of our ids');
      const { person, recoveryKey } = await station.forgetPerson({ personId: id.data, proof });
      return { person: shape(person), recoveryKey };
    }
    default: {
      const { person, recoveryKey } = await station.revoke({ personId: idOf(station, args), proof });
      return { person: shape(person), recoveryKey };
    }
  }
}

function shape({ personId, name, roles, state }: Person): object {
  return { id: personId, name, roles, state };
}

/** Of those who are not revoked no two have one name. */
function idOf(station: Station, args: Arguments): PersonId {
  const name = args.required('name');
  const person = station.administration.list().people.find((one) => one.name === name && one.state === 'active');
  if (person === undefined) throw new AppError('access/unknown-person', 'the store does not know this person');
  return person.personId;
}

function rolesOf(args: Arguments): PersonRoles {
  const roles = PersonRoles.safeParse(args.required('role').split(','));
  if (!roles.success) throw usage(`no such roles: ${args.required('role')}`);
  return roles.data;
}

function actionOf(args: Arguments): string {
  const [action, ...rest] = args.positional;
  if (action === undefined || rest.length > 0 || !NEEDED.has(action)) {
    throw usage(`people needs one action: ${[...NEEDED.keys()].join(', ')}`);
  }
  return action;
}
