import { z } from 'zod';
import { ProtocolId } from '../hanging/protocol/display-set.ts';
import { HabitAnswer, HabitKey, HabitNote, KeptAnswer, KeptNote } from '../hanging/protocol/habit.ts';
import {
  KeptDraft,
  MOST_PROTOCOLS,
  PersonGroups,
  ProtocolDraft,
  ProtocolEntry,
  ProtocolFilePreview,
  ProtocolVersion,
} from '../hanging/protocol/kept.ts';
import { HangingProtocol } from '../hanging/protocol/protocol.ts';
import { TriedMonitors, TriedPart } from '../hanging/protocol/try-out.ts';
import { PersonId, StudyId } from '../model/ids.ts';
import { DocumentOwner, DocumentSource, GroupName } from '../model/kept-document.ts';
import { Fingerprint } from '../model/site-profile.ts';
import { call, event } from './define.ts';
import { FileToken, LONGEST_PATH } from './file-token.ts';
import { ADMINISTRATION, CLINICAL } from './roles.ts';

/** Whoever hangs pictures, and who looks after what a station hangs by. */
const USING = [...CLINICAL, ...ADMINISTRATION];

const Nothing = z.strictObject({});
const Version = z.number().int().min(1);
const One = { owner: DocumentOwner, id: ProtocolId };
const File = z.string().min(1).max(LONGEST_PATH);
const Exporting = {
  what: z
    .array(z.strictObject({ source: DocumentSource, id: ProtocolId }))
    .min(1)
    .max(MOST_PROTOCOLS),
  format: z.enum(['bundle', 'json', 'dicom']),
};
const Exported = z.strictObject({ file: z.string(), bytes: z.number().int() });
const Saved = z.strictObject({ version: Version });

