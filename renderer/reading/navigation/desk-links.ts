import type { KeptLinks, LinkGroup } from '../../../shared/model/viewport-links.ts';
import { LinkGroup as Groups } from '../../../shared/model/viewport-links.ts';
import type { StageCell } from '../../hanging/index.ts';
import type { DeskRuntime } from '../stores.ts';
import { groupOf, isElsewhere, LINKED_VIEWS } from './link-kinds.ts';
import type { LinkGroups } from './link-kinds.ts';

/** What of the links of a desk a hanging, or a desk that was left, says; what it does not speak of stays as the reader has it. */
export type DeskLinks = Partial<Pick<DeskRuntime, 'linked' | 'linkedViews' | 'linkGroups'>>;

type Sync = Readonly<Record<string, StageCell['sync']>>;

const LETTERS = Groups.options.filter((group) => group !== 'alone');

/** What the viewports of a stage share, by viewport. Scrolling is on where the stage asks for it. */
export function linksOfStage(sync: Sync): DeskLinks | null {
  const asked = Object.values(sync).flatMap((groups) => groups ?? []);
  const linkedViews = LINKED_VIEWS.filter((view) => asked.some(({ of }) => of.includes(view)));
  const scrolls = asked.some(({ of }) => of.includes('scroll'));
  const names = [...new Set(asked.map(({ group }) => group))];
  if (linkedViews.length === 0 && names.length < 2) return scrolls ? { linked: true } : null;
  const linkGroups: LinkGroups = Object.fromEntries(
    Object.entries(sync).map(([id, groups]) => [id, LETTERS[names.indexOf(groups?.[0]?.group ?? '')] ?? 'alone']),
  );
  return { linkGroups, ...(linkedViews.length > 0 ? { linkedViews } : {}), ...(scrolls ? { linked: true } : {}) };
}

/** As it is kept with the case; null where nothing is another than every desk begins with. */
export function keptLinks(
  { linked, linkedViews, linkGroups }: Pick<DeskRuntime, 'linked' | 'linkedViews' | 'linkGroups'>,
  cells: readonly string[],
): KeptLinks | null {
  const groups = cells.flatMap((viewportId) => {
    const group: LinkGroup = groupOf(linkGroups, viewportId);
    return group === 'A' ? [] : [{ viewportId, group }];
  });
  if (linked && linkedViews.length === 0 && groups.length === 0) return null;
  return { scroll: linked, views: [...linkedViews], groups };
}

export function linksOfKept({ scroll, views, groups }: KeptLinks): DeskLinks {
  const linkGroups: LinkGroups = Object.fromEntries(groups.map(({ viewportId, group }) => [viewportId, group]));
  return { linked: scroll, linkedViews: LINKED_VIEWS.filter((view) => views.includes(view)), linkGroups };
}

/** Groups of other viewports of this window; those of other windows are as they say themselves. */
export function withOwnGroups(before: LinkGroups, own: LinkGroups): LinkGroups {
  return { ...own, ...Object.fromEntries(Object.entries(before).filter(([name]) => isElsewhere(name))) };
}
