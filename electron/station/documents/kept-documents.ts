import type { AnyEvent } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../../shared/errors/codes.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { DocumentOwner, DocumentScope, DocumentSource, VersionAct } from '../../../shared/model/kept-document.ts';
import type { Person } from '../../../shared/model/person.ts';
import { canonicalJson } from '../../../shared/report/canonical.ts';
import type { Command, Commands } from '../kernel/command.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';
import { groupsOf } from './person-groups.ts';
import { VersionRows } from './version-rows.ts';
import type { DocumentPlace, KeptVersion, OwnerPlace, VersionTable } from './version-rows.ts';

/** One kind of documents that a store keeps. */
export interface DocumentKind<T> extends VersionTable<T> {
  /** "hanging protocol": what it is called in a refusal. */
  readonly noun: string;
  /** Those that came with the program. */
  readonly shipped: readonly T[];
  readonly idOf: (document: T) => string;
  readonly nameOf: (document: T) => string;
  /** Without what tells two copies of the same document apart: whose it is and its number. */
  readonly bare: (document: T) => unknown;
  /** Refuses what nobody may keep. */
  readonly require: (document: T) => void;
  /** Characters of one as JSON, and documents of one owner. */
  readonly longest: number;
  readonly most: number;
  readonly refusals: Readonly<Record<'unknown' | 'unreadable' | 'changed' | 'tooLarge' | 'tooMany', ErrorCode>>;
  /** What windows are told: something else may count now. */
  readonly changed: AnyEvent;
}

export interface KeptDocumentsOptions {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly people: { get(personId: PersonId): Person; list(): readonly Person[] };
  /** Who has the store open. */
  readonly personId: PersonId;
  readonly emit: (event: AnyEvent) => void;
}

/** The newest version of a document, as a list shows it. */
export interface ListedDocument<T> {
  /** What every entry says of it. */
  readonly common: {
    readonly id: string;
    readonly name: string;
    readonly scope: Exclude<DocumentScope, 'shipped'>;
    readonly group: string | null;
    readonly version: number;
    readonly savedAt: string;
    readonly savedBy: string;
    readonly mayChange: boolean;
  };
  readonly place: DocumentPlace;
  readonly document: KeptVersion<T>['document'];
  /** What it is described by: of a removed one, its last document. */
  readonly last: T | null;
}

/** A document that is to be an owner's. */
export interface Incoming<T> {
  readonly place: DocumentPlace;
  readonly document: T | null;
  /** Number of the owner's newest version; 0: there is none. */
  readonly before: number;
}

/** Versions that a list shows; older ones stay. */
const MOST_VERSIONS = 200;

/**
 * Documents of one kind for who has the store open: those of the site, of groups and of readers over those of the program. Every
 * change is one audited command, and a version of its own. Those of the site and of groups are kept by an administrator.
 */
export class KeptDocuments<T> {
  readonly #kind: DocumentKind<T>;
  readonly #rows: VersionRows<T>;
  readonly #options: KeptDocumentsOptions;

  constructor(kind: DocumentKind<T>, options: KeptDocumentsOptions) {
    this.#kind = kind;
    this.#rows = new VersionRows(kind);
    this.#options = options;
  }

