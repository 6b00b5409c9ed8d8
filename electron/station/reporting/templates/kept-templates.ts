import type { ParsedRequest, Response } from '../../../../shared/contract/index.ts';
import type { DocumentOwner, DocumentSource } from '../../../../shared/model/kept-document.ts';
import { LONGEST_TEMPLATE, MOST_TEMPLATES } from '../../../../shared/model/kept-template.ts';
import type { TemplateEntry } from '../../../../shared/model/kept-template.ts';
import { ReportTemplate } from '../../../../shared/model/report.ts';
import { parseTemplate, wantedWords } from '../../../../shared/report/template.ts';
import { KeptDocuments } from '../../documents/kept-documents.ts';
import type { DocumentKind, KeptDocumentsOptions } from '../../documents/kept-documents.ts';
import type { DocumentPlace } from '../../documents/version-rows.ts';

export interface KeptTemplatesOptions extends KeptDocumentsOptions {
  readonly shipped: readonly ReportTemplate[];
}

/** Report templates of one store, for who has it open. A draft keeps the template that it began with. */
export class KeptTemplates {
  readonly #shipped: readonly ReportTemplate[];
  readonly #kept: KeptDocuments<ReportTemplate>;

  constructor({ shipped, ...options }: KeptTemplatesOptions) {
    this.#shipped = shipped;
    this.#kept = new KeptDocuments(templateKind(shipped), options);
  }

  /** What counts: one template an id, of the latest scope. */
  forReader(): readonly ReportTemplate[] {
    const inForce = new Map(this.#shipped.map((one) => [one.templateId, one]));
    for (const { document } of this.#kept.owned()) inForce.set(document.templateId, document);
    return [...inForce.values()];
  }

  list(): Response<'templates.list'> {
    // Each read makes new documents: what counts is told by its place.
    const last = new Map(this.#kept.owned().map(({ place }) => [place.id, keyOf(place)]));
    const owned = this.#kept.listed().map(({ common, place, document, last: shown }): TemplateEntry => {
      const standing = last.get(place.id) === keyOf(place) ? 'in-force' : 'replaced';
      const gone = document === null ? 'removed' : 'unreadable';
      const isReadable = document !== null && document !== 'unreadable';
      return { ...common, state: isReadable ? standing : gone, wanted: shown === null ? [] : wantedWords(shown) };
    });
    const own = this.#shipped.map((one) => shippedEntry(one, last.has(one.templateId) ? 'replaced' : 'in-force'));
    return {
      entries: [...own, ...owned].sort((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id)),
      groups: this.#kept.groups(),
      maySetSite: this.#kept.mayChange('site'),
    };
  }

  /** @param version null: the one in force @throws AppError template/unknown, template/unreadable */
  document(source: DocumentSource, id: string, version: number | null = null): ReportTemplate {
    return this.#kept.document(source, id, version);
  }

  /** @throws AppError access/not-allowed, template/changed, template/too-large, template/too-many, report/unknown-template */
  save({ owner, template, after }: ParsedRequest<'templates.save'>): Response<'templates.save'> {
    return { version: this.#kept.save('templates.save', owner, template, after) };
  }

  /** As the next version of the owner's; one that is there already is left as it is. @throws AppError as `save` */
  take(owner: DocumentOwner, template: ReportTemplate): Response<'templates.import'> {
    const id = template.templateId;
    const { fresh, already } = this.#kept.incoming(owner, [template]);
    const [same] = already;
    if (same) return { id, version: same.before, already: true };
    const version = 1 + (fresh[0]?.before ?? 0);
    const detail = { scope: owner.scope, version };
    this.#kept.write({ name: 'templates.import', subject: id, detail }, fresh, 'imported');
    return { id, version, already: false };
  }

  /** @throws AppError access/not-allowed, template/unknown */
  remove({ owner, id }: ParsedRequest<'templates.remove'>): void {
    this.#kept.remove('templates.remove', owner, id);
  }

  /** @throws AppError template/unknown */
  versions({ owner, id }: ParsedRequest<'templates.versions'>): Response<'templates.versions'> {
    return { versions: this.#kept.versions(owner, id).map(({ said }) => said) };
  }

  /** @throws AppError access/not-allowed, template/unknown, template/unreadable */
  restore({ owner, id, version }: ParsedRequest<'templates.restore'>): Response<'templates.restore'> {
    return { version: this.#kept.restore('templates.restore', owner, id, version) };
  }
}

function templateKind(shipped: readonly ReportTemplate[]): DocumentKind<ReportTemplate> {
  return {
    table: 'report_template',
    idColumn: 'template_id',
    read: (json) => ReportTemplate.safeParse(json).data ?? null,
    numbered: (document, _place, version) => ({ ...document, version }),
    noun: 'report template',
    shipped,
    idOf: ({ templateId }) => templateId,
    nameOf: ({ name }) => name,
    bare: (document) => ({ ...document, version: 0 }),
    require: (document) => void parseTemplate(document),
    longest: LONGEST_TEMPLATE,
    most: MOST_TEMPLATES,
    refusals: {
      unknown: 'template/unknown',
      unreadable: 'template/unreadable',
      changed: 'template/changed',
      tooLarge: 'template/too-large',
      tooMany: 'template/too-many',
    },
    changed: { name: 'templates.changed', payload: {} },
  };
}

function keyOf({ scope, owner, id }: DocumentPlace): string {
  return `${scope} ${owner} ${id}`;
}

function shippedEntry(template: ReportTemplate, state: TemplateEntry['state']): TemplateEntry {
  const { templateId: id, name, version } = template;
  const place = { scope: 'shipped' as const, group: null, savedAt: null, savedBy: null };
  return { id, name, ...place, version, state, mayChange: false, wanted: wantedWords(template) };
}
