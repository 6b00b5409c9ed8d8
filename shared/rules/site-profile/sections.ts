import { PROFILE_SECTIONS } from '../../model/site-profile.ts';
import type { ProfileSection, SiteProfile } from '../../model/site-profile.ts';
import { SECTION_NAMES } from './changes.ts';
import { keysOf, wordsOf } from './value-changes.ts';

export interface SectionWords {
  readonly section: ProfileSection;
  readonly words: string;
  /** Set by the site: a person at the station cannot change it. */
  readonly managed: boolean;
}

/** What a profile says, a sentence for each section that says anything. */
export function profileSections(profile: SiteProfile): SectionWords[] {
  return PROFILE_SECTIONS.filter((section) => !isSilent(profile[section])).map((section) => ({
    ...{ section, words: `${SECTION_NAMES[section]}: ${sayings(section, profile[section])}` },
    managed: profile.managed.includes(section),
  }));
}

function isSilent(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function sayings(section: ProfileSection, value: unknown): string {
  if (!Array.isArray(value)) return wordsOf(value);
  const names = keysOf(section, value);
  return `${value.length} (${wordsOf(names)})`;
}
