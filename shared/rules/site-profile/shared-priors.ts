import type { SiteProfile } from '../../model/site-profile.ts';

type Sharing = Pick<SiteProfile, 'site' | 'sharedPriors'>;

/**
 * Sites whose studies may be offered as priors of a site's patients, in small letters: those that its profile names, unless a profile of
 * that site is in force and does not name this one. Without a profile: none.
 * @param profiles in force, not revoked
 */
export function sharingSites(profiles: readonly Sharing[], site: string): ReadonlySet<string> {
  const own = profiles.find((profile) => isOf(profile, site));
  const named = own?.sharedPriors ?? [];
  return new Set(
    named
      .filter((name) => {
        const other = profiles.find((profile) => isOf(profile, name));
        return (
          other === undefined ||
          other === own ||
          (other.sharedPriors ?? []).some((one) => own !== undefined && isOf(own, one))
        );
      })
      .map((name) => name.toLowerCase()),
  );
}

function isOf({ site }: Sharing, name: string): boolean {
  return site.studiesOf.some((one) => one.toLowerCase() === name.toLowerCase());
}
