import type { AnyEvent, ParsedRequest, Response } from '../../../../shared/contract/index.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ProtocolOwner, ProtocolSource } from '../../../../shared/hanging/protocol/kept.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import { LONGEST_TEMPLATE, MOST_TEMPLATES } from '../../../../shared/model/kept-template.ts';
import type { TemplateEntry } from '../../../../shared/model/kept-template.ts';
import type { Person } from '../../../../shared/model/person.ts';
import type { ReportTemplate } from '../../../../shared/model/report.ts';
import { canonicalJson } from '../../../../shared/report/canonical.ts';
import { parseTemplate, wantedWords } from '../../../../shared/report/template.ts';
import { groupsOf } from '../../hanging/protocol-rows.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import * as rows from './template-rows.ts';
import type { KeptVersion, TemplatePlace } from './template-rows.ts';

export interface KeptTemplatesOptions {
  readonly shipped: readonly ReportTemplate[];
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly people: { get(personId: PersonId): Person; list(): readonly Person[] };
  /** Who has the store open. */
  readonly personId: PersonId;
  readonly emit: (event: AnyEvent) => void;
}

/** Versions that a list shows; older ones stay. */
const MOST_VERSIONS = 200;

/**
 * Report templates of one store, for who has it open: those of the site, of groups and of readers over those of the program, as hanging
 * protocols are. Every change is one audited command, and a version of its own. A draft keeps the template that it began with.
 */
export class KeptTemplates {
  readonly #options: KeptTemplatesOptions;

  constructor(options: KeptTemplatesOptions) {
    this.#options = options;
  }

  /** What counts: one template an id, of the latest scope. */
  forReader(): readonly ReportTemplate[] {
    const { shipped, index } = this.#options;
    const inForce = new Map(shipped.map((one) => [one.templateId, one]));
    const kept = this.#owners().flatMap((owner) => rows.newestVersions(index, owner).flatMap(readable));
    for (const one of kept) inForce.set(one.templateId, one);
    return [...inForce.values()];
  }

