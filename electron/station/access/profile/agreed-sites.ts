import { sharingSites } from '../../../../shared/rules/site-profile/shared-priors.ts';
import { standingOf } from './judge-profile.ts';
import type { AppliedProfile } from './profile-rows.ts';

/** Sites that share priors with a site by the profiles that are in force now, in small letters. An agreement ends with its profile. */
export function agreedSites(profiles: readonly AppliedProfile[], site: string, at: string): ReadonlySet<string> {
  const standing = profiles.map(({ profile }) => profile).filter((profile) => standingOf(profile, at) === 'in-force');
  return sharingSites(standing, site);
}
