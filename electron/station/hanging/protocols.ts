import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { setAside } from '../../../shared/hanging/protocol/foreign-rules.ts';
import { LONGEST_PROTOCOL, MOST_PROTOCOLS } from '../../../shared/hanging/protocol/kept.ts';
import type { ProtocolEntry } from '../../../shared/hanging/protocol/kept.ts';
import { effectiveProtocols } from '../../../shared/hanging/protocol/match.ts';
import { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import type { DocumentOwner, DocumentSource } from '../../../shared/model/kept-document.ts';
import { canonicalJson } from '../../../shared/report/canonical.ts';
import { KeptDocuments } from '../documents/kept-documents.ts';
import type { DocumentKind, KeptDocumentsOptions } from '../documents/kept-documents.ts';
import { groupsOf, setGroups } from '../documents/person-groups.ts';
import type { Db } from '../kernel/sqlite.ts';
import { setSwitchedOff, switchedOff } from './switched-off.ts';

export interface ProtocolsOptions extends KeptDocumentsOptions {
  readonly shipped: readonly HangingProtocol[];
}

/** Hanging protocols of one store, for who has it open. */
export class Protocols {
  readonly #options: ProtocolsOptions;
  readonly #kept: KeptDocuments<HangingProtocol>;

  constructor(options: ProtocolsOptions) {
    this.#options = options;
    this.#kept = new KeptDocuments(protocolKind(options.shipped), options);
  }

  /** One document an id, of the latest scope, without those that the reader switched off. */
  forReader(): Response<'hanging.protocols'> {
    const { shipped, index, personId, people } = this.#options;
    const off = switchedOff(index, personId);
    const kept = this.#kept.owned().map(({ document }) => document);
    return {
      protocols: effectiveProtocols([...shipped, ...kept]).filter(({ id }) => !off.has(id)),
      reader: { name: people.get(personId).name, groups: [...this.#kept.ownGroups()] },
    };
  }

  /** All that there is for who asks, by name; an administrator sees every group. */
  list(): Response<'hanging.list'> {
    const { shipped, index, personId } = this.#options;
    const off = switchedOff(index, personId);
    const inForce = new Set(this.forReader().protocols.map(keyOf));
    const ownGroups = this.#kept.ownGroups();
    const stateOf = (protocol: HangingProtocol, group: string | null): ProtocolEntry['state'] => {
      if (off.has(protocol.id)) return 'off';
      const isOurs = group === null || ownGroups.includes(group);
      return isOurs && inForce.has(keyOf(protocol)) ? 'in-force' : 'replaced';
    };
    const owned = this.#kept.listed().map(({ common, document, last }): ProtocolEntry => {
      const note = last?.note ?? null;
      if (document === null) return { ...common, note, state: 'removed' };
      if (document === 'unreadable') return { ...common, note, state: 'unreadable' };
      return { ...common, note, state: stateOf(document, common.group) };
    });
    const entries = [...shipped.map((one) => shippedEntry(one, stateOf(one, null))), ...owned];
    return {
      entries: entries.sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id)),
      groups: this.#kept.groups(),
      maySetSite: this.#kept.mayChange('site'),
    };
  }

  /** @throws AppError hanging/unknown */
  read({ source, id, version }: ParsedRequest<'hanging.read'>): HangingProtocol {
    return this.document(source, id, version);
  }

  /** @param version null: the one in force @throws AppError hanging/unknown, hanging/unreadable */
  document(source: DocumentSource, id: string, version: number | null = null): HangingProtocol {
    return this.#kept.document(source, id, version);
  }

  /** @throws AppError access/not-allowed, hanging/changed, hanging/too-large, hanging/too-many */
  save({ owner, document, after }: ParsedRequest<'hanging.save'>): Response<'hanging.save'> {
    return { version: this.#kept.save('hanging.save', owner, document, after) };
  }

  /** @throws AppError access/not-allowed, hanging/unknown */
  remove({ owner, id }: ParsedRequest<'hanging.remove'>): void {
    this.#kept.remove('hanging.remove', owner, id);
  }

  /** @throws AppError hanging/unknown */
  versions({ owner, id }: ParsedRequest<'hanging.versions'>): Response<'hanging.versions'> {
    const found = this.#kept.versions(owner, id);
    return { versions: found.map(({ document, said }) => ({ ...said, note: document?.note ?? null })) };
  }

  /** @throws AppError access/not-allowed, hanging/unknown, hanging/unreadable */
  restore({ owner, id, version }: ParsedRequest<'hanging.restore'>): Response<'hanging.restore'> {
    return { version: this.#kept.restore('hanging.restore', owner, id, version) };
  }

  /** For who asks alone, whatever scope it is of. @throws AppError hanging/unknown */
  switch({ id, off }: ParsedRequest<'hanging.switch'>): void {
    const { index, commands, clock, personId, emit } = this.#options;
    const known = this.list().entries.some((one) => one.id === id);
    if (!known && !switchedOff(index, personId).has(id)) throw this.#kept.unknown();
    commands.run({ name: 'hanging.switch', personId, subject: id, detail: { off: off ? 1 : 0 } }, (db) =>
      setSwitchedOff(db, personId, id, off ? clock.nowIso() : null),
    );
    emit({ name: 'hanging.changed', payload: {} });
  }

  /** Everybody who may still come in, with their groups. */
  groups(): Response<'hanging.groups'> {
    const { index, people } = this.#options;
    const present = people.list().filter(({ state }) => state === 'active');
    return {
      people: present.map(({ personId, name }) => ({ personId, name, groups: groupsOf(index, personId) })),
    };
  }

  /** @throws AppError access/unknown-person */
  setGroups({ personId: of, groups }: ParsedRequest<'hanging.setGroups'>): Response<'hanging.groups'> {
    const { commands, personId, people, emit } = this.#options;
    people.get(of);
    const command = { name: 'hanging.setGroups', personId, subject: of, detail: { groups: groups.length } };
    commands.run(command, (db) => setGroups(db, of, groups));
    emit({ name: 'hanging.changed', payload: {} });
    return this.groups();
  }

  /**
   * Takes documents over as the next versions of the owner's, all or none. One that is there already is left as it is.
   * @param also what belongs to the same act @throws AppError as `save`
   */
  take(
    owner: DocumentOwner,
    documents: readonly HangingProtocol[],
    also?: (db: Db) => void,
  ): Response<'hanging.import'> {
    const { fresh, already } = this.#kept.incoming(owner, documents);
    const detail = { scope: owner.scope, protocols: fresh.length };
    this.#kept.write({ name: 'hanging.import', subject: owner.scope, detail }, fresh, 'imported', also);
    const ids = (of: typeof fresh): string[] => of.map(({ place }) => place.id);
    return {
      added: ids(fresh.filter(({ before }) => before === 0)),
      changed: ids(fresh.filter(({ before }) => before > 0)),
      already: ids(already),
    };
  }
}

/** The same document: whose it is and its number do not count. */
export function sameProtocol(a: HangingProtocol, b: HangingProtocol): boolean {
  return canonicalJson(bare(a)) === canonicalJson(bare(b));
}

function bare(protocol: HangingProtocol): HangingProtocol {
  return { ...protocol, version: 0, scope: 'user' };
}

function protocolKind(shipped: readonly HangingProtocol[]): DocumentKind<HangingProtocol> {
  return {
    table: 'hanging_protocol',
    idColumn: 'protocol_id',
    read: (json) => HangingProtocol.safeParse(setAside(json)).data ?? null,
    numbered: (document, { scope }, version) => ({ ...document, scope, version }),
    noun: 'hanging protocol',
    shipped,
    idOf: ({ id }) => id,
    nameOf: ({ name }) => name,
    bare,
    require: () => undefined,
    longest: LONGEST_PROTOCOL,
    most: MOST_PROTOCOLS,
    refusals: {
      unknown: 'hanging/unknown',
      unreadable: 'hanging/unreadable',
      changed: 'hanging/changed',
      tooLarge: 'hanging/too-large',
      tooMany: 'hanging/too-many',
    },
    changed: { name: 'hanging.changed', payload: {} },
  };
}

function keyOf({ scope, id, version }: HangingProtocol): string {
  return `${scope} ${version} ${id}`;
}

function shippedEntry({ id, name, note, version }: HangingProtocol, state: ProtocolEntry['state']): ProtocolEntry {
  const place = { scope: 'shipped' as const, group: null, savedAt: null, savedBy: null };
  return { ...place, id, name, note: note ?? null, version, state, mayChange: false };
}
