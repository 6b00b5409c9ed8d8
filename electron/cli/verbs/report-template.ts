import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import { writeMrrt } from '../../../shared/report/mrrt/write-template.ts';
import { loadTemplates } from '../../station/reporting/load-templates.ts';
import { readTemplateFile } from '../../station/reporting/read-template-file.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import { isTemplateKeeping, TEMPLATE_KEEPING } from './report-template-keep.ts';
import { PROGRAM_FILES } from '../program-files.ts';

/** `report template …`: forms without a store. */
export function isTemplateAction(args: Arguments): boolean {
  return args.positional[0] === 'template' && !isTemplateKeeping(args);
}

/** Throws wrong usage. */
export function checkTemplateAction(args: Arguments): void {
  const [, action, ...rest] = args.positional;
  if (rest.length > 0 || (action !== 'check' && action !== 'export')) {
    throw usage(`report template needs one action: check, export, ${Object.keys(TEMPLATE_KEEPING).join(', ')}`);
  }
  for (const name of action === 'check' ? ['file'] : ['template', 'out']) args.required(name);
}

export function runTemplateAction(args: Arguments): unknown {
  return args.positional[1] === 'check' ? checkFile(args.required('file')) : exportTemplate(args);
}

function checkFile(file: string): unknown {
  const { template, dropped } = readTemplateFile(path.resolve(file));
  const { templateId, name, version, sections, kept } = template;
  return {
    ...{ id: templateId, name, version, dropped },
    sections: sections.map(({ sectionId, title, required, fields }) => ({
      ...{ id: sectionId, title, required },
      fields: fields.map(({ fieldId, label, type, completion }) => ({ id: fieldId, label, type, completion })),
    })),
    kept: {
      metadata: kept?.metadata.length ?? 0,
      attributes: kept?.attributes.length ?? 0,
      elements: kept?.elements.length ?? 0,
      codes: kept?.codes.length ?? 0,
    },
  };
}

/** Never over a file that is there, unless it is asked for. */
function exportTemplate(args: Arguments): unknown {
  const id = args.required('template');
  const template = loadTemplates(path.join(PROGRAM_FILES.resources, 'templates')).find((one) => one.templateId === id);
  if (!template) throw new AppError('report/unknown-template', 'there is no such template');
  const file = path.resolve(args.required('out'));
  const html = writeMrrt(template);
  try {
    writeFileSync(file, html, { flag: args.has('replace') ? 'w' : 'wx' });
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw isThere ? new AppError('disk/exists', 'a file of that name is there already') : error;
  }
  return { file, bytes: Buffer.byteLength(html) };
}
