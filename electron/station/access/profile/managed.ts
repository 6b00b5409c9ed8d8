import { AppError } from '../../../../shared/errors/app-error.ts';
import { PersonRole } from '../../../../shared/model/person.ts';
import type { HeldRole, Person } from '../../../../shared/model/person.ts';
import type { ManagedSetting } from '../../../../shared/model/profile-view.ts';
import { rolesAgainst } from '../../../../shared/rules/site-profile/roles.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { isRevoked } from './judge-profile.ts';
import { readerIn } from './profile-reader.ts';
import { profilesInForce } from './profile-rows.ts';
import type { AppliedProfile } from './profile-rows.ts';

/**
 * Settings of the station that a profile holds fast. One that has expired goes on to hold them, as its other wishes; one that its
 * site took back holds nothing.
 */
export function managedSettings(profiles: readonly AppliedProfile[]): ManagedSetting[] {
  return profiles
    .filter(({ profile }) => !isRevoked(profile))
    .flatMap(({ profile: { managed, provider, site, serial, unlocking } }) => {
      const by = { siteName: site.name, serial };
      return [
        ...(managed.includes('provider') && provider !== undefined ? [{ setting: 'provider' as const, ...by }] : []),
        ...(managed.includes('readers') ? [{ setting: 'readers' as const, ...by }] : []),
        // Holds without being named: what a site forbids nobody at a station allows.
        ...(unlocking?.fetchWhileLocked === false ? [{ setting: 'fetching' as const, ...by }] : []),
      ];
    });
}

/** @throws AppError profile/managed when a site holds the identity provider of the store fast */
export function requireOwnProvider(index: Db): void {
  const held = managedSettings(profilesInForce(index, new Map())).find(({ setting }) => setting === 'provider');
  if (held !== undefined) throw managed('provider', held.siteName, 'the identity provider');
}

/** @throws AppError profile/managed when a site that manages its readers does not give one of the new roles */
export function requireOwnRoles(index: Db, person: Person, after: readonly PersonRole[]): void {
  for (const { profile } of profilesInForce(index, new Map())) {
    if (isRevoked(profile)) continue;
    const against = rolesAgainst(profile, readerIn(index, profile, person), { before: person.roles, after });
    if (against.length > 0) throw managed('readers', profile.site.name, `who is ${against.join(', ')}`);
  }
}

/** What `requireOwnRoles` would refuse: each role that one of these people could not be given now, with the first site that says so. */
export function heldRoles(index: Db, people: readonly Person[]): HeldRole[] {
  const profiles = profilesInForce(index, new Map()).filter(({ profile }) => !isRevoked(profile));
  return people.flatMap((person) => {
    const held = new Map<PersonRole, HeldRole>();
    for (const { profile } of profiles) {
      const named = readerIn(index, profile, person);
      const { site, serial } = profile;
      for (const role of rolesAgainst(profile, named, { before: person.roles, after: PersonRole.options })) {
        if (!held.has(role)) held.set(role, { personId: person.personId, role, siteName: site.name, serial });
      }
    }
    return [...held.values()];
  });
}

function managed(setting: ManagedSetting['setting'], site: string, what: string): AppError {
  return new AppError('profile/managed', `${site} has set ${what} by its profile`, { context: { setting, site } });
}
