import { foldText } from '../../../shared/dicom/person-name.ts';

/** A condition over the study table, with what to bind by name. */
export interface SearchCondition {
  readonly sql: string;
  readonly values: Readonly<Record<string, string>>;
}

const MAX_WORDS = 8;

/** Codes that readers type for a kind of study (Part 3, C.7.3.1.1.1); any other word need not look at series. */
const MODALITIES: ReadonlySet<string> = new Set(
  [
    'AU',
    'BDUS',
    'BMD',
    'BTO',
    'CR',
    'CT',
    'DG',
    'DOC',
    'DX',
    'ECG',
    'EPS',
    'ES',
    'GM',
    'HC',
    'HD',
    'IO',
    'IVOCT',
  ].concat(
    ['IVUS', 'KO', 'LS', 'MG', 'MR', 'NM', 'OCT', 'OP', 'OPT', 'OT', 'PR', 'PT', 'PX', 'RF', 'RG', 'RTDOSE', 'RTIMAGE'],
    ['RTPLAN', 'RTSTRUCT', 'RWV', 'SEG', 'SM', 'SR', 'TG', 'US', 'VA', 'XA', 'XC'],
  ),
);

/**
 * Search as you type: every word must be found, anywhere in a name (folded, any group), patient id, accession or
 * description, as the beginning of a date, or as a study UID; the code of a modality finds its studies as well. Each
 * table is walked once, however many studies there are. No words: everything.
 */
export function searchCondition(search: string): SearchCondition {
  const words = search
    .split(/[\s^=,]+/)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS);
  const values: Record<string, string> = {};
  const conditions = words.map((word, index) => {
    const bind = (name: string, value: string): string => {
      values[`${name}${index}`] = value;
      return `@${name}${index}`;
    };
    const text = bind('text', `%${escapeLike(word)}%`);
    const like = (column: string, value = text): string => `${column} LIKE ${value} ESCAPE '\\'`;
    const folded = foldText(word);
    const inName = folded === '' ? [] : [like('name_search', bind('name', `%${escapeLike(folded)}%`))];
    const patients = [...inName, like('patient_id')].join(' OR ');
    const parts = [
      `study.patient_key IN (SELECT patient_key FROM patient WHERE ${patients})`,
      like('study.accession'),
      like('study.description'),
    ];
    if (/^\d+$/.test(word)) parts.push(like('study.study_date', bind('date', `${word}%`)));
    if (/^\d+(\.\d+)+$/.test(word)) parts.push(`study.study_uid = ${bind('uid', word)}`);
    if (MODALITIES.has(word.toUpperCase())) {
      const modality = bind('modality', word.toUpperCase());
      parts.push(
        `EXISTS (SELECT 1 FROM series WHERE series.study_id = study.study_id AND series.modality = ${modality})`,
      );
    }
    return `(${parts.join(' OR ')})`;
  });
  return { sql: conditions.length === 0 ? 'TRUE' : conditions.join(' AND '), values };
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
