import type { ReportContent } from '../../model/report.ts';
import { openFields } from '../macros/expand-macro.ts';
import { quoted } from './report-text.ts';
import type { TextFinding } from './report-text.ts';

/** Fields and choices of macros and templates that nobody has filled. Brackets that the reader typed are words. */
export function openFieldChecks(content: ReportContent): TextFinding[] {
  return content.sections.flatMap(({ sectionId, paragraphs }) => {
    let at = 0;
    return paragraphs.flatMap((paragraph) => {
      const found = paragraph.flatMap((inline): TextFinding[] => {
        const start = at;
        at += inline.text.length;
        if (inline.kind !== 'text' || (inline.from?.kind !== 'macro' && inline.from?.kind !== 'template')) return [];
        return openFields(inline.text).map((field) => ({
          code: 'check/open-field',
          sectionId,
          start: start + field.start,
          end: start + field.end,
          message: `${quoted(inline.text.slice(field.start, field.end))} was left open.`,
        }));
      });
      at += 1;
      return found;
    });
  });
}
