import type { Paragraph, ReportContent, ReportTemplate } from '../model/report.ts';
import type { PriorInfo } from '../model/study.ts';
import { paragraphsOf, paragraphText } from './plain-text.ts';
import { acquiredModalities, techniqueText } from './technique.ts';
import type { TechniqueSeries } from './technique.ts';

export interface DraftFacts {
  readonly reason: string | null;
  readonly series: readonly TechniqueSeries[];
  readonly study: { readonly description: string | null; readonly bodyParts: readonly string[] };
  readonly prior: Pick<PriorInfo, 'modalities' | 'studyDate' | 'description'> | null;
}

/** What a new report begins with: the template's texts, filled from headers and priors, and empty fields. */
export function draftContent(template: ReportTemplate, facts: DraftFacts): ReportContent {
  const values: Readonly<Record<string, string>> = {
    clinical: facts.reason ?? '',
    technique: techniqueText(facts.series, facts.study),
    comparison: comparisonText(facts.prior),
  };
  return {
    sections: template.sections.map((section) => ({
      sectionId: section.sectionId,
      paragraphs: paragraphsOf(
        section.initialText.replace(/\{(clinical|technique|comparison)\}/g, (_, key: string) => values[key] ?? ''),
        { kind: 'template' },
      ),
      fields: Object.fromEntries(section.fields.map((field) => [field.fieldId, field.initial ?? ''])),
    })),
    provenance: 1,
  };
}

/** The technique of one report about several studies: theirs in order, what two say alike once. */
export function techniqueOfAll(all: readonly Pick<DraftFacts, 'series' | 'study'>[]): string {
  const lines = all.flatMap(({ series, study }) => techniqueText(series, study).split('\n'));
  return [...new Set(lines.filter((line) => line !== ''))].join('\n');
}

/**
 * A draft whose studies became more or fewer: the technique that a template filled in follows them. Where somebody wrote in that section,
 * it stays as it is. The same object where nothing changes.
 * @param before technique of the studies that it was about
 */
export function withTechnique(
  template: ReportTemplate,
  content: ReportContent,
  { before, after }: { readonly before: string; readonly after: string },
): ReportContent {
  let isChanged = false;
  const sections = content.sections.map((section) => {
    const initial = template.sections.find(({ sectionId }) => sectionId === section.sectionId)?.initialText ?? '';
    if (!initial.includes('{technique}') || before === after) return section;
    const filled = (technique: string): Paragraph[] =>
      paragraphsOf(
        initial.replaceAll('{technique}', () => technique),
        { kind: 'template' },
      );
    const isUntouched =
      textOf(section.paragraphs) === textOf(filled(before)) &&
      section.paragraphs.flat().every((inline) => inline.kind === 'text' && inline.from?.kind === 'template');
    if (!isUntouched) return section;
    isChanged = true;
    return { ...section, paragraphs: filled(after) };
  });
  return isChanged ? { ...content, sections } : content;
}

function textOf(paragraphs: readonly Paragraph[]): string {
  return paragraphs
    .map((paragraph) => paragraphText(paragraph))
    .join('\n')
    .trim();
}

/** "CT/PT of 2025-08-02 (chest)." or "None available." for the heading that says comparison already. */
export function comparisonText(prior: DraftFacts['prior']): string {
  if (!prior) return 'None available.';
  const what = acquiredModalities(prior.modalities).join('/') || 'Study';
  const name = prior.description ? ` (${prior.description})` : '';
  return `${what} of ${isoDate(prior.studyDate) ?? 'unknown date'}${name}.`;
}

/** DICOM DA to ISO; null when it is no full date. */
export function isoDate(date: string | null): string | null {
  const found = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(date ?? '');
  return found ? `${found[1]}-${found[2]}-${found[3]}` : null;
}
