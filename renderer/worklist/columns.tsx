import type { ReactNode } from 'react';
import type { WorklistRow } from '../../shared/model/study.ts';
import { AgeCell, DateCell, ImagesCell, PatientCell, PriorityCell, ReportCell } from './cells.tsx';
import { LeftCell, StudyCell } from './order-cells.tsx';
import { ReadyCell } from './readiness/ready-cell.tsx';
import type { ColumnId } from './sort.ts';

export interface Column {
  readonly id: ColumnId;
  readonly title: string;
  /** Read aloud where the title is a sign. */
  readonly name?: string;
  /** CSS grid track. */
  readonly width: string;
  readonly align?: 'right';
  readonly cell: (row: WorklistRow) => ReactNode;
}

const ABSENT = '';

/** Columns from left to right. */
export const COLUMNS: readonly Column[] = [
  { id: 'priority', title: '!', name: 'Priority', width: '28px', cell: (row) => <PriorityCell row={row} /> },
  {
    id: 'left',
    title: 'left',
    name: 'Time left',
    width: '56px',
    align: 'right',
    cell: (row) => <LeftCell row={row} />,
  },
  { id: 'patient', title: 'patient', width: 'minmax(108px, 2fr)', cell: (row) => <PatientCell row={row} /> },
  {
    id: 'patientId',
    title: 'id',
    width: 'minmax(60px, 1fr)',
    cell: (row) => <bdi>{row.patient.patientId ?? ABSENT}</bdi>,
  },
  { id: 'age', title: 'age', width: '48px', align: 'right', cell: (row) => <AgeCell row={row} /> },
  { id: 'sex', title: 'sex', width: '40px', cell: (row) => <bdi>{row.patient.sex ?? ABSENT}</bdi> },
  {
    id: 'modality',
    title: 'mod',
    name: 'Modality',
    width: '60px',
    cell: (row) => <bdi>{row.modalities.join(' ')}</bdi>,
  },
  {
    id: 'study',
    title: 'study',
    width: 'minmax(64px, 3fr)',
    cell: (row) => <StudyCell row={row} />,
  },
  { id: 'date', title: 'date', width: '136px', cell: (row) => <DateCell row={row} /> },
  { id: 'site', title: 'site', width: 'minmax(62px, 1fr)', cell: (row) => <bdi>{row.site}</bdi> },
  { id: 'images', title: 'images', width: '76px', align: 'right', cell: (row) => <ImagesCell row={row} /> },
  { id: 'priors', title: 'priors', width: '50px', align: 'right', cell: (row) => row.priors },
  { id: 'report', title: 'report', width: '90px', cell: (row) => <ReportCell row={row} /> },
  // "842 of 1000" is never cut: half a number is another number.
  { id: 'ready', title: 'ready', width: '112px', cell: (row) => <ReadyCell row={row} /> },
];

export const GRID_TEMPLATE = COLUMNS.map((column) => column.width).join(' ');
