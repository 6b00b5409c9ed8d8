import { memo } from 'react';
import type { StudyId } from '../../shared/model/ids.ts';
import type { WorklistRow } from '../../shared/model/study.ts';
import { classNames } from '../ui/index.ts';
import { COLUMNS, GRID_TEMPLATE } from './columns.tsx';
import styles from './worklist-grid.module.css';

export interface RowProps {
  readonly row: WorklistRow;
  /** From 0, in the shown order. */
  readonly index: number;
  /** Pixels from the top of the rows. */
  readonly top: number;
  readonly focused: boolean;
  readonly gone: boolean;
  readonly inTabOrder: boolean;
  readonly onFocus: (studyId: StudyId) => void;
  readonly onOpen: (studyId: StudyId) => void;
}

/** One study. It acts on its own id, whatever stands in its place a moment later. */
export const StudyRow = memo(function StudyRow(props: RowProps) {
  const { row, index, top, focused, gone, inTabOrder, onFocus, onOpen } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={focused}
      aria-disabled={gone || undefined}
      data-study-id={row.studyId}
      data-study-uid={row.studyUid}
      tabIndex={inTabOrder ? 0 : -1}
      className={classNames(styles['row'], focused && styles['focused'], gone && styles['gone'])}
      style={{ gridTemplateColumns: GRID_TEMPLATE, transform: `translateY(${top}px)` }}
      onFocus={() => onFocus(row.studyId)}
      onDoubleClick={() => onOpen(row.studyId)}
    >
      {COLUMNS.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          data-column={column.id}
          className={classNames(styles['cell'], column.align === 'right' && styles['right'])}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
});
