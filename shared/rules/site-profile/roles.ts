import type { PersonId } from '../../model/ids.ts';
import { seesPatients } from '../../model/person.ts';
import type { PersonRole } from '../../model/person.ts';
import type { ProfileReader, SiteProfile } from '../../model/site-profile.ts';

/** Somebody of the station, as far as roles go. */
export interface RoleBearer {
  readonly personId: PersonId;
  readonly name: string;
  /** As the administrator of the station granted them. */
  readonly roles: readonly PersonRole[];
}

/** Finds what a profile says of a person; null: it names nobody who is surely this one. */
export type FindReader = (person: RoleBearer) => ProfileReader | null;

export interface RoleGain {
  readonly personId: PersonId;
  /** What the person has not had at this station so far. */
  readonly gains: readonly PersonRole[];
  /** All they have afterwards. */
  readonly roles: readonly PersonRole[];
}

export interface RoleEffects {
  readonly gains: readonly RoleGain[];
  /** Sentences for the administrator who applies: nothing is gained that is not said here. */
  readonly words: readonly string[];
}

/**
 * What the roles of a profile do here. A profile gives roles that see patients and no others: who looks after people and keys,
 * and who looks after the machine, is named at the station. What it leaves out counts no more for the studies of its site; the
 * roles at the station stay.
 */
export function roleEffects(people: readonly RoleBearer[], find: FindReader): RoleEffects {
  const gains: RoleGain[] = [];
  const words: string[] = [];
  for (const person of people) {
    const named = find(person);
    if (named === null) continue;
    const wanted = named.roles.filter((role) => !person.roles.includes(role));
    const given = wanted.filter((role) => seesPatients(role) && !person.roles.includes('support'));
    if (given.length > 0) {
      gains.push({ personId: person.personId, gains: given, roles: [...person.roles, ...given] });
      words.push(`${person.name} becomes ${list(given)} at this station, so far ${list(person.roles)}.`);
    }
    const kept = wanted.filter((role) => !given.includes(role));
    if (kept.length > 0) words.push(`${person.name} does not become ${list(kept)}: that is given at the station only.`);
    const lost = person.roles.filter((role) => seesPatients(role) && !named.roles.includes(role));
    if (lost.length > 0) words.push(`${person.name} is no ${list(lost, 'or')} for studies of this site.`);
  }
  return { gains, words };
}

/** What somebody may do with a study of the site. @param named by its profile; null: it does not name them, and takes nothing away */
export function rolesAtSite(roles: readonly PersonRole[], named: ProfileReader | null): readonly PersonRole[] {
  if (named === null) return roles;
  return roles.filter((role) => !seesPatients(role) || named.roles.includes(role));
}

/**
 * Roles that an administrator of the station would give against a site that manages its readers; empty where none.
 * @param before roles so far: what somebody has already is not given
 */
export function rolesAgainst(
  { managed }: Pick<SiteProfile, 'managed'>,
  named: ProfileReader | null,
  { before, after }: { readonly before: readonly PersonRole[]; readonly after: readonly PersonRole[] },
): readonly PersonRole[] {
  if (named === null || !managed.includes('readers')) return [];
  return after.filter((role) => seesPatients(role) && !before.includes(role) && !named.roles.includes(role));
}

function list(roles: readonly PersonRole[], word = 'and'): string {
  if (roles.length < 2) return roles[0] ?? 'nothing';
  return `${roles.slice(0, -1).join(', ')} ${word} ${roles.at(-1) ?? ''}`;
}
