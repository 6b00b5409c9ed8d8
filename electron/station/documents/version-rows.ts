import { z } from 'zod';
import { PersonId } from '../../../shared/model/ids.ts';
import { DocumentScope, VersionAct } from '../../../shared/model/kept-document.ts';
import type { Db } from '../kernel/sqlite.ts';

const KeptScope = DocumentScope.exclude(['shipped']);

/** Whose documents of one scope. */
export interface OwnerPlace {
  readonly scope: z.infer<typeof KeptScope>;
  /** Empty for the site, the name of a group, the id of a person. */
  readonly owner: string;
}

/** Where versions of one document lie: whose they are, and its id. */
export interface DocumentPlace extends OwnerPlace {
  readonly id: string;
}

/** A table of versions: scope, owner, id, version, document, how, saved_at, saved_by, in this order. */
export interface VersionTable<T> {
  readonly table: 'hanging_protocol' | 'report_template';
  readonly idColumn: 'protocol_id' | 'template_id';
  /** Null: this program does not understand it. */
  readonly read: (json: unknown) => T | null;
  /** As it is written under its number. */
  readonly numbered: (document: T, place: DocumentPlace, version: number) => T;
}

/** One version of a document as it is kept. */
export interface KeptVersion<T> extends DocumentPlace {
  readonly version: number;
  /** Null: with this version it was removed; `unreadable`: this program does not understand it. */
  readonly document: T | 'unreadable' | null;
  readonly how: VersionAct;
  readonly savedAt: string;
  readonly savedBy: PersonId;
}

const Row = z.object({
  scope: KeptScope,
  owner: z.string(),
  id: z.string(),
  version: z.number().int(),
  document: z.string().nullable(),
  how: VersionAct,
  saved_at: z.string(),
  saved_by: PersonId,
});

/** The rows of one kind of documents. A version is never changed: removing is one without a document. */
export class VersionRows<T> {
  readonly #of: VersionTable<T>;

  constructor(of: VersionTable<T>) {
    this.#of = of;
  }

  /** The newest version of every document of an owner, removed ones too; by id. */
  newest(db: Db, { scope, owner }: OwnerPlace): KeptVersion<T>[] {
    const { table, idColumn } = this.#of;
    const sql = `SELECT *, ${idColumn} AS id FROM ${table} AS one WHERE scope = ? AND owner = ? AND version =
      (SELECT max(version) FROM ${table} WHERE scope = one.scope AND owner = one.owner AND ${idColumn} = one.${idColumn})
      ORDER BY ${idColumn}`;
    return db.prepare(sql).all(scope, owner).map(this.#kept);
  }

  /** Of one document, the newest first. */
  versions(db: Db, { scope, owner, id }: DocumentPlace, most = -1): KeptVersion<T>[] {
    const { table, idColumn } = this.#of;
    const sql = `SELECT *, ${idColumn} AS id FROM ${table} WHERE scope = ? AND owner = ? AND ${idColumn} = ?
      ORDER BY version DESC LIMIT ?`;
    return db.prepare(sql).all(scope, owner, id, most).map(this.#kept);
  }

  /** @param document null: it is removed */
  insert(
    db: Db,
    place: DocumentPlace,
    document: T | null,
    act: { readonly how: VersionAct; readonly at: string; readonly by: PersonId },
  ): void {
    const { scope, owner, id } = place;
    const version = (this.versions(db, place, 1)[0]?.version ?? 0) + 1;
    const text = document === null ? null : JSON.stringify(this.#of.numbered(document, place, version));
    db.prepare(`INSERT INTO ${this.#of.table} VALUES (?, ?, ?, ?, ?, ?, ?, ?)`).run(
      ...[scope, owner, id, version, text, act.how, act.at, act.by],
    );
  }

  /** Groups that documents are kept for, whether or not anybody is of them; by name. */
  groups(db: Db): string[] {
    const sql = `SELECT DISTINCT owner FROM ${this.#of.table} WHERE scope = 'group' ORDER BY owner`;
    return db.prepare<[], string>(sql).pluck().all();
  }

  readonly #kept = (value: unknown): KeptVersion<T> => {
    const { saved_at: savedAt, saved_by: savedBy, ...row } = Row.parse(value);
    return { ...row, document: this.#documentOf(row.document), savedAt, savedBy };
  };

  /** What another version of the program wrote may not be understood: nothing is done by it, and its list says so. */
  #documentOf(text: string | null): KeptVersion<T>['document'] {
    return text === null ? null : (this.#of.read(JSON.parse(text)) ?? 'unreadable');
  }
}
