import { readFileSync } from 'node:fs';
import path from 'node:path';
import { RuleBook } from '../../../shared/report/rule-book.ts';

/** Reads the rules and the words of the checks. Bad files are a packaging bug: AppError report/bad-rules. */
export function loadRuleBook(dir: string): RuleBook {
  const read = (name: string): unknown => JSON.parse(readFileSync(path.join(dir, name), 'utf8'));
  return new RuleBook(read('rules.json'), read('lexicon.json'));
}
