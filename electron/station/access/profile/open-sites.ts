import { profileExporter } from './export-profile.ts';
import type { ExportProfile } from './export-profile.ts';
import type { OpenStore } from '../open-store.ts';
import type { Clock } from '../../kernel/ports.ts';
import { SiteProfiles } from './site-profiles.ts';
import { StudyRules } from './study-rules.ts';

/** The profiles of an open store, and the rules they lay on its studies. */
export interface Sites {
  readonly profiles: SiteProfiles;
  readonly rules: StudyRules;
  readonly exportProfile: ExportProfile;
}

/** @param profileWanted a clinical store signs under a profile only */
export function openSites(
  store: Pick<OpenStore, 'index' | 'commands' | 'personId' | 'personName' | 'dir' | 'faults' | 'signIns' | 'people'>,
  clock: Clock,
  profileWanted: boolean,
): Sites {
  const { index, commands, personId, personName, signIns, people } = store;
  const options = { index, commands, clock, personId, personName, signIns, people };
  const profiles = new SiteProfiles(options);
  const exportProfile = profileExporter(profiles, store);
  return { profiles, exportProfile, rules: new StudyRules({ ...options, profiles, profileWanted }) };
}
