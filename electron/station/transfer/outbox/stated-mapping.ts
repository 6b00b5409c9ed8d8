import { ResultMapping } from '../../../../shared/model/result-mapping.ts';
import { covers, isRevoked } from '../../access/profile/judge-profile.ts';
import type { AppliedProfile } from '../../access/profile/profile-rows.ts';

/** How a site says, by its signed profile, that a receiver wants reports. */
export interface SiteMapping {
  readonly mapping: ResultMapping;
  readonly siteName: string;
  readonly serial: number;
}

/**
 * What the profile of the destination's site says of it; null: nothing. One that has expired goes on to hold, one that its site took back
 * holds nothing.
 */
export function siteMapping(
  profiles: readonly AppliedProfile[],
  { name, site }: { readonly name: string; readonly site: string },
): SiteMapping | null {
  const own = profiles.find(({ profile }) => !isRevoked(profile) && covers(profile, site))?.profile;
  const wanted = name.trim().toLowerCase();
  const stated = own?.receivers?.find(({ destination }) => destination.toLowerCase() === wanted);
  if (own === undefined || stated === undefined) return null;
  return { mapping: ResultMapping.parse(stated.mapping), siteName: own.site.name, serial: own.serial };
}