  /** What owners of who asks keep, in rising scope. */
  owned(): readonly { readonly place: DocumentPlace; readonly document: T }[] {
    return this.#owners().flatMap((owner) =>
      this.#rows.newest(this.#options.index, owner).flatMap((one) => {
        const document = readable(one);
        return document === null ? [] : [{ place: one, document }];
      }),
    );
  }

  /** Removed ones too; an administrator sees every group. */
  listed(): readonly ListedDocument<T>[] {
    const names = this.#names();
    return this.#visible().flatMap((owner) =>
      this.#rows.newest(this.#options.index, owner).map((one): ListedDocument<T> => {
        const { id, scope, version, savedAt, document } = one;
        const last = document === null ? this.#lastDocument(one) : readable(one);
        const name = last === null ? id : this.#kind.nameOf(last);
        const group = scope === 'group' ? one.owner : null;
        const mayChange = this.mayChange(scope);
        const common = { id, name, scope, group, version, savedAt, savedBy: names(one.savedBy), mayChange };
        return { common, place: one, document, last };
      }),
    );
  }

  /** Those of who asks, and those that documents are kept for; by name. */
  groups(): string[] {
    return [...new Set([...this.ownGroups(), ...this.#rows.groups(this.#options.index)])].sort();
  }

  ownGroups(): readonly string[] {
    return groupsOf(this.#options.index, this.#options.personId);
  }

  /** What everybody goes by is the business of who looks after the station; one's own is one's own. */
  mayChange(scope: DocumentOwner['scope']): boolean {
    const { people, personId } = this.#options;
    return scope === 'user' || people.get(personId).roles.includes('administrator');
  }

  /** @param version null: the one in force @throws AppError …/unknown, …/unreadable */
  document(source: DocumentSource, id: string, version: number | null = null): T {
    const { shipped, idOf } = this.#kind;
    if (source.scope !== 'shipped') return this.#documentOf(this.#version(this.#placeOf(source, id), version));
    const found = shipped.find((one) => idOf(one) === id);
    if (found === undefined) throw this.unknown();
    return found;
  }

  /** The newest first, with the name of what each one held. @throws AppError …/unknown */
  versions(owner: DocumentOwner, id: string): readonly NamedVersion<T>[] {
    const found = this.#rows.versions(this.#options.index, this.#placeOf(owner, id), MOST_VERSIONS);
    if (found.length === 0) throw this.unknown();
    const names = this.#names();
    return found.map((one) => {
      const { version, savedAt, how } = one;
      const document = readable(one);
      const name = document === null ? (one.document === null ? null : id) : this.#kind.nameOf(document);
      return { document, said: { version, name, savedAt, savedBy: names(one.savedBy), how } };
    });
  }

  /**
   * As the next version of its owner's; the number that the document itself bears is not looked at.
   * @param after the newest version that was known @throws AppError access/not-allowed, …/changed, …/too-large, …/too-many
   */
  save(name: string, owner: DocumentOwner, document: T, after: number): number {
    const place = this.#changeable(owner, this.#kind.idOf(document));
    this.#requireUsable(document);
    const before = this.#newest(place)?.version ?? 0;
    if (before !== after) throw new AppError(this.#kind.refusals.changed, 'somebody saved it in the meantime');
    if (before === 0) this.#requireRoom(place, 1);
    return this.#put(name, { place, document, before }, 'saved');
  }

  /** What a scope before it says counts again; nothing is lost. @throws AppError access/not-allowed, …/unknown */
  remove(name: string, owner: DocumentOwner, id: string): number {
    const place = this.#changeable(owner, id);
    const newest = this.#newest(place);
    if (newest === null || newest.document === null) throw this.unknown();
    return this.#put(name, { place, document: null, before: newest.version }, 'removed');
  }

  /** A former version again, as the newest one. @throws AppError access/not-allowed, …/unknown, …/unreadable */
  restore(name: string, owner: DocumentOwner, id: string, version: number): number {
    const place = this.#changeable(owner, id);
    const document = this.#documentOf(this.#version(place, version));
    return this.#put(name, { place, document, before: this.#newest(place)?.version ?? 0 }, 'restored');
  }

  /** Sorts out what is the owner's newest already. @throws AppError access/not-allowed, …/too-large, …/too-many */
  incoming(
    owner: DocumentOwner,
    documents: readonly T[],
  ): { readonly fresh: readonly Incoming<T>[]; readonly already: readonly Incoming<T>[] } {
    const { idOf, bare } = this.#kind;
    const place = this.#changeable(owner, '');
    for (const document of documents) this.#requireUsable(document);
    const newest = new Map(this.#rows.newest(this.#options.index, place).map((one) => [one.id, one]));
    const isSame = (document: T): boolean => {
      const known = newest.get(idOf(document));
      const before = known === undefined ? null : readable(known);
      return before !== null && canonicalJson(bare(before)) === canonicalJson(bare(document));
    };
    const asIncoming = (document: T): Incoming<T> => {
      const id = idOf(document);
      return { place: { ...place, id }, document, before: newest.get(id)?.version ?? 0 };
    };
    const fresh = documents.filter((document) => !isSame(document)).map(asIncoming);
    this.#requireRoom(place, fresh.filter(({ before }) => before === 0).length);
    return { fresh, already: documents.filter(isSame).map(asIncoming) };
  }

  /** All or none. @param also what belongs to the same act */
  write(
    command: Omit<Command, 'personId'>,
    documents: readonly Incoming<T>[],
    how: VersionAct,
    also: (db: Db) => void = () => undefined,
  ): void {
    const { commands, clock, personId, emit } = this.#options;
    commands.run({ ...command, personId }, (db) => {
      const act = { how, at: clock.nowIso(), by: personId };
      for (const { place, document } of documents) this.#rows.insert(db, place, document, act);
      also(db);
    });
    emit(this.#kind.changed);
  }

  unknown(): AppError {
    return new AppError(this.#kind.refusals.unknown, `there is no such ${this.#kind.noun}`);
  }

  #put(name: string, one: Incoming<T>, how: VersionAct): number {
    const { place, before } = one;
    const version = before + 1;
    this.write({ name, subject: place.id, detail: { scope: place.scope, version } }, [one], how);
    return version;
  }

  #newest(place: DocumentPlace): KeptVersion<T> | null {
    return this.#rows.versions(this.#options.index, place, 1)[0] ?? null;
  }

  #version(place: DocumentPlace, version: number | null): KeptVersion<T> {
    const all = this.#rows.versions(this.#options.index, place);
    const found = version === null ? all[0] : all.find((one) => one.version === version);
    if (found === undefined) throw this.unknown();
    return found;
  }

  #lastDocument(place: DocumentPlace): T | null {
    for (const one of this.#rows.versions(this.#options.index, place)) {
      const document = readable(one);
      if (document !== null) return document;
    }
    return null;
  }

  #documentOf({ document }: KeptVersion<T>): T {
    if (document === null) throw this.unknown();
    if (document !== 'unreadable') return document;
    throw new AppError(this.#kind.refusals.unreadable, `this program does not understand the ${this.#kind.noun}`);
  }

  /** Whose documents count for who asks, in rising scope. */
  #owners(): readonly OwnerPlace[] {
    const groups = this.ownGroups().map((owner) => ({ scope: 'group' as const, owner }));
    return [{ scope: 'site', owner: '' }, ...groups, { scope: 'user', owner: this.#options.personId }];
  }

  #visible(): readonly OwnerPlace[] {
    if (!this.mayChange('group')) return this.#owners();
    const own = new Set(this.ownGroups());
    const others = this.#rows.groups(this.#options.index).filter((name) => !own.has(name));
    return [...this.#owners(), ...others.map((owner) => ({ scope: 'group' as const, owner }))];
  }

  #placeOf(owner: DocumentOwner, id: string): DocumentPlace {
    if (owner.scope === 'site') return { scope: 'site', owner: '', id };
    if (owner.scope === 'user') return { scope: 'user', owner: this.#options.personId, id };
    return { scope: 'group', owner: owner.group, id };
  }

  /** @throws AppError access/not-allowed */
  #changeable(owner: DocumentOwner, id: string): DocumentPlace {
    if (this.mayChange(owner.scope)) return this.#placeOf(owner, id);
    const { noun } = this.#kind;
    throw new AppError('access/not-allowed', `${noun}s of the site and of groups are kept by an administrator`);
  }

  #requireUsable(document: T): void {
    const { noun, longest, refusals, require } = this.#kind;
    require(document);
    if (JSON.stringify(document).length <= longest) return;
    throw new AppError(refusals.tooLarge, `the ${noun} is larger than a ${noun} may be`);
  }

  #requireRoom(place: OwnerPlace, more: number): void {
    const { noun, most, refusals } = this.#kind;
    if (more === 0 || this.#rows.newest(this.#options.index, place).length + more <= most) return;
    throw new AppError(refusals.tooMany, `an owner keeps ${most} ${noun}s at most`);
  }

  #names(): (personId: PersonId) => string {
    const names = new Map(this.#options.people.list().map(({ personId, name }) => [personId, name]));
    return (personId) => names.get(personId) ?? '';
  }
}

/** A version as a list of versions says it. */
export interface NamedVersion<T> {
  /** Null: removed with it, or not understood. */
  readonly document: T | null;
  readonly said: {
    readonly version: number;
    readonly name: string | null;
    readonly savedAt: string;
    readonly savedBy: string;
    readonly how: VersionAct;
  };
}

function readable<T>({ document }: KeptVersion<T>): T | null {
  return document === 'unreadable' ? null : document;
}
