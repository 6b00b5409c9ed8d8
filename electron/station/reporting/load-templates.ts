import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ReportTemplate } from '../../../shared/model/report.ts';
import { parseTemplate } from '../../../shared/report/template.ts';

/** Reads every template of a folder, in the order of their file names. A bad file is a packaging bug and stops the start. */
export function loadTemplates(dir: string): ReportTemplate[] {
  return readdirSync(dir)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => parseTemplate(JSON.parse(readFileSync(path.join(dir, name), 'utf8')) as unknown));
}
