import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { ReviewRegion } from '../model/review/source-report.ts';
import { ArbitrationOutcome, ErrorClass, RadpeerScore } from '../model/review/score.ts';
import { needsArbitration } from './radpeer.ts';
import type { ReviewProgress } from './states.ts';

/** On every artefact of peer review. Laws of peer review differ: where it applies is for the practice to say. */
export const PRIVILEGE_BANNER =
  'Confidential peer review document. Privileged where the law protects peer review. Not part of the medical record.';

/** Of images, as (0008,0060) says it; another one is OT. */
const MODALITIES = ['CT', 'MR', 'US', 'CR', 'DX', 'RF', 'XA', 'MG', 'NM', 'PT', 'BMD', 'IO', 'PX', 'OT'] as const;

/**
 * One line of the registry's file (rule 3.1), and nothing else. Every field is a number, a day or one of a closed list, so that there is
 * no place for a patient in it. The day is that on which the review was settled, not one of the patient.
 */
export const RadpeerRow = z.strictObject({
  groupId: z.string().regex(/^\d{1,10}$/),
  physicianNumber: z.string().regex(/^\d{1,10}$/),
  modality: z.enum(MODALITIES),
  studyType: ReviewRegion,
  date: z.iso.date(),
  score: RadpeerScore,
  arbitration: ArbitrationOutcome,
  errorClass: z.enum([...ErrorClass.options, 'none']),
  comment: z.enum(['y', 'n']),
});
export type RadpeerRow = Readonly<z.infer<typeof RadpeerRow>>;

/** What the export reads of a review. */
export interface ExportedReview {
  readonly progress: ReviewProgress;
  readonly modality: string;
  readonly region: ReviewRegion;
  /** Of the author, from the coordinator's store. */
  readonly physicianNumber: string;
  /** Day on which it was agreed or settled, UTC. */
  readonly settledOn: string;
}

/** Whether a review may be in the file now: it is agreed, and a 2b, 3a or 3b has been arbitrated, whichever score stands in the end. */
export function isExportable({ state, score, scoring, outcome }: ReviewProgress): boolean {
  if ((state !== 'agreed' && state !== 'closed') || score === null || scoring === null) return false;
  return outcome !== 'none' || !(needsArbitration(scoring.score) || needsArbitration(score));
}

/**
 * In one order whatever order they came in.
 * @throws AppError review/not-settled, review/bad-export-row
 */
export function radpeerRows(reviews: readonly ExportedReview[], groupId: string): RadpeerRow[] {
  return reviews
    .map((review) => rowOf(review, groupId))
    .map((row) => ({ row, key: fieldsOf(row).join(',') }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ row }) => row);
}

function rowOf(
  { progress, modality, region, physicianNumber, settledOn }: ExportedReview,
  groupId: string,
): RadpeerRow {
  if (!isExportable(progress)) throw new AppError('review/not-settled', 'not agreed, or not arbitrated');
  const read = RadpeerRow.safeParse({
    ...{ groupId, physicianNumber, studyType: region, date: settledOn, score: progress.score },
    modality: MODALITIES.find((one) => one === modality) ?? 'OT',
    arbitration: progress.outcome,
    errorClass: progress.scoring?.errorClass ?? 'none',
    comment: (progress.scoring?.comment.trim() ?? '') === '' ? 'n' : 'y',
  });
  // Which field it was is said, never what stood in it.
  const field = String(read.error?.issues[0]?.path[0] ?? '');
  if (!read.success)
    throw new AppError('review/bad-export-row', 'a field holds something else', { context: { field } });
  return read.data;
}

const COLUMNS = [
  ...['group_id', 'physician_number', 'modality', 'study_type', 'date', 'score', 'arbitration_outcome'],
  ...['error_class', 'comment_present'],
] as const;

function fieldsOf(row: RadpeerRow): string[] {
  return [
    ...[row.groupId, row.physicianNumber, row.modality, row.studyType, row.date, row.score, row.arbitration],
    ...[row.errorClass, row.comment],
  ];
}

/** RFC 4180. No field can begin with a sign of a formula or hold a comma, a quote or a line end: the rows are checked against their lists. */
export function radpeerCsv(rows: readonly RadpeerRow[]): string {
  const lines = rows.map((row) => fieldsOf(RadpeerRow.parse(row)).join(','));
  return `${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}

/** The same rows as XML 1.0: an element a row, an attribute a field. */
export function radpeerXml(rows: readonly RadpeerRow[]): string {
  const lines = rows.map((row) => {
    const fields = fieldsOf(RadpeerRow.parse(row)).map((value, at) => `${COLUMNS[at] ?? ''}="${value}"`);
    return `  <review ${fields.join(' ')}/>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<!-- ${PRIVILEGE_BANNER} -->\n<radpeer>\n${lines.join('')}</radpeer>\n`;
}
