import type { ReportTemplate, TemplateSection } from '../model/report.ts';

/**
 * What an addendum is written into. It is never offered for a new report. Only one of its sections has to be filled: the frozen
 * text of the first report stands beneath it in every output.
 */
export const ADDENDUM_TEMPLATE: ReportTemplate = {
  templateId: 'addendum',
  version: 1,
  name: 'Addendum',
  modalities: [],
  bodyParts: [],
  title: { value: '18748-4', scheme: 'LN', meaning: 'Diagnostic imaging study' },
  sections: [
    section('addendum', 'Addendum', '55107-7', 'Addendum'),
    section('findings', 'Findings (addendum)', '59776-5', 'Findings'),
    section('impression', 'Impression (addendum)', '19005-8', 'Impressions'),
  ],
};

/** The addendum's form for a report of another template: it keeps the title code of that report. */
export function addendumTemplate(title: ReportTemplate['title']): ReportTemplate {
  return { ...ADDENDUM_TEMPLATE, title };
}

function section(sectionId: string, title: string, code: string, meaning: string): TemplateSection {
  return {
    sectionId,
    title,
    code: { value: code, scheme: 'LN', meaning },
    required: false,
    fields: [],
    initialText: '',
    normalText: '',
  };
}
