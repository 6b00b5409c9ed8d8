import { useEffect, useMemo, useRef } from 'react';
import type { DragEvent } from 'react';
import { displayName } from '../../shared/dicom/person-name.ts';
import { NO_FAULTS } from '../../shared/hanging/slice-faults.ts';
import { StudyId } from '../../shared/model/ids.ts';
import type { SeriesForReading, StudyForReading } from '../../shared/model/study.ts';
import { errorWords } from '../app/notices/index.ts';
import type { SeriesStack, SeriesStacks } from '../hanging/index.ts';
import { bounded } from '../ui/index.ts';
import { noPictureText, ViewportView } from '../viewer/index.ts';
import type { GlassTruth, SeriesFacts } from '../viewer/index.ts';
import { useComposition, useDesk, useDeskCase, useDeskLayout, useDeskRuntime, useDeskSaved } from './desk-context.tsx';
import styles from './reading-desk.module.css';
import { SERIES_DRAG } from './series-rail.tsx';
import { findSeries, studiesOf } from './stores.ts';
import { whenOf } from './study-when.ts';
import type { Composed, DeskCase } from './stores.ts';
import { WheelHand } from './wheel-hand.ts';

/** A smaller viewport has no room for who, when, which side and which slice: the grid scrolls instead. CSS pixels. */
const LEAST_WIDTH = 200;
const LEAST_HEIGHT = 230;
const NOTHING_SEEN: ReadonlySet<number> = new Set();

/** The viewports. The wheel scrolls, with Ctrl it zooms. */
export function ViewportGrid() {
  const desk = useDesk();
  const grid = useRef<HTMLDivElement>(null);
  const { rows, columns, cells, active, full, overlayShown } = useDeskLayout((layout) => layout);
  useEffect(() => {
    if (!grid.current) return undefined;
    const hand = new WheelHand(desk, grid.current);
    return () => hand.dispose();
  }, [desk]);
  const shown = full ? [active] : cells;
  return (
    <div
      ref={grid}
      className={styles['grid']}
      data-overlay={overlayShown}
      style={{
        gridTemplateColumns: `repeat(${full ? 1 : columns}, minmax(${LEAST_WIDTH}px, 1fr))`,
        gridTemplateRows: `repeat(${full ? 1 : rows}, minmax(${LEAST_HEIGHT}px, 1fr))`,
      }}
    >
      {shown.map((viewportId) => (
        <GridCell key={viewportId} viewportId={viewportId} number={cells.indexOf(viewportId) + 1} />
      ))}
    </div>
  );
}

function GridCell({ viewportId, number }: { readonly viewportId: string; readonly number: number }) {
  const desk = useDesk();
  const open = useDeskCase();
  const active = useDeskLayout((layout) => layout.active === viewportId);
  const several = useDeskLayout((layout) => layout.cells.length > 1);
  const cell = useComposition((composition) => composition.cells[viewportId] ?? null);
  const seen = useDeskRuntime((runtime) => runtime.seen[cell?.seriesUid ?? '']) ?? NOTHING_SEEN;
  const linked = useDeskRuntime((runtime) => runtime.linked);
  const measurements = useDeskSaved((saved) => saved.measurements);
  // All that hangs on the series is made once: a step through it changes none of it.
  const { series, stack, facts } = useMemo(() => hungIn(desk.stacks, open, cell), [desk, open, cell]);
  const measured = useMemo(
    () =>
      measurements.flatMap((one) => {
        const place = one.deleted ? null : (stack?.placeOf(one) ?? null);
        return place === null ? [] : [place];
      }),
    [measurements, stack],
  );
  const activate = useMemo(() => () => desk.activate(viewportId), [desk, viewportId]);
  return (
    <div
      className={styles['cell']}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => drop(event, desk.showSeries.bind(desk, viewportId))}
    >
      <ViewportView
        engine={desk.engine}
        viewportId={viewportId}
        number={number}
        facts={facts}
        active={active && several}
        focusable={active}
        link={linked ? desk.link.kindOf(viewportId) : null}
        instead={insteadOf(series, stack?.refs.length ?? 0)}
        seen={seen}
        measured={measured}
        faults={stack?.faults ?? NO_FAULTS}
        errorText={failureText}
        onHandle={desk.attach}
        onActivate={activate}
      />
    </div>
  );
}

interface HungIn {
  readonly series: SeriesForReading | null;
  readonly stack: SeriesStack | null;
  readonly facts: SeriesFacts | null;
}

function hungIn(stacks: SeriesStacks, open: DeskCase, cell: Composed | null): HungIn {
  const series = cell ? findSeries(open, cell.studyId, cell.seriesUid) : null;
  const study = cell ? studiesOf(open).find((one) => one.study.studyId === cell.studyId) : undefined;
  return {
    series,
    stack: series ? stacks.of(series) : null,
    facts: cell && series && study ? factsOf(cell, series, study, open) : null,
  };
}

function failureText({ error }: GlassTruth): string {
  const words = errorWords(error);
  return `${words.title}. ${words.next}`;
}

function drop(event: DragEvent, show: (studyId: StudyId, seriesUid: string) => void): void {
  const text = event.dataTransfer.getData(SERIES_DRAG);
  if (text === '') return;
  event.preventDefault();
  event.stopPropagation();
  const dropped: unknown = JSON.parse(text);
  if (typeof dropped !== 'object' || dropped === null || !('studyId' in dropped) || !('seriesUid' in dropped)) return;
  const studyId = StudyId.safeParse(dropped.studyId);
  if (studyId.success && typeof dropped.seriesUid === 'string') show(studyId.data, dropped.seriesUid);
}

function factsOf(cell: Composed, series: SeriesForReading, { study }: StudyForReading, open: DeskCase): SeriesFacts {
  return {
    studyUid: study.studyUid,
    seriesUid: series.seriesUid,
    role: cell.role,
    patient: bounded(displayName(study.patient.name)),
    patientId: bounded(study.patient.patientId ?? ''),
    modality: series.modality ?? '',
    series: bounded(
      [series.modality, series.number, series.description ?? series.protocol].filter((part) => part !== null).join(' '),
    ),
    // Two studies of one day are told apart by the time.
    studyDate: whenOf(
      study,
      studiesOf(open).map((one) => one.study),
    ),
    institution: bounded(study.institution ?? ''),
    received: series.received,
    expected: series.expected,
  };
}

function insteadOf(series: SeriesForReading | null, pictures: number): string | null {
  if (!series || pictures > 0) return null;
  const [first] = series.images;
  return first ? noPictureText(first) : 'No objects of this series are here.';
}
