import { AppError } from '../../../shared/errors/app-error.ts';
import type { ReportContent, ReportTemplate } from '../../../shared/model/report.ts';
import { zoneMinutes } from '../../../shared/report/render-text.ts';
import { templateSection } from '../../../shared/report/template.ts';

/** A save names the sections and fields of its template and no others. */
export function checkShape(template: ReportTemplate, content: ReportContent): void {
  for (const { sectionId, fields, origins = {} } of content.sections) {
    const section = templateSection(template, sectionId);
    const unknown = [...Object.keys(fields), ...Object.keys(origins)].find(
      (fieldId) => !section.fields.some((field) => field.fieldId === fieldId),
    );
    if (unknown !== undefined) {
      throw new AppError('report/unknown-field', 'the section has no such field', {
        context: { sectionId, fieldId: unknown },
      });
    }
  }
  const isSame =
    content.sections.length === template.sections.length &&
    content.sections.every((section, place) => section.sectionId === template.sections[place]?.sectionId);
  if (!isSame)
    throw new AppError('report/unknown-section', 'a report has the sections of its template, in their order');
}

/** Throws request/bad. */
export function checkZone(zone: string): void {
  try {
    zoneMinutes(zone);
  } catch (error) {
    throw new AppError('request/bad', 'a zone is written as +hh:mm', { cause: error });
  }
}
