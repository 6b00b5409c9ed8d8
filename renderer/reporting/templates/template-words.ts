import type { ProtocolOwner, ProtocolSource } from '../../../shared/hanging/protocol/kept.ts';
import type { TemplateEntry, TemplateVersion } from '../../../shared/model/kept-template.ts';
import { localMinutes } from '../../app/local-time.ts';

export function scopeWords({ scope, group }: Pick<TemplateEntry, 'scope' | 'group'>): string {
  const words = { shipped: 'came with the program', site: 'of the site', user: 'yours' } as const;
  return scope === 'group' ? `of the group ${group ?? ''}` : words[scope];
}

export function stateWords({ state }: Pick<TemplateEntry, 'state'>): string {
  const words: Readonly<Record<TemplateEntry['state'], string>> = {
    'in-force': 'in use',
    replaced: 'not used: one of a later scope counts',
    removed: 'removed',
    unreadable: 'this program does not understand it',
  };
  return words[state];
}

/** "of the site, version 3, saved 2026-11-23 02:50 by Ada — in use". */
export function entryWords(entry: TemplateEntry): string {
  const { version, savedAt, savedBy } = entry;
  const saved = savedAt === null ? '' : `, saved ${localMinutes(savedAt)} by ${savedBy ?? 'somebody'}`;
  return `${scopeWords(entry)}, version ${version}${saved} — ${stateWords(entry)}`;
}

export function versionWords({ version, name, savedAt, savedBy, how }: TemplateVersion): string {
  const acts = { saved: 'saved', imported: 'imported', restored: 'brought back', removed: 'removed' } as const;
  const called = name === null ? '' : ` “${name}”`;
  return `Version ${version}${called}, ${acts[how]} ${localMinutes(savedAt)} by ${savedBy}`;
}

/** Of an entry that the store keeps; null of one that came with the program. */
export function ownerOf({ scope, group }: Pick<TemplateEntry, 'scope' | 'group'>): ProtocolOwner | null {
  if (scope === 'shipped') return null;
  return scope === 'group' ? { scope, group: group ?? '' } : { scope };
}

export function sourceOf(entry: Pick<TemplateEntry, 'scope' | 'group'>): ProtocolSource {
  return ownerOf(entry) ?? { scope: 'shipped' };
}

/** Owners that who asks may save for, as the options of a list. */
export function ownerOptions(
  maySetSite: boolean,
  groups: readonly string[],
): readonly { readonly value: string; readonly words: string }[] {
  return [
    { value: 'user', words: 'For me' },
    ...(maySetSite ? [{ value: 'site', words: 'For everybody at this station' }] : []),
    ...(maySetSite ? groups.map((group) => ({ value: `group ${group}`, words: `For the group ${group}` })) : []),
  ];
}

export function ownerFrom(value: string): ProtocolOwner {
  if (value === 'site' || value === 'user') return { scope: value };
  return { scope: 'group', group: value.slice('group '.length) };
}
