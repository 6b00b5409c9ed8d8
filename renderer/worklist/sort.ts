import { foldText } from '../../shared/dicom/person-name.ts';
import type { WorklistRow } from '../../shared/model/study.ts';

export type ColumnId =
  | 'priority'
  | 'left'
  | 'patient'
  | 'patientId'
  | 'age'
  | 'sex'
  | 'modality'
  | 'study'
  | 'date'
  | 'site'
  | 'images'
  | 'priors'
  | 'report'
  | 'ready';

export interface Sort {
  readonly column: ColumnId;
  readonly direction: 'ascending' | 'descending';
}

/** Most urgent first, then the newest. */
export const DEFAULT_SORT: Sort = { column: 'priority', direction: 'ascending' };

/** Direction a column begins with: numbers and dates with the largest, words with A. */
export function firstDirection(column: ColumnId): Sort['direction'] {
  return column === 'date' || column === 'images' || column === 'priors' ? 'descending' : 'ascending';
}

const PRIORITY = { stat: 0, urgent: 1, routine: 2 } as const;
const REPORT = { none: 0, draft: 1, withdrawn: 2, preliminary: 3, final: 4, addended: 5, corrected: 6 } as const;
const READY = { 'offline-ready': 0, arriving: 1, incomplete: 2, damaged: 3, 'at-site': 4 } as const;
/** By images alone, until somebody knows better. */
const byImages = (row: WorklistRow): number => READY[row.readiness];

/** What a column is sorted by; null goes last in both directions. */
function sortValue(row: WorklistRow, column: ColumnId, ready: (row: WorklistRow) => number): string | number | null {
  switch (column) {
    case 'priority':
      return row.priority === null ? PRIORITY.routine : PRIORITY[row.priority];
    case 'left':
      // What waits for its site has no time that runs.
      return row.hold === undefined ? (row.order?.dueAt ?? null) : null;
    case 'patient':
      return text(row.patient.name.alphabetic || row.patient.name.ideographic || row.patient.name.phonetic);
    case 'patientId':
      return text(row.patient.patientId);
    case 'age':
      // Younger first, as the column's numbers rise: the later the birth date, the smaller the value.
      return row.patient.birthDate === null
        ? null
        : -Number(row.patient.birthDate.replaceAll(/\D/g, '').padEnd(8, '0'));
    case 'sex':
      return text(row.patient.sex);
    case 'modality':
      return text(row.modalities.join(' '));
    case 'study':
      return text(row.description);
    case 'date':
      return row.studyDate === null ? null : `${row.studyDate} ${row.studyTime ?? ''}`;
    case 'site':
      return text(row.site);
    case 'images':
      return row.received;
    case 'priors':
      return row.priors;
    case 'report':
      return REPORT[row.reportState];
    case 'ready':
      return ready(row);
  }
}

function text(value: string | null): string | null {
  const folded = foldText(value ?? '');
  return folded === '' ? null : folded;
}

function compareValues(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

function compareColumn(a: WorklistRow, b: WorklistRow, { column, direction }: Sort, ready = byImages): number {
  const left = sortValue(a, column, ready);
  const right = sortValue(b, column, ready);
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return compareValues(left, right) * (direction === 'ascending' ? 1 : -1);
}

/** A whole order: rows that are equal in the column go by date, newest first, then by arrival, then by id. */
export function compareRows(a: WorklistRow, b: WorklistRow, sort: Sort, ready = byImages): number {
  return (
    compareColumn(a, b, sort, ready) ||
    compareColumn(a, b, { column: 'date', direction: 'descending' }) ||
    compareValues(b.arrivedAt, a.arrivedAt) ||
    compareValues(a.studyId, b.studyId)
  );
}
