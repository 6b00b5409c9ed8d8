import type { Candidate } from '../../../shared/hanging/protocol/match.ts';

export const BUILT_IN_WORDS = 'the built-in rules by modality, since no protocol fits';

const SCOPE_WORDS: Readonly<Record<Candidate['scope'], string>> = {
  shipped: 'came with Nightjar',
  site: 'of the site',
  group: 'of your group',
  user: 'yours',
};

export function scopeWords(scope: Candidate['scope']): string {
  return SCOPE_WORDS[scope];
}
