import path from 'node:path';
import { templateCalls } from '../../../shared/contract/templates.ts';
import { newestOf } from '../../../shared/model/kept-document.ts';
import type { ReportTemplate } from '../../../shared/model/report.ts';
import { listOf } from '../../../shared/report/template-edit.ts';
import type { Station } from '../../station/station.ts';
import { usage, wholeNumber } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import { ownerOf, sourceOf } from '../document-scope.ts';

/** Actions on the templates that a store keeps, and the options that each needs. */
export const TEMPLATE_KEEPING: Readonly<Record<string, readonly string[]>> = {
  import: ['file'],
  list: [],
  assign: ['template'],
  versions: ['template'],
  restore: ['template', 'version'],
  remove: ['template'],
  give: ['template', 'out'],
};

export const KEEPING_OPTIONS = {
  scope: 'value',
  group: 'value',
  version: 'value',
  modality: 'value',
  body: 'value',
  words: 'value',
  procedure: 'value',
  site: 'value',
  reader: 'value',
} as const;

export const KEEPING_ROLES = templateCalls['templates.list'].roles;

export const KEEPING_HELP = `  template import --file FILE [--scope user|site|group [--group NAME]]
                                              { id, version, already, dropped, notes }: an MRRT template as the next version of
                                              yours, of the site's or of a group's; later scopes win
  template list                               { templates: [{ id, name, scope, group, version, state, wanted }] }
  template assign --template ID [--modality CT,MR] [--body CHEST] [--words a,b] [--procedure CODE^SCHEME] [--site NAME]
                  [--reader NAME] [--scope …] { id, version }: what it is chosen by; an empty list is for every study
  template versions|remove --template ID [--scope …], restore --template ID --version N [--scope …]
  template give --template ID --out FILE [--scope shipped|user|site|group] [--replace]
                                              { file, bytes }: as MRRT`;

export function isTemplateKeeping({ positional }: Arguments): boolean {
  return positional[0] === 'template' && Object.hasOwn(TEMPLATE_KEEPING, positional[1] ?? '');
}

/** Throws wrong usage. */
export function checkTemplateKeeping(args: Arguments): void {
  const [, action = '', ...rest] = args.positional;
  if (rest.length > 0) throw usage(`report template ${action} takes no further words`);
  for (const name of TEMPLATE_KEEPING[action] ?? []) args.required(name);
  if (action !== 'list') sourceOf(args);
}

export async function keepTemplates(station: Station, args: Arguments): Promise<unknown> {
  const { templates, templateFiles } = station.rooms;
  const id = args.value('template') ?? '';
  switch (args.positional[1]) {
    case 'import': {
      const { hash, dropped, notes } = await templateFiles.preview(path.resolve(args.required('file')));
      return { ...templateFiles.import({ hash, owner: ownerOf(args) }), dropped, notes };
    }
    case 'list':
      return {
        templates: templates.list().entries.map(({ id: templateId, name, scope, group, version, state, wanted }) => ({
          ...{ id: templateId, name, scope, group, version, state, wanted },
        })),
      };
    case 'assign':
      return assign(station, args, id);
    case 'versions':
      return templates.versions({ owner: ownerOf(args), id });
    case 'restore': {
      const version = wholeNumber(args.required('version'), 'version', 1);
      return templates.restore({ owner: ownerOf(args), id, version });
    }
    case 'remove':
      templates.remove({ owner: ownerOf(args), id });
      return {};
    default: {
      const request = { source: sourceOf(args), id, file: path.resolve(args.required('out')) };
      return templateFiles.export(request, { replace: args.has('replace') });
    }
  }
}

/** The one that counts, with other studies to be chosen for, as the next version of the owner's. */
function assign({ rooms: { templates } }: Station, args: Arguments, id: string): unknown {
  const owner = ownerOf(args);
  const found = templates.forReader().find(({ templateId }) => templateId === id);
  const template = found ?? templates.document(owner, id);
  const list = (name: string): string[] | undefined => {
    const text = args.value(name);
    return text === null ? undefined : listOf(text);
  };
  const procedures = list('procedure')?.map((text) => {
    const [value = '', scheme = ''] = text.split('^');
    return { value, scheme, meaning: '' };
  });
  const wanted = {
    ...chosen('modalities', list('modality')),
    ...chosen('bodyParts', list('body')),
    ...chosen('words', list('words')),
    ...chosen('procedures', procedures),
    ...chosen('sites', list('site')),
    ...chosen('readers', list('reader')),
  };
  const next: ReportTemplate = { ...template, ...wanted };
  for (const key of ['words', 'procedures', 'sites', 'readers'] as const) if (next[key]?.length === 0) delete next[key];
  const after = newestOf(templates.list().entries, owner, id);
  return { id, ...templates.save({ owner, template: next, after }) };
}

function chosen<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: Value });
}
