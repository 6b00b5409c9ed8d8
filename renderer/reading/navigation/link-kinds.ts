/** What viewports can share beside their place. */
export const LINKED_VIEWS = ['window', 'zoom', 'pan', 'cine'] as const;
export type LinkedView = (typeof LINKED_VIEWS)[number];

/** Viewports of one group go together; `alone`: goes with none. */
export const LINK_GROUPS = ['A', 'B', 'alone'] as const;
export type LinkGroup = (typeof LINK_GROUPS)[number];

/** By viewport id; absent: the first group. */
export type LinkGroups = Readonly<Record<string, LinkGroup>>;

export function groupOf(groups: LinkGroups, viewportId: string): LinkGroup {
  return groups[viewportId] ?? LINK_GROUPS[0];
}

export function goTogether(groups: LinkGroups, a: string, b: string): boolean {
  const group = groupOf(groups, a);
  return group !== 'alone' && group === groupOf(groups, b);
}

export function nextGroup(groups: LinkGroups, viewportId: string): LinkGroup {
  const here = LINK_GROUPS.indexOf(groupOf(groups, viewportId));
  return LINK_GROUPS[(here + 1) % LINK_GROUPS.length] ?? LINK_GROUPS[0];
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
  const named = group === LINK_GROUPS[0] ? [] : [`group ${group}`];
  return [...(words.length > 0 ? [`together: ${words.join(', ')}`] : []), ...named].join(', ');
}
