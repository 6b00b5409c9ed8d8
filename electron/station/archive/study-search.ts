import { foldText } from '../../../shared/dicom/person-name.ts';

/** A condition over study, patient and series, with what to bind by name. */
export interface SearchCondition {
  readonly sql: string;
  readonly values: Readonly<Record<string, string>>;
}

const MAX_TERMS = 8;

/**
 * Search as you type: every word must be found, as the beginning or the middle of a name (folded, any group), id,
 * accession, description, body part or UID; a word of two capital letters is a modality as well. No words: everything.
 */
export function searchCondition(search: string): SearchCondition {
  const words = search
    .split(/[\s^=,]+/)
    .filter((word) => word !== '')
    .slice(0, MAX_TERMS);
  const values: Record<string, string> = {};
  const conditions = words.map((word, index) => {
    values[`name${index}`] = `%${escapeLike(foldText(word))}%`;
    values[`text${index}`] = `%${escapeLike(word)}%`;
    values[`exact${index}`] = word.toUpperCase();
    const like = (column: string): string => `${column} LIKE @text${index} ESCAPE '\\'`;
    const name = foldText(word) === '' ? 'FALSE' : `patient.name_search LIKE @name${index} ESCAPE '\\'`;
    return `(${name} OR ${like('patient.patient_id')} OR ${like('study.accession')} OR ${like('study.description')}
      OR ${like('study.study_uid')} OR ${like('study.study_date')} OR EXISTS (SELECT 1 FROM series
        WHERE series.study_id = study.study_id
          AND (series.modality = @exact${index} OR ${like('series.body_part')} OR ${like('series.description')})))`;
  });
  return { sql: conditions.length === 0 ? 'TRUE' : conditions.join(' AND '), values };
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
