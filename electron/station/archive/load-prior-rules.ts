import { readFileSync } from 'node:fs';
import { PriorRules } from '../../../shared/hanging/prior-relevance.ts';
import { PriorTable } from '../../../shared/hanging/prior-table.ts';

/** Reads the table of prior relevance. A bad file is a packaging bug and stops the start. */
export function loadPriorRules(file: string): PriorRules {
  return new PriorRules(PriorTable.parse(JSON.parse(readFileSync(file, 'utf8'))));
}
