import { PROFILE_SECTIONS } from '../../model/site-profile.ts';
import type { ProfileSection, SiteProfile } from '../../model/site-profile.ts';
import { valueChanges } from './value-changes.ts';

export interface ProfileChange {
  readonly section: ProfileSection | 'validity';
  /** A sentence for the administrator. */
  readonly words: string;
}

/** Changes of one section that are told one by one; the others are counted. */
const TOLD = 200;

/** What a new profile changes, in the order of its sections; empty when nothing but the serial. @param before null: the first */
export function profileChanges(before: SiteProfile | null, after: SiteProfile): ProfileChange[] {
  const validity = (profile: SiteProfile) => ({
    'valid from': profile.validFrom,
    'valid until': profile.validUntil,
    'revoked serials': profile.revokedSerials.map(String),
    'next keys': profile.nextKeys,
    'managed here': profile.managed,
  });
  return [
    ...sectionChanges('validity', before === null ? null : validity(before), validity(after)),
    ...PROFILE_SECTIONS.flatMap((section) =>
      sectionChanges(section, before?.[section] ?? null, after[section] ?? null),
    ),
  ];
}

/** The name of a section, as a sentence has it. */
export const SECTION_NAMES: Readonly<Record<ProfileChange['section'], string>> = {
  validity: 'validity',
  site: 'site',
  hospitals: 'hospitals',
  sources: 'sources',
  codeMaps: 'code maps',
  templates: 'templates',
  protocols: 'hanging protocols',
  contacts: 'contacts',
  onCall: 'on-call steps',
  serviceLevels: 'service levels',
  criticalCategories: 'critical categories',
  residency: 'residency',
  leaving: 'what may leave',
  retention: 'retention',
  readers: 'readers',
  provider: 'identity provider',
  orders: 'orders to this station',
  unlocking: 'how this station is unlocked',
  sharedPriors: 'sites that share priors',
  claims: 'who keeps claims',
  checks: 'checks of reports',
  receivers: 'how receivers of HL7 want reports',
  letterhead: 'letterhead of reports',
  signing: 'what is wanted of who signs',
};

function sectionChanges(section: ProfileChange['section'], before: unknown, after: unknown): ProfileChange[] {
  const lines = valueChanges(SECTION_NAMES[section], section, before, after);
  const told = lines.slice(0, TOLD).map((words) => ({ section, words }));
  const rest = lines.length - told.length;
  return rest === 0 ? told : [...told, { section, words: `${SECTION_NAMES[section]}: ${rest} more changes.` }];
}
