import { open } from 'node:fs/promises';
import type { ParsedRequest, Response } from '../../../../shared/contract/index.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import type { TemplatePreview } from '../../../../shared/model/kept-template.ts';
import type { ReportTemplate } from '../../../../shared/model/report.ts';
import type { RuleFiles } from '../../../../shared/report/computed-fields.ts';
import { BOUNDS, outOfBounds } from '../../../../shared/report/mrrt/bounds.ts';
import { parseMrrt } from '../../../../shared/report/mrrt/read-template.ts';
import { writeMrrt } from '../../../../shared/report/mrrt/write-template.ts';
import type { Commands } from '../../kernel/command.ts';
import { diskError } from '../../kernel/disk-error.ts';
import { exportFiles } from '../../kernel/export-files.ts';
import type { FaultPoints } from '../../kernel/fault-points.ts';
import { sha256Hex } from '../../kernel/sha256.ts';
import { templateText } from '../read-template-file.ts';
import type { KeptTemplates } from './kept-templates.ts';

export interface TemplateFilesOptions {
  readonly templates: Pick<KeptTemplates, 'document' | 'take' | 'forReader'>;
  readonly commands: Pick<Commands, 'run'>;
  readonly rules: RuleFiles;
  readonly personId: PersonId;
  readonly storeDir: string;
  readonly faults: FaultPoints;
}

const LONGEST_ID = 100;

/** Templates as MRRT files: looked at, taken over, given away. What is taken over is what was looked at. */
export class TemplateFiles {
  readonly #options: TemplateFilesOptions;
  #looked: { readonly hash: string; readonly template: ReportTemplate } | null = null;

  constructor(options: TemplateFilesOptions) {
    this.#options = options;
  }

  /** Nothing is changed, run or fetched. @throws AppError report/bad-template, report/template-bounds, report/template-encoding, disk/… */
  async preview(file: string): Promise<TemplatePreview> {
    const bytes = await readBounded(file);
    const hash = sha256Hex(bytes);
    const read = parseMrrt(templateText(bytes));
    const template = { ...read.template, templateId: read.template.templateId.slice(0, LONGEST_ID) };
    this.#looked = { hash, template };
    const { sections, kept } = template;
    return {
      ...{ hash, id: template.templateId, name: template.name, sections: sections.length },
      fields: sections.reduce((sum, { fields }) => sum + fields.length, 0),
      dropped: [...read.dropped],
      kept: Object.values(kept ?? {}).reduce((sum, list) => sum + list.length, 0),
      notes: this.#notes(template),
    };
  }

  /** @throws AppError template/other-file, and as KeptTemplates.take */
  import({ hash, owner }: ParsedRequest<'templates.import'>): Response<'templates.import'> {
    const looked = this.#looked;
    if (looked?.hash !== hash) throw new AppError('template/other-file', 'this is not the file that was looked at');
    const taken = this.#options.templates.take(owner, looked.template);
    this.#looked = null;
    return taken;
  }

  /** @throws AppError template/unknown, disk/… */
  async export(
    { source, id, file }: ParsedRequest<'templates.exportFile'>,
    { replace }: { readonly replace: boolean },
  ): Promise<Response<'templates.exportFile'>> {
    const { templates, commands, personId, storeDir, faults } = this.#options;
    const bytes = Buffer.from(writeMrrt(templates.document(source, id)), 'utf8');
    const detail = { scope: source.scope, bytes: bytes.length };
    const record = (): void =>
      commands.run({ name: 'templates.export', personId, subject: id, detail }, () => undefined);
    await exportFiles(storeDir, [{ file, bytes }], { replace, record, faults });
    return { file, bytes: bytes.length };
  }

  #notes(template: ReportTemplate): string[] {
    const { templates, rules } = this.#options;
    const fields = template.sections.flatMap((section) => section.fields);
    const unknown = fields.filter(({ computed }) => computed && rules(computed.calculator) === null);
    const same = templates.forReader().find(({ templateId }) => templateId === template.templateId);
    return [
      ...(same
        ? [`There is a template of this id: “${same.name}”. This one counts before those of an earlier scope.`]
        : []),
      ...unknown.map(
        ({ label, computed }) =>
          `“${label}” is computed by “${computed?.calculator ?? ''}”, which this program does not have: it is entered by hand.`,
      ),
    ];
  }
}

/** Bounded before it is read. */
async function readBounded(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      if (size > BOUNDS.bytes) throw outOfBounds('bytes', BOUNDS.bytes);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw error instanceof AppError ? error : diskError(error);
  }
}
