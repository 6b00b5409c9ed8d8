import type { BlindRead } from '../../model/review/finding.ts';
import type { ComparedFinding } from '../../model/review/review-view.ts';
import type { Lexicon } from '../../report/language/lexicon.ts';
import { findingWords } from '../finding-words.ts';
import { alignReports } from './align-reports.ts';

/**
 * A report and what its reviewer locked, finding by finding, the report first. Sections are known by their headings: what was asked and how
 * it was done is no finding.
 */
export function comparedFindings(
  report: readonly { readonly title: string; readonly text: string }[],
  { findings, text }: BlindRead,
  lexicon: Lexicon,
): ComparedFinding[] {
  const sections = report.map(({ title, text: words }) => ({
    sectionId: title.trim().toLowerCase(),
    title,
    text: words,
  }));
  const own = [{ sectionId: 'findings', title: 'Findings', text }];
  const { pairs } = alignReports({ sections, findings: [] }, { sections: own, findings: [...findings] }, { lexicon });
  const entered = new Map(findings.map((finding) => [finding.findingId, findingWords(finding)]));
  return pairs.map(({ kind, first, second }) => ({
    kind: kind === 'only-first' ? 'only-report' : kind === 'only-second' ? 'only-reviewer' : kind,
    report: first?.text ?? null,
    reviewer: second === null ? null : ((second.findingId && entered.get(second.findingId)) ?? second.text),
  }));
}
