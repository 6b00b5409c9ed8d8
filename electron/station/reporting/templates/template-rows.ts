import { z } from 'zod';
import type { ProtocolOwner } from '../../../../shared/hanging/protocol/kept.ts';
import { PersonId } from '../../../../shared/model/ids.ts';
import { TemplateVersion } from '../../../../shared/model/kept-template.ts';
import { ReportTemplate } from '../../../../shared/model/report.ts';
import type { Db } from '../../kernel/sqlite.ts';

/** Where versions of one template lie: whose they are, and its id. */
export interface TemplatePlace {
  readonly scope: ProtocolOwner['scope'];
  /** Empty for the site, the name of a group, the id of a person. */
  readonly owner: string;
  readonly id: string;
}

const Row = z.object({
  scope: z.enum(['site', 'group', 'user']),
  owner: z.string(),
  template_id: z.string(),
  version: z.number().int(),
  document: z.string().nullable(),
  how: TemplateVersion.shape.how,
  saved_at: z.string(),
  saved_by: PersonId,
});

/** One version of a template as it is kept. */
export interface KeptVersion extends TemplatePlace {
  readonly version: number;
  /** Null: with this version it was removed; `unreadable`: this program does not understand it. */
  readonly document: ReportTemplate | 'unreadable' | null;
  readonly how: TemplateVersion['how'];
  readonly savedAt: string;
  readonly savedBy: PersonId;
}

const IN_FORCE = `SELECT * FROM report_template AS one WHERE scope = ? AND owner = ? AND version =
  (SELECT max(version) FROM report_template WHERE scope = one.scope AND owner = one.owner AND template_id = one.template_id)`;

/** The newest version of every template of an owner, removed ones too; by id. */
export function newestVersions(db: Db, { scope, owner }: Omit<TemplatePlace, 'id'>): KeptVersion[] {
  return db.prepare(`${IN_FORCE} ORDER BY template_id`).all(scope, owner).map(kept);
}

/** Of one template, the newest first. */
export function versionsOf(db: Db, { scope, owner, id }: TemplatePlace, most = -1): KeptVersion[] {
  return db
    .prepare(
      'SELECT * FROM report_template WHERE scope = ? AND owner = ? AND template_id = ? ORDER BY version DESC LIMIT ?',
    )
    .all(scope, owner, id, most)
    .map(kept);
}

/** @returns the version that was given */
export function insertVersion(
  db: Db,
  { scope, owner, id }: TemplatePlace,
  document: ReportTemplate | null,
  act: { readonly how: TemplateVersion['how']; readonly at: string; readonly by: PersonId },
): number {
  const version = (versionsOf(db, { scope, owner, id }, 1)[0]?.version ?? 0) + 1;
  const text = document === null ? null : JSON.stringify({ ...document, version });
  db.prepare('INSERT INTO report_template VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
    ...[scope, owner, id, version, text, act.how, act.at, act.by],
  );
  return version;
}

/** Groups that templates are kept for, whether or not anybody is of them; by name. */
export function keptGroups(db: Db): string[] {
  return db
    .prepare<[], string>("SELECT DISTINCT owner FROM report_template WHERE scope = 'group' ORDER BY owner")
    .pluck()
    .all();
}

function kept(value: unknown): KeptVersion {
  const row = Row.parse(value);
  return {
    ...{ scope: row.scope, owner: row.owner, id: row.template_id, version: row.version },
    ...{ document: documentOf(row.document), how: row.how, savedAt: row.saved_at, savedBy: row.saved_by },
  };
}

/** What another version of the program wrote may not be understood: nothing begins with it, and its list says so. */
function documentOf(text: string | null): KeptVersion['document'] {
  if (text === null) return null;
  const read = ReportTemplate.safeParse(JSON.parse(text));
  return read.success ? read.data : 'unreadable';
}
