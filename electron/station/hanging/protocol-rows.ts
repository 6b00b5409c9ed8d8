import { z } from 'zod';
import type { ProtocolOwner } from '../../../shared/hanging/protocol/kept.ts';
import { ProtocolVersion } from '../../../shared/hanging/protocol/kept.ts';
import { setAside } from '../../../shared/hanging/protocol/foreign-rules.ts';
import { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import { PersonId } from '../../../shared/model/ids.ts';
import type { Db } from '../kernel/sqlite.ts';

/** Where versions of one protocol lie: whose they are, and its id. */
export interface ProtocolPlace {
  readonly scope: ProtocolOwner['scope'];
  /** Empty for the site, the name of a group, the id of a person. */
  readonly owner: string;
  readonly id: string;
}

const Row = z.object({
  scope: z.enum(['site', 'group', 'user']),
  owner: z.string(),
  protocol_id: z.string(),
  version: z.number().int(),
  document: z.string().nullable(),
  how: ProtocolVersion.shape.how,
  saved_at: z.string(),
  saved_by: PersonId,
});

/** One version of a protocol as it is kept. */
export interface KeptVersion extends ProtocolPlace {
  readonly version: number;
  /** Null: with this version it was removed; `unreadable`: this program does not understand it. */
  readonly document: HangingProtocol | 'unreadable' | null;
  readonly how: ProtocolVersion['how'];
  readonly savedAt: string;
  readonly savedBy: PersonId;
}

const IN_FORCE = `SELECT * FROM hanging_protocol AS one WHERE scope = ? AND owner = ? AND version =
  (SELECT max(version) FROM hanging_protocol WHERE scope = one.scope AND owner = one.owner AND protocol_id = one.protocol_id)`;

/** The newest version of every protocol of an owner, removed ones too; by id. */
export function newestVersions(db: Db, { scope, owner }: Omit<ProtocolPlace, 'id'>): KeptVersion[] {
  return db.prepare(`${IN_FORCE} ORDER BY protocol_id`).all(scope, owner).map(kept);
}

/** Of one protocol, the newest first. */
export function versionsOf(db: Db, { scope, owner, id }: ProtocolPlace, most = -1): KeptVersion[] {
  return db
    .prepare(
      'SELECT * FROM hanging_protocol WHERE scope = ? AND owner = ? AND protocol_id = ? ORDER BY version DESC LIMIT ?',
    )
    .all(scope, owner, id, most)
    .map(kept);
}

/** @returns the version that was given */
export function insertVersion(
  db: Db,
  { scope, owner, id }: ProtocolPlace,
  document: HangingProtocol | null,
  act: { readonly how: ProtocolVersion['how']; readonly at: string; readonly by: PersonId },
): number {
  const version = (versionsOf(db, { scope, owner, id }, 1)[0]?.version ?? 0) + 1;
  const text = document === null ? null : JSON.stringify({ ...document, scope, version });
  db.prepare('INSERT INTO hanging_protocol VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
    ...[scope, owner, id, version, text, act.how, act.at, act.by],
  );
  return version;
}

/** Groups that protocols are kept for, whether or not anybody is of them; by name. */
export function keptGroups(db: Db): string[] {
  return db
    .prepare<[], string>("SELECT DISTINCT owner FROM hanging_protocol WHERE scope = 'group' ORDER BY owner")
    .pluck()
    .all();
}

export function groupsOf(db: Db, personId: PersonId): string[] {
  return db
    .prepare<[string], string>('SELECT name FROM person_group WHERE person_id = ? ORDER BY name')
    .pluck()
    .all(personId);
}

export function setGroups(db: Db, personId: PersonId, groups: readonly string[]): void {
  db.prepare('DELETE FROM person_group WHERE person_id = ?').run(personId);
  const insert = db.prepare('INSERT INTO person_group VALUES (?, ?)');
  for (const name of new Set(groups)) insert.run(personId, name);
}

/** Ids that a person switched off. */
export function switchedOff(db: Db, personId: PersonId): ReadonlySet<string> {
  return new Set(
    db.prepare<[string], string>('SELECT protocol_id FROM hanging_off WHERE person_id = ?').pluck().all(personId),
  );
}

export function setSwitchedOff(db: Db, personId: PersonId, id: string, at: string | null): void {
  if (at === null) db.prepare('DELETE FROM hanging_off WHERE person_id = ? AND protocol_id = ?').run(personId, id);
  else db.prepare('INSERT OR IGNORE INTO hanging_off VALUES (?, ?, ?)').run(personId, id, at);
}

function kept(value: unknown): KeptVersion {
  const row = Row.parse(value);
  return {
    ...{ scope: row.scope, owner: row.owner, id: row.protocol_id, version: row.version },
    ...{ document: documentOf(row.document), how: row.how, savedAt: row.saved_at, savedBy: row.saved_by },
  };
}

/** What another version of the program wrote may not be understood: it hangs nothing, and its list says so. */
function documentOf(text: string | null): KeptVersion['document'] {
  if (text === null) return null;
  const read = HangingProtocol.safeParse(setAside(JSON.parse(text)));
  return read.success ? read.data : 'unreadable';
}
