import type { ReportContent, ReportTemplate } from '../model/report.ts';
import type { PriorInfo } from '../model/study.ts';
import { paragraphsOf } from './plain-text.ts';

/** One series as the technique line needs it. Thickness in mm. */
export interface TechniqueSeries {
  readonly modality: string | null;
  readonly description: string | null;
  readonly images: number;
  readonly sliceThickness: number | null;
}

export interface DraftFacts {
  readonly reason: string | null;
  readonly series: readonly TechniqueSeries[];
  readonly prior: Pick<PriorInfo, 'modalities' | 'studyDate' | 'description'> | null;
}

/** Objects that are no images of the patient: not part of a technique. */
const NOT_ACQUIRED = new Set([
  'SR',
  'PR',
  'KO',
  'SEG',
  'DOC',
  'REG',
  'RTSTRUCT',
  'RTPLAN',
  'RTDOSE',
  'AU',
  'PLAN',
  'OT',
]);

/** What a new report begins with: the template's texts, filled from headers and priors, and empty fields. */
export function draftContent(template: ReportTemplate, facts: DraftFacts): ReportContent {
  const values: Readonly<Record<string, string>> = {
    clinical: facts.reason ?? '',
    technique: techniqueText(facts.series),
    comparison: comparisonText(facts.prior),
  };
  return {
    sections: template.sections.map((section) => ({
      sectionId: section.sectionId,
      paragraphs: paragraphsOf(
        section.initialText.replace(/\{(clinical|technique|comparison)\}/g, (_, key: string) => values[key] ?? ''),
      ),
      fields: Object.fromEntries(section.fields.map((field) => [field.fieldId, ''])),
    })),
  };
}

/** "Comparison: CT 2025-08-02, chest." or "None available." for the heading that says comparison already. */
export function comparisonText(prior: DraftFacts['prior']): string {
  if (!prior) return 'None available.';
  const when = isoDate(prior.studyDate);
  const what = [
    prior.modalities.filter((modality) => !NOT_ACQUIRED.has(modality)).join('/'),
    when ?? 'of unknown date',
  ];
  const words = what.filter((part) => part !== '').join(' ');
  return prior.description ? `${words}, ${prior.description}.` : `${words}.`;
}

/** Modality, series by name with their image counts, slice thicknesses. Empty when nothing is known. */
export function techniqueText(series: readonly TechniqueSeries[]): string {
  const acquired = series.filter((entry) => entry.modality !== null && !NOT_ACQUIRED.has(entry.modality));
  const modalities = [...new Set(acquired.map((entry) => entry.modality ?? ''))];
  return modalities
    .map((modality) =>
      oneModality(
        modality,
        acquired.filter((entry) => entry.modality === modality),
      ),
    )
    .join('\n');
}

function oneModality(modality: string, series: readonly TechniqueSeries[]): string {
  const shown = series.slice(0, 12).map((entry) => `${entry.description ?? 'unnamed series'} (${entry.images})`);
  const rest = series.length > shown.length ? `; and ${series.length - shown.length} more series` : '';
  const thick = [...new Set(series.map((entry) => entry.sliceThickness).filter((mm) => mm !== null && mm > 0))].sort(
    (a, b) => (a ?? 0) - (b ?? 0),
  );
  const slices =
    thick.length > 0 ? ` Slice thickness ${thick.map((mm) => Number((mm ?? 0).toFixed(2))).join(', ')} mm.` : '';
  return `${modality}: ${shown.join('; ')}${rest}.${slices}`;
}

/** DICOM DA to ISO; null when it is no full date. */
export function isoDate(date: string | null): string | null {
  const found = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(date ?? '');
  return found ? `${found[1]}-${found[2]}-${found[3]}` : null;
}
