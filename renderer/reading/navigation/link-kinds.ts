import type { WindowPlace } from '../../../shared/model/desk-window.ts';
import { LinkedView, LinkGroup } from '../../../shared/model/viewport-links.ts';

export const LINKED_VIEWS = LinkedView.options;

/** Those that go together, by letter. */
const GROUPS = LinkGroup.options.filter((group) => group !== 'alone');

/** By viewport id, those of other windows by their names; absent: the first group. */
export type LinkGroups = Readonly<Record<string, LinkGroup>>;

/** A viewport of another window; no id of a viewport has such a sign. */
export function nameElsewhere(place: WindowPlace, viewportId: string): string {
  return `${place}/${viewportId}`;
}

export function isElsewhere(name: string): boolean {
  return name.includes('/');
}

export function groupOf(groups: LinkGroups, viewportId: string): LinkGroup {
  return groups[viewportId] ?? 'A';
}

export function goTogether(groups: LinkGroups, a: string, b: string): boolean {
  const group = groupOf(groups, a);
  return group !== 'alone' && group === groupOf(groups, b);
}

/** The groups that there are, one more, and none: a step through all letters would be four keys where two groups are used. */
export function nextGroup(groups: LinkGroups, viewportId: string): LinkGroup {
  const others = Object.entries(groups).flatMap(([id, group]) => (id === viewportId ? [] : [group]));
  const last = Math.max(0, ...others.map((group) => GROUPS.findIndex((one) => one === group)));
  const offered: readonly LinkGroup[] = [...GROUPS.slice(0, last + 2), 'alone'];
  return offered[(offered.indexOf(groupOf(groups, viewportId)) + 1) % offered.length] ?? 'A';
}

export interface Sharing {
  readonly views: readonly LinkedView[];
  readonly groups: LinkGroups;
  /** Other viewports with a picture in them. */
  readonly others: readonly string[];
  /** The middle of a picture was taken for the middle of another one. */
  readonly panGuessed: boolean;
}

/** What a viewport shares beside its place, in a word; empty where that is nothing. */
export function sharedWords(viewportId: string, { views, groups, others, panGuessed }: Sharing): string {
  const group = groupOf(groups, viewportId);
  if (group === 'alone') return 'goes alone';
  const isShared = others.some((other) => goTogether(groups, viewportId, other));
  const names = isShared ? LINKED_VIEWS.filter((one) => views.includes(one)) : [];
  const words = names.map((one) => (one === 'pan' && panGuessed ? 'pan (approximate)' : one));
  const named = group === 'A' ? [] : [`group ${group}`];
  return [...(words.length > 0 ? [`together: ${words.join(', ')}`] : []), ...named].join(', ');
}
