import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { useStore } from 'zustand';
import type { StudyId } from '../../../shared/model/ids.ts';
import { readinessLine, readinessConditions } from '../../../shared/rules/readiness-conditions.ts';
import { PatientName } from '../patient-name.tsx';
import { useWorklist, useWorklistView } from '../worklist-context.tsx';
import { ConditionList } from './condition-list.tsx';
import { clockOf } from './ready-cell.tsx';
import styles from './readiness.module.css';

/** Every condition of the row that was asked about, beside its mark. Escape gives the focus back to the row. */
export function ReadinessPopover({ grid }: { readonly grid: RefObject<HTMLElement | null> }) {
  const { readiness } = useWorklist();
  const asked = useStore(readiness.view, (view) => view.asked);
  return asked === null ? null : <Conditions key={asked} studyId={asked} grid={grid} />;
}

function Conditions({ studyId, grid }: { readonly studyId: StudyId; readonly grid: RefObject<HTMLElement | null> }) {
  const { readiness } = useWorklist();
  const row = useWorklistView((view) => view.rows.get(studyId));
  const facts = useStore(readiness.view, (view) => view.facts.get(studyId) ?? null);
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ readonly left: number; readonly top: number } | null>(null);
  useLayoutEffect(() => {
    const table = grid.current;
    if (table === null) return undefined;
    const put = (): void => {
      const mark = table.querySelector(`[data-study-id="${studyId}"] [data-column="ready"]`);
      if (box.current === null || !mark) return;
      setPlace(beside(mark.getBoundingClientRect(), box.current.getBoundingClientRect()));
    };
    put();
    // A banner or a panel that comes moves the list under it.
    const watch = new ResizeObserver(put);
    watch.observe(table);
    return () => watch.disconnect();
  }, [studyId, grid, facts]);
  useEffect(() => box.current?.focus({ preventScroll: true }), []);
  if (row === undefined) return null;
  const close = (giveBack: boolean): void => {
    readiness.ask(null);
    if (giveBack) grid.current?.querySelector<HTMLElement>(`[data-study-id="${studyId}"]`)?.focus();
  };
  return (
    <div
      ref={box}
      role="dialog"
      aria-label="Ready offline"
      tabIndex={-1}
      className={styles['popover']}
      style={place ?? { opacity: 0 }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) close(false);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        close(true);
      }}
    >
      <h2>
        <PatientName name={row.patient.name} />
      </h2>
      {facts === null ? (
        <p className={styles['quiet']}>The station is asked what is known of this case.</p>
      ) : (
        <>
          <p>{readinessLine(readinessConditions(facts, clockOf))}</p>
          <ConditionList facts={facts} />
        </>
      )}
    </div>
  );
}

const GAP = 4;

/** Under the mark where there is room, else above; never over the edges of the window. */
function beside(mark: DOMRect, box: DOMRect): { readonly left: number; readonly top: number } {
  const left = Math.max(GAP, Math.min(mark.left, window.innerWidth - box.width - GAP));
  const below = mark.bottom + GAP;
  const top = below + box.height <= window.innerHeight ? below : Math.max(GAP, mark.top - box.height - GAP);
  return { left, top };
}
