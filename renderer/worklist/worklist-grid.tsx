import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import type { Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import type { StudyId } from '../../shared/model/ids.ts';
import { classNames, VisuallyHidden } from '../ui/index.ts';
import { COLUMNS, GRID_TEMPLATE } from './columns.tsx';
import { ReadinessPopover } from './readiness/readiness-popover.tsx';
import { useGridCommands } from './use-grid-commands.ts';
import styles from './worklist-grid.module.css';
import { useWorklist, useWorklistView } from './worklist-context.tsx';
import { StudyRow } from './worklist-row.tsx';

/** Height of a row in px, as --size-row. */
const ROW_PX = 28;

/** The rows, virtualised; one row is in the tab order and arrows move it. */
export function WorklistGrid({ onOpen }: { readonly onOpen: (studyId: StudyId) => void }) {
  const worklist = useWorklist();
  const shown = useWorklistView((view) => view.order.shown);
  const rows = useWorklistView((view) => view.rows);
  const gone = useWorklistView((view) => view.gone);
  const focused = useWorklistView((view) => view.focused);
  const scroller = useRef<HTMLDivElement>(null);
  const focusedIndex = focused === null ? -1 : shown.indexOf(focused);
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler here: nothing is memoised behind our back
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    getItemKey: (index) => shown[index] ?? index,
    // The focused row stays in the page, so that scrolling with the wheel does not lose the focus.
    rangeExtractor: (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      const extra = focusedIndex >= 0 && focusedIndex < shown.length && !indexes.includes(focusedIndex);
      return extra ? [...indexes, focusedIndex].sort((a, b) => a - b) : indexes;
    },
  });
  const scrollToIndex = useCallback((index: number) => virtual.scrollToIndex(index), [virtual]);
  const focusRow = useFocusRow(scroller, scrollToIndex);
  const pageRows = useCallback(() => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 2), []);
  useGridCommands({ focusRow, pageRows, onOpen });
  useHold(scroller);
  const items = virtual.getVirtualItems();
  const seen = items.flatMap(({ index }) => shown[index] ?? []);
  const inSight = seen.join(' ');
  useEffect(() => {
    worklist.readiness.see(seen);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- by what is in it: the list is made anew with every drawing
  }, [worklist, inSight]);

  return (
    <>
      <div
        ref={scroller}
        role="grid"
        aria-label="Worklist"
        aria-rowcount={shown.length + 1}
        aria-colcount={COLUMNS.length}
        tabIndex={-1}
        data-scope-focus=""
        className={styles['grid']}
      >
        <HeaderRow />
        <div role="rowgroup" className={styles['rows']} style={{ height: `${virtual.getTotalSize()}px` }}>
          {items.map((item) => {
            const id = shown[item.index];
            const row = id === undefined ? undefined : rows.get(id);
            if (!row) return null;
            return (
              <StudyRow
                key={row.studyId}
                row={row}
                index={item.index}
                top={item.start}
                focused={row.studyId === focused}
                gone={gone.has(row.studyId)}
                inTabOrder={focusedIndex >= 0 ? item.index === focusedIndex : item.index === 0}
                onFocus={(id) => worklist.focus(id)}
                onOpen={onOpen}
              />
            );
          })}
        </div>
      </div>
      <ReadinessPopover grid={scroller} />
    </>
  );
}

function HeaderRow() {
  const worklist = useWorklist();
  const sort = useWorklistView((view) => view.sort);
  return (
    <div role="rowgroup" className={styles['head']}>
      <div role="row" aria-rowindex={1} className={styles['headRow']} style={{ gridTemplateColumns: GRID_TEMPLATE }}>
        {COLUMNS.map((column) => {
          const sorted = sort.column === column.id ? sort.direction : 'none';
          return (
            <div
              key={column.id}
              role="columnheader"
              aria-sort={sorted}
              className={classNames(styles['headCell'], column.align === 'right' && styles['right'])}
            >
              <button
                type="button"
                tabIndex={-1}
                title={`Sort by ${column.name ?? column.title}`}
                className={styles['sort']}
                onClick={() => worklist.sortBy(column.id)}
              >
                {column.id === 'priority' ? (
                  <>
                    <VisuallyHidden>Priority</VisuallyHidden>
                    <span aria-hidden="true">{column.title}</span>
                  </>
                ) : (
                  column.title
                )}
                <span aria-hidden="true" className={styles['arrow']}>
                  {sorted === 'ascending' ? '▴' : sorted === 'descending' ? '▾' : ''}
                </span>
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Focuses the row of a study, bringing it into the page first. */
function useFocusRow(
  scroller: RefObject<HTMLElement | null>,
  scrollToIndex: (index: number) => void,
): (studyId: StudyId) => void {
  const worklist = useWorklist();
  return useCallback(
    (studyId) => {
      const index = worklist.view.getState().order.shown.indexOf(studyId);
      if (index < 0) return;
      worklist.focus(studyId);
      scrollToIndex(index);
      const focus = (): boolean => {
        const row = scroller.current?.querySelector<HTMLElement>(`[data-study-id="${studyId}"]`);
        row?.focus({ preventScroll: true });
        return row !== null && row !== undefined;
      };
      if (!focus()) requestAnimationFrame(focus);
    },
    [worklist, scroller, scrollToIndex],
  );
}

/** Tells the list when focus or pointer is on its rows. Only a pointer that really moves counts. */
function useHold(scroller: RefObject<HTMLElement | null>): void {
  const worklist = useWorklist();
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onRow = (target: EventTarget | null): boolean =>
      target instanceof Element && target.closest('[data-study-id]') !== null && element.contains(target);
    const focusIn = (event: FocusEvent): void => worklist.hold('focus', onRow(event.target));
    const focusOut = (event: FocusEvent): void => worklist.hold('focus', onRow(event.relatedTarget));
    const move = (event: PointerEvent): void => {
      if (event.movementX !== 0 || event.movementY !== 0) worklist.hold('pointer', onRow(event.target));
    };
    const leave = (): void => worklist.hold('pointer', false);
    element.addEventListener('focusin', focusIn);
    element.addEventListener('focusout', focusOut);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerleave', leave);
    return () => {
      element.removeEventListener('focusin', focusIn);
      element.removeEventListener('focusout', focusOut);
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerleave', leave);
      worklist.hold('focus', false);
      worklist.hold('pointer', false);
    };
  }, [worklist, scroller]);
}
