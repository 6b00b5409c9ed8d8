import { ownerKey } from '../../shared/model/kept-document.ts';
import type { DocumentOwner, ListedScope } from '../../shared/model/kept-document.ts';
import type { TemplateEntry, TemplateVersion } from '../../shared/model/kept-template.ts';
import { localMinutes } from './local-time.ts';

/** Whose it is: "yours", "of the site". */
export function scopeWords({ scope, group }: ListedScope): string {
  const words = { shipped: 'came with the program', site: 'of the site', user: 'yours' } as const;
  return scope === 'group' ? `of the group ${group ?? ''}` : words[scope];
}

type Saved = ListedScope & Pick<TemplateEntry, 'version' | 'savedAt' | 'savedBy'>;

/** "of the site, version 3, saved 2026-11-23 02:50 by Ada". */
export function entryWords(entry: Saved): string {
  const { version, savedAt, savedBy } = entry;
  const saved = savedAt === null ? '' : `, saved ${localMinutes(savedAt)} by ${savedBy ?? 'somebody'}`;
  return `${scopeWords(entry)}, version ${version}${saved}`;
}

export function versionWords({ version, name, savedAt, savedBy, how }: TemplateVersion): string {
  const acts = { saved: 'saved', imported: 'imported', restored: 'brought back', removed: 'removed' } as const;
  const called = name === null ? '' : ` “${name}”`;
  return `Version ${version}${called}, ${acts[how]} ${localMinutes(savedAt)} by ${savedBy}`;
}

/** Whom who asks may save for. */
export function ownersFor({
  maySetSite,
  groups,
}: {
  readonly maySetSite: boolean;
  readonly groups: readonly string[];
}): readonly DocumentOwner[] {
  const own: DocumentOwner = { scope: 'user' };
  if (!maySetSite) return [own];
  return [own, { scope: 'site' }, ...groups.map((group) => ({ scope: 'group' as const, group }))];
}

/** As the options of a list; `ownerFrom` reads what was chosen. */
export function ownerOptions(
  owners: readonly DocumentOwner[],
): readonly { readonly value: string; readonly words: string }[] {
  return owners.map((one) => ({ value: ownerKey(one), words: ownerOption(one) }));
}

function ownerOption(owner: DocumentOwner): string {
  if (owner.scope === 'group') return `For the group ${owner.group}`;
  return owner.scope === 'site' ? 'For everybody at this station' : 'For me';
}
