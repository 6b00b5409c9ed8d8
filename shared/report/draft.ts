import type { ReportContent, ReportTemplate } from '../model/report.ts';
import type { PriorInfo } from '../model/study.ts';
import { paragraphsOf } from './plain-text.ts';
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
