import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { ReportTemplate } from '../../../shared/model/report.ts';
import { readTemplateFile } from './read-template-file.ts';

/** Reads every template of a folder, in the order of their file names. A bad file is a packaging bug and stops the start. */
export function loadTemplates(dir: string): ReportTemplate[] {
  return readdirSync(dir)
    .filter((name) => name.endsWith('.html'))
    .sort()
    .map((name) => readTemplateFile(path.join(dir, name)).template);
}
