import { z } from 'zod';
import type { StudyId } from '../../../../shared/model/ids.ts';
import type { Code } from '../../../../shared/model/report.ts';
import type { TemplateSubject } from '../../../../shared/report/template.ts';
import { yearsBetween } from '../../../../shared/report/word-checks.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { studyFacts } from '../study-facts.ts';

const Codes = z.array(z.string());

/**
 * What the templates for a study are chosen by: its headers, its site, who reads, and the procedures that headers and order name.
 * @param ordered procedures of the order, as "RPID22^RADLEX"
 */
export function templateSubject(
  index: Db,
  studyId: StudyId,
  { ordered, reader }: { readonly ordered: readonly string[]; readonly reader: readonly string[] },
): TemplateSubject {
  const { patient, study, bodyParts } = studyFacts(index, studyId);
  const procedures = [...new Set([...ordered, ...headerProcedures(index, studyId)])];
  const site = index
    .prepare<[string], string>('SELECT site.name FROM study JOIN site USING (site_id) WHERE study_id = ?')
    .pluck()
    .get(studyId);
  return {
    modalities: study.modalities,
    description: study.description,
    bodyParts,
    procedures: procedures.map(codeOf),
    sex: patient.sex,
    ageYears: yearsBetween(patient.birthDate, study.date),
    site: site ?? null,
    reader,
  };
}

function headerProcedures(index: Db, studyId: StudyId): string[] {
  return index
    .prepare<[string], string>(
      `SELECT DISTINCT json_extract(image, '$.asked.procedures') AS codes FROM object JOIN series USING (series_id)
       WHERE study_id = ? AND codes IS NOT NULL`,
    )
    .pluck()
    .all(studyId)
    .flatMap((text) => Codes.parse(JSON.parse(text)));
}

function codeOf(text: string): Code {
  const [value = '', scheme = ''] = text.split('^');
  return { value, scheme, meaning: '' };
}
