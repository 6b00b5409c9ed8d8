import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { auditKind } from '../../shared/audit/event-map.ts';
import type { AuditRecord } from '../../shared/contract/audit.ts';
import { classNames } from '../ui/index.ts';
import type { AuditSearch } from './audit-search.ts';
import styles from './audit-dialog.module.css';

/** Height of a row in px, as --size-row. */
const ROW_PX = 28;
const COLUMNS = ['Time', 'Person', 'Act', 'About', 'No.'] as const;
/** Rows from the end at which the next page is asked for. */
const AHEAD = 40;

/** The records, virtualised; one row is in the tab order, and arrows, Page Up, Page Down, Home and End move it. */
export function AuditGrid({
  search,
  chosen,
  onChoose,
}: {
  readonly search: AuditSearch;
  readonly chosen: AuditRecord | null;
  readonly onChoose: (record: AuditRecord) => void;
}) {
  const records = useStore(search.view, (view) => view.records);
  const total = useStore(search.view, (view) => view.total);
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const focused = Math.min(at, Math.max(0, records.length - 1));
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler here: nothing is memoised behind our back
  const virtual = useVirtualizer({
    count: records.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const end = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (records.length > 0 && end >= records.length - AHEAD) void search.more();
  }, [search, end, records.length]);

  const go = (index: number): void => {
    const next = Math.max(0, Math.min(records.length - 1, index));
    setAt(next);
    virtual.scrollToIndex(next);
    const record = records[next];
    if (record !== undefined) onChoose(record);
    const focus = (): void => scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus();
    requestAnimationFrame(focus);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 2);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: focused + 1,
      ArrowUp: focused - 1,
      PageDown: focused + page,
      PageUp: focused - page,
      Home: 0,
      End: records.length - 1,
      Enter: focused,
      ' ': focused,
    };
    const next = steps[event.key];
    if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    go(next);
  };
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Records"
      aria-rowcount={total + 1}
      aria-colcount={COLUMNS.length}
      className={styles['grid']}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className={styles['head']}>
        <div role="row" aria-rowindex={1} className={styles['row']}>
          {COLUMNS.map((column) => (
            <div key={column} role="columnheader">
              {column}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={styles['rows']} style={{ height: `${virtual.getTotalSize()}px` }}>
        {items.map((item) => {
          const record = records[item.index];
          if (record === undefined) return null;
          return (
            <div
              key={record.seq}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={record.seq === chosen?.seq}
              data-index={item.index}
              tabIndex={item.index === focused ? 0 : -1}
              className={classNames(styles['row'], styles['record'])}
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={() => go(item.index)}
            >
              <Cells record={record} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Cells({ record }: { readonly record: AuditRecord }) {
  const { words, outcome } = auditKind(record.command);
  const cells = [
    localTime(record.at),
    record.personName ?? record.personId,
    outcome >= 4 ? `⚠ ${words}` : words,
    record.subject,
    String(record.seq),
  ];
  return cells.map((text, column) => (
    <div key={COLUMNS[column]} role="gridcell" title={text}>
      <bdi>{text}</bdi>
    </div>
  ));
}

/** UTC to the clock of this computer, "2026-03-01 03:15:07". */
export function localTime(utc: string): string {
  const at = new Date(utc);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}
