import { z } from 'zod';
import { PersonId } from '../../model/ids.ts';
import { DOCUMENT_ENTRY, DOCUMENT_VERSION, DocumentSource, GroupName } from '../../model/kept-document.ts';
import { Fingerprint } from '../../model/site-profile.ts';
import { ProtocolId } from './display-set.ts';
import { KeptSteps } from './edit/kept-steps.ts';
import { HangingProtocol } from './protocol.ts';

/** Characters of one document as canonical JSON. */
export const LONGEST_PROTOCOL = 256 * 1024;
/** Protocols of one owner: a thousand are matched against a study in milliseconds. */
export const MOST_PROTOCOLS = 1000;

/** A protocol as the list of Settings shows it. */
export const ProtocolEntry = z.strictObject({
  ...DOCUMENT_ENTRY,
  id: ProtocolId,
  note: z.string().nullable(),
  /** in-force; `replaced` by a later scope; `off` for who asks; `removed`: former versions can be brought back; `unreadable` here. */
  state: z.enum(['in-force', 'replaced', 'off', 'removed', 'unreadable']),
});
export type ProtocolEntry = z.infer<typeof ProtocolEntry>;

export const ProtocolVersion = z.strictObject({
  ...DOCUMENT_VERSION,
  note: z.string().nullable(),
});
export type ProtocolVersion = z.infer<typeof ProtocolVersion>;

/** What is in a file of protocols, before anything is taken over. */
export const ProtocolFilePreview = z.strictObject({
  /** SHA-256, hex: names the file to what takes it over. */
  hash: z.string(),
  protocols: z.array(z.strictObject({ id: ProtocolId, name: z.string(), note: z.string().nullable() })),
  /** Of a bundle. */
  signedBy: z.string().nullable(),
  fingerprint: Fingerprint.nullable(),
  /** own: of this station; trusted: taken before, or of an administrator of a site; new: to be compared by a person first. */
  trust: z.enum(['own', 'trusted', 'new', 'unsigned']),
  /** What the file says and no protocol of this program can, in words. */
  ignored: z.array(z.string()),
});
export type ProtocolFilePreview = z.infer<typeof ProtocolFilePreview>;

/** Somebody of the store, and the groups they are of. */
export const PersonGroups = z.strictObject({
  personId: PersonId,
  name: z.string(),
  groups: z.array(GroupName).max(16),
});
export type PersonGroups = z.infer<typeof PersonGroups>;

/** A protocol that somebody changed in the editor and did not keep yet. */
export const ProtocolDraft = z.strictObject({
  document: HangingProtocol,
  /** Whose it was made from; null: it was begun from nothing, or is another one's copy. */
  source: DocumentSource.nullable(),
  /** The number of what it was made from; null: there was none. */
  version: z.number().int().min(1).nullable(),
  /** Of undo and redo; absent: none, or of an earlier version of the program. */
  steps: KeptSteps.optional(),
});
export type ProtocolDraft = z.infer<typeof ProtocolDraft>;

export const KeptDraft = z.strictObject({ draft: ProtocolDraft, /** UTC, ISO 8601. */ savedAt: z.string() });
export type KeptDraft = z.infer<typeof KeptDraft>;

/** Drafts of one reader: the oldest go. */
export const MOST_DRAFTS = 20;