  list(): Response<'templates.list'> {
    const { shipped, index, people } = this.#options;
    const inForce = new Set(this.forReader());
    const names = new Map(people.list().map(({ personId, name }) => [personId, name]));
    // Each read makes new documents: what counts is told by its place.
    const last = new Map<string, string>();
    for (const owner of this.#owners()) {
      for (const one of rows.newestVersions(index, owner)) if (readable(one).length > 0) last.set(one.id, keyOf(one));
    }
    const owned = this.#visible().flatMap((owner) =>
      rows.newestVersions(index, owner).map((one): TemplateEntry => {
        const document = readable(one)[0] ?? (one.document === null ? this.#lastDocument(one) : undefined);
        const standing = last.get(one.id) === keyOf(one) ? 'in-force' : 'replaced';
        const gone = one.document === null ? 'removed' : 'unreadable';
        return {
          ...{ id: one.id, name: document?.name ?? one.id, scope: one.scope },
          group: one.scope === 'group' ? one.owner : null,
          ...{ version: one.version, savedAt: one.savedAt, savedBy: names.get(one.savedBy) ?? '' },
          state: readable(one).length > 0 ? standing : gone,
          mayChange: this.#mayChange(one.scope),
          wanted: document ? wantedWords(document) : [],
        };
      }),
    );
    const own = shipped.map((one) => shippedEntry(one, inForce.has(one) ? 'in-force' : 'replaced'));
    return {
      entries: [...own, ...owned].sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id)),
      groups: [...new Set([...this.#ownGroups(), ...rows.keptGroups(index)])].sort(),
      maySetSite: this.#mayChange('site'),
    };
  }

  /** @param version null: the one in force @throws AppError template/unknown, template/unreadable */
  document(source: ProtocolSource, id: string, version: number | null = null): ReportTemplate {
    if (source.scope === 'shipped') {
      const found = this.#options.shipped.find((one) => one.templateId === id);
      if (found === undefined) throw unknown();
      return found;
    }
    return documentOf(this.#version(this.#placeOf(source, id), version));
  }

  /** @throws AppError access/not-allowed, template/changed, template/too-large, template/too-many, report/unknown-template */
  save({ owner, template, after }: ParsedRequest<'templates.save'>): Response<'templates.save'> {
    const place = this.#changeable(owner, template.templateId);
    requireUsable(template);
    const newest = this.#newest(place);
    if ((newest?.version ?? 0) !== after) throw new AppError('template/changed', 'somebody saved it in the meantime');
    this.#requireRoom(place, newest);
    return { version: this.#put('templates.save', place, template, 'saved') };
  }

  /** As the next version of the owner's; one that is there already is left as it is. @throws AppError as `save` */
  take(owner: ProtocolOwner, template: ReportTemplate): Response<'templates.import'> {
    const place = this.#changeable(owner, template.templateId);
    requireUsable(template);
    const newest = this.#newest(place);
    const [before] = newest === null ? [] : readable(newest);
    if (newest && before && sameTemplate(before, template)) {
      return { id: template.templateId, version: newest.version, already: true };
    }
    this.#requireRoom(place, newest);
    const version = this.#put('templates.import', place, template, 'imported');
    return { id: template.templateId, version, already: false };
  }

  /** @throws AppError access/not-allowed, template/unknown */
  remove({ owner, id }: ParsedRequest<'templates.remove'>): void {
    const place = this.#changeable(owner, id);
    if ((this.#newest(place)?.document ?? null) === null) throw unknown();
    this.#put('templates.remove', place, null, 'removed');
  }

  /** The newest first. @throws AppError template/unknown */
  versions({ owner, id }: ParsedRequest<'templates.versions'>): Response<'templates.versions'> {
    const { index, people } = this.#options;
    const found = rows.versionsOf(index, this.#placeOf(owner, id), MOST_VERSIONS);
    if (found.length === 0) throw unknown();
    const names = new Map(people.list().map(({ personId, name }) => [personId, name]));
    return {
      versions: found.map(({ version, document, savedAt, savedBy, how }) => {
        const name = document === null ? null : document === 'unreadable' ? id : document.name;
        return { version, name, savedAt, savedBy: names.get(savedBy) ?? '', how };
      }),
    };
  }

  /** @throws AppError access/not-allowed, template/unknown, template/unreadable */
  restore({ owner, id, version }: ParsedRequest<'templates.restore'>): Response<'templates.restore'> {
    const place = this.#changeable(owner, id);
    const document = documentOf(this.#version(place, version));
    return { version: this.#put('templates.restore', place, document, 'restored') };
  }

  #put(
    name: 'templates.save' | 'templates.import' | 'templates.remove' | 'templates.restore',
    place: TemplatePlace,
    document: ReportTemplate | null,
    how: KeptVersion['how'],
  ): number {
    const { commands, clock, personId, emit } = this.#options;
    const version = (this.#newest(place)?.version ?? 0) + 1;
    commands.run({ name, personId, subject: place.id, detail: { scope: place.scope, version } }, (db) =>
      rows.insertVersion(db, place, document, { how, at: clock.nowIso(), by: personId }),
    );
    emit({ name: 'templates.changed', payload: {} });
    return version;
  }

  #newest(place: TemplatePlace): KeptVersion | null {
    return rows.versionsOf(this.#options.index, place, 1)[0] ?? null;
  }

  #version(place: TemplatePlace, version: number | null): KeptVersion {
    const all = rows.versionsOf(this.#options.index, place);
    const found = version === null ? all[0] : all.find((one) => one.version === version);
    if (found === undefined) throw unknown();
    return found;
  }

  #lastDocument(place: TemplatePlace): ReportTemplate | undefined {
    return rows.versionsOf(this.#options.index, place).flatMap(readable).at(0);
  }

  /** Whose templates count for who asks, in rising scope. */
  #owners(): readonly Omit<TemplatePlace, 'id'>[] {
    const groups = this.#ownGroups().map((owner) => ({ scope: 'group' as const, owner }));
    return [{ scope: 'site', owner: '' }, ...groups, { scope: 'user', owner: this.#options.personId }];
  }

  #visible(): readonly Omit<TemplatePlace, 'id'>[] {
    if (!this.#mayChange('group')) return this.#owners();
    const others = rows.keptGroups(this.#options.index).filter((name) => !this.#ownGroups().includes(name));
    return [...this.#owners(), ...others.map((owner) => ({ scope: 'group' as const, owner }))];
  }

  #ownGroups(): readonly string[] {
    return groupsOf(this.#options.index, this.#options.personId);
  }

  #placeOf(owner: ProtocolOwner, id: string): TemplatePlace {
    if (owner.scope === 'site') return { scope: 'site', owner: '', id };
    if (owner.scope === 'user') return { scope: 'user', owner: this.#options.personId, id };
    return { scope: 'group', owner: owner.group, id };
  }

  /** @throws AppError access/not-allowed */
  #changeable(owner: ProtocolOwner, id: string): TemplatePlace {
    if (this.#mayChange(owner.scope)) return this.#placeOf(owner, id);
    throw new AppError('access/not-allowed', 'templates of the site and of groups are kept by an administrator');
  }

  #mayChange(scope: ProtocolOwner['scope']): boolean {
    const { people, personId } = this.#options;
    return scope === 'user' || people.get(personId).roles.includes('administrator');
  }

  #requireRoom(place: TemplatePlace, newest: KeptVersion | null): void {
    if (newest !== null || rows.newestVersions(this.#options.index, place).length < MOST_TEMPLATES) return;
    throw new AppError('template/too-many', `an owner keeps ${MOST_TEMPLATES} templates at most`);
  }
}

/** The same template: its number does not count. */
function sameTemplate(a: ReportTemplate, b: ReportTemplate): boolean {
  return canonicalJson({ ...a, version: 0 }) === canonicalJson({ ...b, version: 0 });
}

function requireUsable(template: ReportTemplate): void {
  parseTemplate(template);
  if (JSON.stringify(template).length > LONGEST_TEMPLATE) {
    throw new AppError('template/too-large', 'the template is larger than a template may be');
  }
}

function readable({ document }: KeptVersion): readonly ReportTemplate[] {
  return document === null || document === 'unreadable' ? [] : [document];
}

function documentOf({ document }: KeptVersion): ReportTemplate {
  if (document === null) throw unknown();
  if (document !== 'unreadable') return document;
  throw new AppError('template/unreadable', 'this program does not understand the template');
}

function keyOf({ scope, owner, id }: TemplatePlace): string {
  return `${scope} ${owner} ${id}`;
}

function shippedEntry(template: ReportTemplate, state: TemplateEntry['state']): TemplateEntry {
  const { templateId: id, name, version } = template;
  const place = { scope: 'shipped' as const, group: null, savedAt: null, savedBy: null };
  return { id, name, ...place, version, state, mayChange: false, wanted: wantedWords(template) };
}

function unknown(): AppError {
  return new AppError('template/unknown', 'there is no such report template');
}