export const hangingCalls = {
  /** What counts for who asks: one document an id, of the latest scope; and who they are to rules on `reader` and `readerGroup`. */
  'hanging.protocols': call(
    Nothing,
    z.strictObject({
      protocols: z.array(HangingProtocol),
      reader: z.strictObject({ name: z.string(), groups: z.array(z.string()) }),
    }),
    { roles: USING },
  ),
  /** Every protocol of every scope that who asks may see, by name, and the groups there are. */
  'hanging.list': call(
    Nothing,
    z.strictObject({ entries: z.array(ProtocolEntry), groups: z.array(z.string()), maySetSite: z.boolean() }),
    { roles: USING },
  ),
  /** `version` null: the one in force. hanging/unknown, hanging/unreadable. */
  'hanging.read': call(
    z.strictObject({ source: DocumentSource, id: ProtocolId, version: Version.nullable() }),
    z.strictObject({ document: HangingProtocol }),
    { roles: USING },
  ),
  /**
   * Keeps a document as the next version of the owner's; its scope and number are given here. `after`: the owner's version that it was
   * made from, 0 where there was none: hanging/changed where somebody saved since. Site and groups: administrators alone; audited.
   */
  'hanging.save': call(
    z.strictObject({ owner: DocumentOwner, document: HangingProtocol, after: z.number().int().min(0) }),
    Saved,
    { roles: USING },
  ),
  /** What who asks has in the editor and did not keep yet, one a protocol: it outlives a lock and a closed window. Said again, it replaces. */
  'hanging.keepDraft': call(ProtocolDraft, Nothing, { roles: USING }),
  /** Those of who asks, the newest first. */
  'hanging.drafts': call(Nothing, z.strictObject({ drafts: z.array(KeptDraft) }), { roles: USING }),
  /** It was kept, or is not wanted. */
  'hanging.dropDraft': call(z.strictObject({ id: ProtocolId }), Nothing, { roles: USING }),
  /**
   * What a document would catch among all studies of the store, and what not, as if it were kept; nothing is. The newest first, in parts:
   * `after` is the `next` of the part before. Names patients as the worklist does.
   */
  'hanging.tryOut': call(
    z.strictObject({ document: HangingProtocol, monitors: TriedMonitors, after: StudyId.nullable() }),
    TriedPart,
    { roles: CLINICAL },
  ),
  /** What a scope before it says counts again; its versions stay. Audited. */
  'hanging.remove': call(z.strictObject(One), Nothing, { roles: USING }),
  /** The newest first; 200 at most. */
  'hanging.versions': call(z.strictObject(One), z.strictObject({ versions: z.array(ProtocolVersion) }), {
    roles: USING,
  }),
  /** A former version once more, as the newest one: undo. Audited. */
  'hanging.restore': call(z.strictObject({ ...One, version: Version }), Saved, { roles: USING }),
  /** Of who asks alone: a protocol that is off hangs nothing for them. Audited. */
  'hanging.switch': call(z.strictObject({ id: ProtocolId, off: z.boolean() }), Nothing, { roles: USING }),
  /** A file with protocols; null where the dialog was closed without one. */
  'hanging.choose': call(Nothing, z.strictObject({ token: FileToken.nullable() }), { roles: USING, side: 'shell' }),
  /** What is in the file: a signed bundle, a protocol as JSON, a DICOM Hanging Protocol object. hanging/bad-file, hanging/bad-signature … */
  'hanging.preview': call(z.strictObject({ token: FileToken }), ProtocolFilePreview, { roles: USING, side: 'shell' }),
  /** The same by absolute path. */
  'hanging.previewFile': call(z.strictObject({ file: File }), ProtocolFilePreview, { roles: USING, caller: 'shell' }),
  /**
   * Takes over what was previewed last, if it has this hash. `trust`: the fingerprint of its key where that is new. hanging/other-file,
   * hanging/unknown-key; audited.
   */
  'hanging.import': call(
    z.strictObject({
      hash: z.string().regex(/^[0-9a-f]{64}$/),
      owner: DocumentOwner,
      trust: Fingerprint.nullable(),
    }),
    z.strictObject({ added: z.array(ProtocolId), changed: z.array(ProtocolId), already: z.array(ProtocolId) }),
    { roles: USING },
  ),
  /** Writes protocols to a file that was chosen: several as a bundle that this station signs, one as JSON or DICOM. Audited. */
  'hanging.export': call(z.strictObject({ ...Exporting, token: FileToken }), Exported, { roles: USING, side: 'shell' }),
  /** The same by absolute path. */
  'hanging.exportFile': call(z.strictObject({ ...Exporting, file: File }), Exported, { roles: USING, caller: 'shell' }),
  /** What who asks changed of a stage after it was hung; `noteId` names the case to this list alone. Said again, it replaces. */
  'hanging.noteHabit': call(z.strictObject({ noteId: z.uuid(), note: HabitNote }), Nothing, { roles: CLINICAL }),
  /** Of one protocol, or of every one; the newest first. */
  'hanging.habits': call(
    z.strictObject({ protocol: ProtocolId.nullable() }),
    z.strictObject({ notes: z.array(KeptNote), answers: z.array(KeptAnswer) }),
    { roles: USING },
  ),
  /** What was offered is not wanted now, or never; audited. */
  'hanging.answerHabit': call(z.strictObject({ key: HabitKey, answer: HabitAnswer }), Nothing, { roles: USING }),
  /** Forgets what was learned of one protocol, or of every one, and the answers; audited. */
  'hanging.forgetHabits': call(z.strictObject({ protocol: ProtocolId.nullable() }), Nothing, { roles: USING }),
  'hanging.groups': call(Nothing, z.strictObject({ people: z.array(PersonGroups) }), { roles: ADMINISTRATION }),
  /** The groups of a person from now on; audited. */
  'hanging.setGroups': call(
    z.strictObject({ personId: PersonId, groups: z.array(GroupName).max(16) }),
    z.strictObject({ people: z.array(PersonGroups) }),
    { roles: ADMINISTRATION },
  ),
} as const;

export const hangingEvents = {
  /** What counts may be another now: ask for `hanging.protocols` again. */
  'hanging.changed': event(Nothing),
} as const;
