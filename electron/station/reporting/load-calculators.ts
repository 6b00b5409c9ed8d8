import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Calculator } from '../../../shared/calculators/calculator.ts';
import type { RuleFiles } from '../../../shared/report/computed-fields.ts';
import type { CalculatorFile } from '../../../shared/calculators/calculator-file.ts';

/** Reads and checks every rule file of a folder, by title. A bad file is a packaging bug: AppError calculator/bad-data. */
export function loadCalculators(dir: string): readonly CalculatorFile[] {
  return readdirSync(dir)
    .filter((name) => name.endsWith('.json'))
    .map((name) => new Calculator(JSON.parse(readFileSync(path.join(dir, name), 'utf8'))).file)
    .toSorted((a, b) => a.title.localeCompare(b.title, 'en'));
}

/** Rule files by their ids, ready to answer. */
export function ruleFiles(files: readonly CalculatorFile[]): RuleFiles {
  const calculators = new Map(files.map((file) => [file.id, new Calculator(file)]));
  return (id) => calculators.get(id) ?? null;
}
