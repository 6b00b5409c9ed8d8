import type { ReportText, TextFinding } from './report-text.ts';
import { wordsOf } from '../language/words.ts';

/** Parts of the body that the template wants to be spoken of and that the findings do not name, in their own words or by a part of them. */
export function anatomyChecks(text: ReportText, wanted: readonly string[]): TextFinding[] {
  const findings = text.text('findings');
  if (findings.trim() === '' || wanted.length === 0) return [];
  const named = new Set<string>();
  for (const { anatomy } of text.of('findings')) {
    for (const { entry } of anatomy) for (const id of text.lexicon.withWholes(entry.id)) named.add(id);
  }
  const words = new Set(wordsOf(findings).map(({ word }) => word));
  const missing = wanted.filter((part) => !isNamed(part, named, words, text));
  if (missing.length === 0) return [];
  const message = `The findings do not mention: ${missing.join(', ')}.`;
  return [{ code: 'check/anatomy', sectionId: 'findings', start: 0, end: 0, message }];
}

function isNamed(
  part: string,
  named: ReadonlySet<string>,
  words: ReadonlySet<string>,
  { lexicon }: ReportText,
): boolean {
  const own = wordsOf(part);
  const ids = lexicon.anatomy(own).map(({ entry }) => entry.id);
  if (ids.some((id) => named.has(id))) return true;
  return own.length > 0 && own.every(({ word }) => words.has(word));
}
