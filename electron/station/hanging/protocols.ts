import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { AnyEvent } from '../../../shared/contract/index.ts';
import { LONGEST_PROTOCOL, MOST_PROTOCOLS } from '../../../shared/hanging/protocol/kept.ts';
import type { ProtocolEntry, ProtocolOwner, ProtocolSource } from '../../../shared/hanging/protocol/kept.ts';
import { effectiveProtocols } from '../../../shared/hanging/protocol/match.ts';
import type { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { Person } from '../../../shared/model/person.ts';
import { canonicalJson } from '../../../shared/report/canonical.ts';
import type { Commands } from '../kernel/command.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';
import * as rows from './protocol-rows.ts';
import type { KeptVersion, ProtocolPlace } from './protocol-rows.ts';

export interface ProtocolsOptions {
  readonly shipped: readonly HangingProtocol[];
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly people: { get(personId: PersonId): Person; list(): readonly Person[] };
  /** Who has the store open. */
  readonly personId: PersonId;
  /** Windows hear that something else may hang now. */
  readonly emit: (event: AnyEvent) => void;
}

/** Versions that a list shows; older ones stay. */
const MOST_VERSIONS = 200;

/** Hanging protocols of one store, for who has it open. Every change is one audited command, and a version of its own. */
export class Protocols {
  readonly #options: ProtocolsOptions;

  constructor(options: ProtocolsOptions) {
    this.#options = options;
  }

  /** One document an id, of the latest scope, without those that the reader switched off. */
  forReader(): Response<'hanging.protocols'> {
    const { shipped, index, personId, people } = this.#options;
    const off = rows.switchedOff(index, personId);
    const kept = this.#owners().flatMap((owner) => rows.newestVersions(index, owner).flatMap(readable));
    return {
      protocols: effectiveProtocols([...shipped, ...kept]).filter(({ id }) => !off.has(id)),
      reader: { name: people.get(personId).name, groups: rows.groupsOf(index, personId) },
    };
  }

  /** All that there is for who asks, by name; an administrator sees every group. */
  list(): Response<'hanging.list'> {
    const { shipped, index, personId } = this.#options;
    const off = rows.switchedOff(index, personId);
    const inForce = new Set(this.forReader().protocols.map(keyOf));
    const named = this.#named();
    const stateOf = (protocol: HangingProtocol, group: string | null): ProtocolEntry['state'] => {
      if (off.has(protocol.id)) return 'off';
      const isOurs = group === null || this.#ownGroups().includes(group);
      return isOurs && inForce.has(keyOf(protocol)) ? 'in-force' : 'replaced';
    };
    const owned = this.#visible().flatMap((owner) =>
      rows.newestVersions(index, owner).map((one): ProtocolEntry => {
        const group = one.scope === 'group' ? one.owner : null;
        const { scope, version, savedAt } = one;
        const common = { id: one.id, scope, group, version, savedAt, savedBy: named(one.savedBy) };
        const mayChange = this.#mayChange(owner.scope);
        if (one.document === 'unreadable') {
          return { ...common, name: one.id, note: null, state: 'unreadable', mayChange };
        }
        const last = one.document ?? this.#lastDocument(one);
        const state = one.document === null ? 'removed' : stateOf(one.document, group);
        return { ...common, name: last?.name ?? one.id, note: last?.note ?? null, state, mayChange };
      }),
    );
    const entries = [...shipped.map((one) => shippedEntry(one, stateOf(one, null))), ...owned];
    return {
      entries: entries.sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id)),
      groups: [...new Set([...this.#ownGroups(), ...rows.keptGroups(index)])].sort(),
      maySetSite: this.#mayChange('site'),
    };
  }

  /** @throws AppError hanging/unknown */
  read({ source, id, version }: ParsedRequest<'hanging.read'>): HangingProtocol {
    return this.document(source, id, version);
  }

  /** @param version null: the one in force @throws AppError hanging/unknown, hanging/unreadable */
  document(source: ProtocolSource, id: string, version: number | null = null): HangingProtocol {
    if (source.scope === 'shipped') {
      const found = this.#options.shipped.find((one) => one.id === id);
      if (found === undefined) throw unknown();
      return found;
    }
    return documentOf(this.#version(this.#placeOf(source, id), version));
  }

  /**
   * Keeps a document as the next version of its owner's. Its own number and scope are not looked at.
   * @throws AppError access/not-allowed, hanging/changed where `after` is not the newest, hanging/too-large, hanging/too-many
   */
  save({ owner, document, after }: ParsedRequest<'hanging.save'>): Response<'hanging.save'> {
    const place = this.#changeable(owner, document.id);
    requireSize(document);
    const newest = this.#newest(place);
    if ((newest?.version ?? 0) !== after) throw new AppError('hanging/changed', 'somebody saved it in the meantime');
    if (newest === null) this.#requireRoom(place, 1);
    return { version: this.#put('hanging.save', place, document, 'saved') };
  }

  /** What a scope before it says counts again; nothing is lost. @throws AppError access/not-allowed, hanging/unknown */
  remove({ owner, id }: ParsedRequest<'hanging.remove'>): void {
    const place = this.#changeable(owner, id);
    const newest = this.#newest(place);
    if (newest === null || newest.document === null) throw unknown();
    this.#put('hanging.remove', place, null, 'removed');
  }

  /** The newest first. @throws AppError hanging/unknown */
  versions({ owner, id }: ParsedRequest<'hanging.versions'>): Response<'hanging.versions'> {
    const found = rows.versionsOf(this.#options.index, this.#placeOf(owner, id), MOST_VERSIONS);
    if (found.length === 0) throw unknown();
    const named = this.#named();
    return {
      versions: found.map(({ version, document, savedAt, savedBy, how }) => {
        const read = document === 'unreadable' ? null : document;
        const name = document === 'unreadable' ? id : (read?.name ?? null);
        return { version, name, note: read?.note ?? null, savedAt, savedBy: named(savedBy), how };
      }),
    };
  }

  /** A former version again, as the newest one. @throws AppError access/not-allowed, hanging/unknown, hanging/unreadable */
  restore({ owner, id, version }: ParsedRequest<'hanging.restore'>): Response<'hanging.restore'> {
    const place = this.#changeable(owner, id);
    const document = documentOf(this.#version(place, version));
    return { version: this.#put('hanging.restore', place, document, 'restored') };
  }

  /** For who asks alone, whatever scope it is of. @throws AppError hanging/unknown */
  switch({ id, off }: ParsedRequest<'hanging.switch'>): void {
    const { index, commands, clock, personId, emit } = this.#options;
    const known = this.list().entries.some((one) => one.id === id);
    if (!known && !rows.switchedOff(index, personId).has(id)) throw unknown();
    commands.run({ name: 'hanging.switch', personId, subject: id, detail: { off: off ? 1 : 0 } }, (db) =>
      rows.setSwitchedOff(db, personId, id, off ? clock.nowIso() : null),
    );
    emit({ name: 'hanging.changed', payload: {} });
  }

  /** Everybody who may still come in, with their groups. */
  groups(): Response<'hanging.groups'> {
    const { index, people } = this.#options;
    const present = people.list().filter(({ state }) => state === 'active');
    return {
      people: present.map(({ personId, name }) => ({ personId, name, groups: rows.groupsOf(index, personId) })),
    };
  }

  /** @throws AppError access/unknown-person */
  setGroups({ personId: of, groups }: ParsedRequest<'hanging.setGroups'>): Response<'hanging.groups'> {
    const { commands, personId, people, emit } = this.#options;
    people.get(of);
    const command = { name: 'hanging.setGroups', personId, subject: of, detail: { groups: groups.length } };
    commands.run(command, (db) => rows.setGroups(db, of, groups));
    emit({ name: 'hanging.changed', payload: {} });
    return this.groups();
  }

  /**
   * Takes documents over as the next versions of the owner's, all or none. One that is there already is left as it is.
   * @param also what belongs to the same act @throws AppError as `save`
   */
  take(
    owner: ProtocolOwner,
    documents: readonly HangingProtocol[],
    also: (db: Db) => void = () => undefined,
  ): Response<'hanging.import'> {
    const { index, commands, clock, personId, emit } = this.#options;
    const place = this.#changeable(owner, '');
    for (const document of documents) requireSize(document);
    const newest = new Map(rows.newestVersions(index, place).map((one) => [one.id, one]));
    const isSame = (document: HangingProtocol): boolean => {
      const before = newest.get(document.id)?.document;
      return before !== undefined && before !== null && before !== 'unreadable' && sameProtocol(before, document);
    };
    const fresh = documents.filter((document) => !isSame(document));
    this.#requireRoom(place, fresh.filter(({ id }) => !newest.has(id)).length);
    const detail = { scope: owner.scope, protocols: fresh.length };
    commands.run({ name: 'hanging.import', personId, subject: owner.scope, detail }, (db) => {
      const act = { how: 'imported' as const, at: clock.nowIso(), by: personId };
      for (const document of fresh) rows.insertVersion(db, { ...place, id: document.id }, document, act);
      also(db);
    });
    emit({ name: 'hanging.changed', payload: {} });
    const ids = (of: readonly HangingProtocol[]): string[] => of.map(({ id }) => id);
    return {
      added: ids(fresh.filter(({ id }) => !newest.has(id))),
      changed: ids(fresh.filter(({ id }) => newest.has(id))),
      already: ids(documents.filter(isSame)),
    };
  }

  #put(
    name: 'hanging.save' | 'hanging.remove' | 'hanging.restore',
    place: ProtocolPlace,
    document: HangingProtocol | null,
    how: KeptVersion['how'],
  ): number {
    const { commands, clock, personId, emit } = this.#options;
    const version = (this.#newest(place)?.version ?? 0) + 1;
    const detail = { scope: place.scope, version };
    commands.run({ name, personId, subject: place.id, detail }, (db) =>
      rows.insertVersion(db, place, document, { how, at: clock.nowIso(), by: personId }),
    );
    emit({ name: 'hanging.changed', payload: {} });
    return version;
  }

  #newest(place: ProtocolPlace): KeptVersion | null {
    return rows.versionsOf(this.#options.index, place, 1)[0] ?? null;
  }

  #version(place: ProtocolPlace, version: number | null): KeptVersion {
    const all = rows.versionsOf(this.#options.index, place);
    const found = version === null ? all[0] : all.find((one) => one.version === version);
    if (found === undefined) throw unknown();
    return found;
  }

  #lastDocument(place: ProtocolPlace): HangingProtocol | undefined {
    return rows.versionsOf(this.#options.index, place).flatMap(readable).at(0);
  }

  /** Whose protocols count for who asks, in rising scope. */
  #owners(): readonly Omit<ProtocolPlace, 'id'>[] {
    const groups = this.#ownGroups().map((owner) => ({ scope: 'group' as const, owner }));
    return [{ scope: 'site', owner: '' }, ...groups, { scope: 'user', owner: this.#options.personId }];
  }

  #visible(): readonly Omit<ProtocolPlace, 'id'>[] {
    if (!this.#mayChange('group')) return this.#owners();
    const others = rows.keptGroups(this.#options.index).filter((name) => !this.#ownGroups().includes(name));
    return [...this.#owners(), ...others.map((owner) => ({ scope: 'group' as const, owner }))];
  }

  #ownGroups(): readonly string[] {
    return rows.groupsOf(this.#options.index, this.#options.personId);
  }

  #placeOf(owner: ProtocolOwner, id: string): ProtocolPlace {
    if (owner.scope === 'site') return { scope: 'site', owner: '', id };
    if (owner.scope === 'user') return { scope: 'user', owner: this.#options.personId, id };
    return { scope: 'group', owner: owner.group, id };
  }

  /** @throws AppError access/not-allowed */
  #changeable(owner: ProtocolOwner, id: string): ProtocolPlace {
    if (!this.#mayChange(owner.scope)) {
      throw new AppError('access/not-allowed', 'protocols of the site and of groups are kept by an administrator');
    }
    return this.#placeOf(owner, id);
  }

  /** What everybody hangs by is the business of who looks after the station; one's own is one's own. */
  #mayChange(scope: ProtocolOwner['scope']): boolean {
    const { people, personId } = this.#options;
    return scope === 'user' || people.get(personId).roles.includes('administrator');
  }

  #requireRoom(place: Omit<ProtocolPlace, 'id'>, more: number): void {
    if (rows.newestVersions(this.#options.index, place).length + more > MOST_PROTOCOLS) {
      throw new AppError('hanging/too-many', `an owner keeps ${MOST_PROTOCOLS} protocols at most`);
    }
  }

  #named(): (personId: PersonId) => string {
    const names = new Map(this.#options.people.list().map(({ personId, name }) => [personId, name]));
    return (personId) => names.get(personId) ?? '';
  }
}

/** The same document: whose it is and its number do not count. */
export function sameProtocol(a: HangingProtocol, b: HangingProtocol): boolean {
  const text = (one: HangingProtocol): string => canonicalJson({ ...one, version: 0, scope: 'user' });
  return text(a) === text(b);
}

function requireSize(document: HangingProtocol): void {
  if (JSON.stringify(document).length > LONGEST_PROTOCOL) {
    throw new AppError('hanging/too-large', 'the protocol is larger than a protocol may be');
  }
}

function readable({ document }: KeptVersion): readonly HangingProtocol[] {
  return document === null || document === 'unreadable' ? [] : [document];
}

function documentOf({ document }: KeptVersion): HangingProtocol {
  if (document === null) throw unknown();
  if (document !== 'unreadable') return document;
  throw new AppError('hanging/unreadable', 'this program does not understand the protocol');
}

function keyOf({ scope, id, version }: HangingProtocol): string {
  return `${scope} ${version} ${id}`;
}

function shippedEntry({ id, name, note, version }: HangingProtocol, state: ProtocolEntry['state']): ProtocolEntry {
  const place = { scope: 'shipped' as const, group: null, savedAt: null, savedBy: null };
  return { ...place, id, name, note: note ?? null, version, state, mayChange: false };
}

function unknown(): AppError {
  return new AppError('hanging/unknown', 'there is no such hanging protocol');
}
