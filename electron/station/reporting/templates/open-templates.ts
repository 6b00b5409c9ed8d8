import path from 'node:path';
import type { CalculatorFile } from '../../../../shared/calculators/calculator-file.ts';
import type { AnyEvent } from '../../../../shared/contract/index.ts';
import type { RuleFiles } from '../../../../shared/report/computed-fields.ts';
import type { OpenStore } from '../../access/open-store.ts';
import type { Clock } from '../../kernel/ports.ts';
import { loadCalculators, ruleFiles } from '../load-calculators.ts';
import { loadTemplates } from '../load-templates.ts';
import { KeptTemplates } from './kept-templates.ts';
import { TemplateFiles } from './template-files.ts';

/** The forms that reports are written with, and the rules that their fields are computed by. */
export interface TemplateRoom {
  readonly templates: KeptTemplates;
  readonly templateFiles: TemplateFiles;
  /** Lexicons and small calculators that are shipped. */
  readonly calculators: readonly CalculatorFile[];
  readonly rules: RuleFiles;
}

export function openTemplates(
  { index, commands, people, personId, dir: storeDir, faults }: OpenStore,
  { clock, templatesDir }: { readonly clock: Clock; readonly templatesDir: string },
  emit: (event: AnyEvent) => void,
): TemplateRoom {
  const calculators = loadCalculators(path.join(templatesDir, '..', 'calculators'));
  const rules = ruleFiles(calculators);
  const shipped = loadTemplates(templatesDir);
  const templates = new KeptTemplates({ shipped, index, commands, clock, people, personId, emit });
  const templateFiles = new TemplateFiles({ templates, commands, rules, personId, storeDir, faults });
  return { templates, templateFiles, calculators, rules };
}
