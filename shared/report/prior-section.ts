import type { CopySource } from '../model/provenance.ts';
import { ReportId } from '../model/ids.ts';
import type { PriorReportText } from '../model/prior-report.ts';
import { isoDate } from './draft.ts';

/** Headings that mean the same section, folded; the first names it. */
const SAME: readonly (readonly string[])[] = [
  ['impression', 'conclusion', 'conclusions', 'opinion', 'summary', 'assessment', 'diagnosis', 'beurteilung'],
  ['findings', 'finding', 'observations', 'description', 'report', 'befund'],
  ['technique', 'procedure', 'protocol', 'method'],
  ['comparison', 'comparisons', 'previous examinations', 'prior studies'],
  [
    'clinical',
    'history',
    'indication',
    'clinical information',
    'clinical history',
    'clinical details',
    'reason for exam',
  ],
];

type Section = PriorReportText['sections'][number];

/** The section of an earlier report that one of this report goes on from; null where it has none of that meaning. */
export function matchingSection(
  section: { readonly sectionId: string; readonly title: string },
  sections: readonly Section[],
): Section | null {
  const same = sections.find(({ title }) => folded(title) === folded(section.title));
  if (same !== undefined) return same;
  const meant = meaningOf(section.sectionId) ?? meaningOf(section.title);
  return meant === null ? null : (sections.find(({ title }) => meaningOf(title) === meant) ?? null);
}

function meaningOf(heading: string): string | null {
  const words = folded(heading);
  return SAME.find((names) => names.includes(words))?.[0] ?? null;
}

function folded(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
}

/** How text that is taken from an earlier report names it. */
export function copySourceOf({ origin, priorReportId, title, date }: PriorReportText): CopySource {
  const reportId = origin === 'own' ? ReportId.safeParse(priorReportId).data : undefined;
  return { reportId: reportId ?? null, title: title.slice(0, 300), date: isoDate(date) };
}
