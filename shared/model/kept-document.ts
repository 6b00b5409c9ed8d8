import { z } from 'zod';

/** Who a document counts for, in rising scope: a later one takes the place of an earlier one of the same id. */
export const DocumentScope = z.enum(['shipped', 'site', 'group', 'user']);
export type DocumentScope = z.infer<typeof DocumentScope>;

/** A group of readers by its name: "Neuro". */
export const GroupName = z
  .string()
  .max(64)
  .regex(/^\S(?:.*\S)?$/u);

/** Whose documents: everybody's at this station, those of a group, or those of who has the store open. */
export const DocumentOwner = z.discriminatedUnion('scope', [
  z.strictObject({ scope: z.literal('site') }),
  z.strictObject({ scope: z.literal('group'), group: GroupName }),
  z.strictObject({ scope: z.literal('user') }),
]);
export type DocumentOwner = z.infer<typeof DocumentOwner>;

/** Or those that came with the program. */
export const DocumentSource = z.union([z.strictObject({ scope: z.literal('shipped') }), DocumentOwner]);
export type DocumentSource = z.infer<typeof DocumentSource>;

/** How a version came to be. */
export const VersionAct = z.enum(['saved', 'imported', 'restored', 'removed']);
export type VersionAct = z.infer<typeof VersionAct>;

/** What every list of documents says of one. */
export const DOCUMENT_ENTRY = {
  name: z.string(),
  scope: DocumentScope,
  /** Of a group's. */
  group: z.string().nullable(),
  version: z.number().int(),
  /** UTC, ISO 8601; null: it came with the program. */
  savedAt: z.string().nullable(),
  savedBy: z.string().nullable(),
  /** Whether who asks may save, remove and bring back. */
  mayChange: z.boolean(),
} as const;

/** What every list of versions says of one. */
export const DOCUMENT_VERSION = {
  version: z.number().int(),
  /** Null: with this version it was removed. */
  name: z.string().nullable(),
  savedAt: z.string(),
  savedBy: z.string(),
  how: VersionAct,
} as const;

/** Whose a listed document is. */
export interface ListedScope {
  readonly scope: DocumentScope;
  readonly group: string | null;
}

/** Of an entry that the store keeps; null of one that came with the program. */
export function ownerOf({ scope, group }: ListedScope): DocumentOwner | null {
  if (scope === 'shipped') return null;
  return scope === 'group' ? { scope, group: group ?? '' } : { scope };
}

export function sourceOf(entry: ListedScope): DocumentSource {
  return ownerOf(entry) ?? { scope: 'shipped' };
}

/** "user", "site", "group Neuro": as a select field names an owner. */
export function ownerKey(owner: DocumentSource): string {
  return owner.scope === 'group' ? `group ${owner.group}` : owner.scope;
}

/** @param key as `ownerKey` writes it */
export function ownerFrom(key: string): DocumentOwner {
  if (key === 'site' || key === 'user') return { scope: key };
  return { scope: 'group', group: key.slice('group '.length) };
}

/** The newest version that an owner has of a document, one that was removed too; 0: none. */
export function newestOf(
  entries: readonly (ListedScope & { readonly id: string; readonly version: number })[],
  owner: DocumentOwner,
  id: string,
): number {
  const key = ownerKey(owner);
  return entries.find((one) => one.id === id && ownerKey(sourceOf(one)) === key)?.version ?? 0;
}
