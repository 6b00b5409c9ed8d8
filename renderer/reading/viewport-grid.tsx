import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { DragEvent } from 'react';
import { displayName } from '../../shared/dicom/person-name.ts';
import { NO_FAULTS } from '../../shared/hanging/slice-faults.ts';
import { StudyId } from '../../shared/model/ids.ts';
import type { SeriesForReading, StudyForReading } from '../../shared/model/study.ts';
import { useWordsWithKeys } from '../app/commands/index.ts';
import { errorWords } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { linesOf, tracksOf } from '../hanging/index.ts';
import type { Rect, SeriesStack, SeriesStacks, Tracks } from '../hanging/index.ts';
import { pitchHere } from '../settings/index.ts';
import { bounded } from '../ui/index.ts';
import { noPictureText, ViewportView } from '../viewer/index.ts';
import type { FrameRef, GlassTruth, SeriesFacts } from '../viewer/index.ts';
import { shownStack, stackOfCell } from './cell-stack.ts';
import { DocumentInCell, documentsIn } from './document-in-cell.tsx';
import { useComposition, useDesk, useDeskCase, useDeskLayout, useDeskRuntime, useDeskSaved } from './desk-context.tsx';
import { keyWords } from './key-words.ts';
import styles from './reading-desk.module.css';
import { SERIES_DRAG } from './series-rail.tsx';
import { FlickerMark } from './navigation/flicker-mark.tsx';
import { useShared } from './navigation/use-shared.ts';
import { saidRole } from './other-study.ts';
import { phaseWords } from './phases/phase-book.ts';
import { ReportInCell } from './report-in-cell.tsx';
import { findSeries, isMade, studiesOf } from './stores.ts';
import { VideoInCell, videosOf } from './video-in-cell.tsx';
import { whenOf } from './study-when.ts';
import type { Composed, DeskCase, DeskLayout } from './stores.ts';
import { WheelHand } from './wheel-hand.ts';

/** A smaller viewport has no room for who, when, which side and which slice: the grid scrolls instead. CSS pixels. */
const LEAST_WIDTH = 200;
const LEAST_HEIGHT = 230;
const NOTHING_SEEN: ReadonlySet<number> = new Set();
const NOTHING_MEASURED: readonly number[] = [];

/** The viewports. The wheel does what the reader chose. */
export function ViewportGrid() {
  const desk = useDesk();
  const { controls } = useServices();
  const grid = useRef<HTMLDivElement>(null);
  const { rows, columns, cells, places, active, full, overlayShown } = useDeskLayout((layout) => layout);
  useEffect(() => {
    if (!grid.current) return undefined;
    const hand = new WheelHand(desk, grid.current, () => controls.view.getState().controls.mouse);
    return () => hand.dispose();
  }, [desk, controls]);
  useEffect(() => {
    const element = grid.current;
    if (!element || full) return undefined;
    const observer = new ResizeObserver(() => desk.hanging.roomIs(element.clientWidth, element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [desk, full]);
  const shown = full ? [active] : cells;
  const tracks = full ? null : unevenTracks(cells, places);
  return (
    <div
      ref={grid}
      className={styles['grid']}
      data-overlay={overlayShown}
      style={
        tracks
          ? { gridTemplateColumns: shares(tracks.columns), gridTemplateRows: shares(tracks.rows) }
          : {
              gridTemplateColumns: `repeat(${full ? 1 : columns}, minmax(${LEAST_WIDTH}px, 1fr))`,
              gridTemplateRows: `repeat(${full ? 1 : rows}, minmax(${LEAST_HEIGHT}px, 1fr))`,
            }
      }
    >
      {shown.map((viewportId) => (
        <GridCell
          key={viewportId}
          viewportId={viewportId}
          number={cells.indexOf(viewportId) + 1}
          area={tracks ? areaOf(places[viewportId], tracks) : undefined}
        />
      ))}
    </div>
  );
}

/** Lines of a layout of unequal viewports; null where they are rows and columns. */
function unevenTracks(cells: readonly string[], places: DeskLayout['places']): Tracks | null {
  const known = cells.flatMap((id) => places[id] ?? []);
  return known.length === cells.length ? tracksOf(known) : null;
}

function shares(tracks: readonly number[]): string {
  return tracks.map((share) => `minmax(0, ${(share * 100).toFixed(3)}fr)`).join(' ');
}

function areaOf(place: Rect | undefined, tracks: Tracks): string | undefined {
  if (!place) return undefined;
  const { top, left, bottom, right } = linesOf(place, tracks);
  return `${top} / ${left} / ${bottom} / ${right}`;
}

function GridCell({
  viewportId,
  number,
  area,
}: {
  readonly viewportId: string;
  readonly number: number;
  /** Lines of the grid that it lies between; absent: the next free place. */
  readonly area: string | undefined;
}) {
  const desk = useDesk();
  const open = useDeskCase();
  const own = useDeskLayout((layout) => layout.active === viewportId);
  // One focus over all windows.
  const elsewhere = useDeskRuntime((runtime) => runtime.elsewhere !== null);
  const active = own && !elsewhere;
  const several = useDeskLayout((layout) => layout.cells.length > 1) || desk.windows?.several === true;
  const cell = useComposition((composition) => composition.cells[viewportId] ?? null);
  const reason = useComposition((composition) => composition.reasons[viewportId] ?? null);
  const report = useComposition((composition) => (cell ? null : (composition.reports?.[viewportId] ?? null)));
  const seenOfSeries = useDeskRuntime((runtime) => runtime.seen[cell?.seriesUid ?? '']) ?? NOTHING_SEEN;
  const linked = useDeskRuntime((runtime) => runtime.linked);
  const { preferences } = useServices();
  const pitch = useStore(preferences, (state) => pitchHere(state)?.mmPerPixel ?? null);
  // Another series beside this one changes how the two are tied.
  useDeskRuntime((runtime) => runtime.ties);
  const tie = linked ? desk.link.tieOf(viewportId) : null;
  const shared = useShared(viewportId);
  const measurements = useDeskSaved((saved) => saved.measurements);
  // All that hangs on the series is made once: a step through it changes none of it.
  const { series, stack, count, facts, phase } = useMemo(() => hungIn(desk.stacks, open, cell), [desk, open, cell]);
  // Key images are no run of a series.
  const seen = useMemo(
    () => (cell?.among ? NOTHING_SEEN : seenIn(seenOfSeries, stack, count)),
    [seenOfSeries, stack, count, cell],
  );
  const measured = useMemo(
    () =>
      measurements.flatMap((one) => {
        const place = one.deleted || one.onSheet ? null : (stack?.placeOf(one) ?? null);
        return place === null ? [] : [place];
      }),
    [measurements, stack],
  );
  const keyImages = useStore(desk.marks.store, ({ keys }) => keys);
  const keys = useMemo(
    () => keyImages.flatMap(({ ref }) => (ref === null ? [] : [stack?.placeOf(ref) ?? []].flat())),
    [keyImages, stack],
  );
  const marked = useMemo(() => keyWords(keyImages), [keyImages]);
  // Planes of a reformat are no pictures of the series: its marks would stand at wrong places.
  const isReformat = isMade(viewportId, cell);
  const videos = useMemo(
    () => (isReformat || !isBare(series, stack) ? [] : videosOf(series)),
    [isReformat, series, stack],
  );
  const documents = useMemo(
    () => (isReformat || !isBare(series, stack) ? [] : documentsIn(series)),
    [isReformat, series, stack],
  );
  const activate = useMemo(() => () => desk.activate(viewportId), [desk, viewportId]);
  const bare = useWordsWithKeys()(insteadOf(series, stack) ?? '') || null;
  return (
    <div
      className={styles['cell']}
      style={area === undefined ? undefined : { gridArea: area }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => drop(event, desk.showSeries.bind(desk, viewportId))}
    >
      <ViewportView
        engine={desk.engine}
        viewportId={viewportId}
        number={number}
        facts={facts}
        active={active && several}
        focusable={own}
        link={tie?.kind ?? null}
        linkedBy={tie?.by ?? null}
        notLinked={tie?.why ?? null}
        shared={shared}
        pitch={pitch}
        // A video or a document says by itself what it is.
        instead={
          isReformat ? null : videos.length + documents.length > 0 || report ? '' : (bare ?? (cell ? null : reason))
        }
        made={isReformat && cell !== null}
        seen={isReformat ? NOTHING_SEEN : seen}
        measured={isReformat ? NOTHING_MEASURED : measured}
        keys={isReformat ? NOTHING_MEASURED : keys}
        keyWords={marked}
        phaseWords={isReformat ? undefined : phase}
        faults={isReformat ? NO_FAULTS : (stack?.faults ?? NO_FAULTS)}
        errorText={failureText}
        onHandle={desk.attach}
        onActivate={activate}
      >
        {videos.length > 0 ? <VideoInCell key={series?.seriesUid} viewportId={viewportId} videos={videos} /> : null}
        {documents.length > 0 && facts ? (
          <DocumentInCell key={`${facts.studyUid} ${facts.seriesUid}`} documents={documents} facts={facts} />
        ) : null}
        {report ? <ReportInCell key={report.studyId} {...report} /> : null}
        {isReformat ? null : <FlickerMark viewportId={viewportId} />}
      </ViewportView>
    </div>
  );
}

interface HungIn {
  readonly series: SeriesForReading | null;
  readonly stack: SeriesStack | null;
  /** Pictures of all stacks of the series. */
  readonly count: number;
  readonly facts: SeriesFacts | null;
  /** Which of the pictures of its place a picture is. */
  readonly phase: ((ref: FrameRef) => string) | undefined;
}

function hungIn(stacks: SeriesStacks, open: DeskCase, cell: Composed | null): HungIn {
  const series = cell ? findSeries(open, cell.studyId, cell.seriesUid) : null;
  const study = cell ? studiesOf(open).find((one) => one.study.studyId === cell.studyId) : undefined;
  const stacked = series ? stacks.of(series) : null;
  const stack = cell?.plane ? stackOfCell(stacks, open, cell) : shownStack(stacks, open, cell);
  return {
    series,
    stack,
    count: (cell?.among ? stack?.refs.length : stacked?.count) ?? 0,
    facts: cell && series && stack && study ? factsOf(series, stack, study, open) : null,
    phase: stacked ? (ref) => phaseWords(stacked, ref) : undefined,
  };
}

/** Places of one stack that were on the glass. */
function seenIn(seen: ReadonlySet<number>, stack: SeriesStack | null, count: number): ReadonlySet<number> {
  if (!stack || (stack.refs.length === count && !stack.byPosition)) return seen;
  const { from, refs, byPosition } = stack;
  if (byPosition)
    return new Set(refs.flatMap((ref, at) => (seen.has(from + (byPosition.placeOf(ref) ?? -1)) ? [at] : [])));
  return new Set([...seen].map((place) => place - from).filter((place) => place >= 0 && place < refs.length));
}

function failureText({ error }: GlassTruth): string {
  const words = errorWords(error);
  return `${words.title}. ${words.next}`;
}

function drop(event: DragEvent, show: (studyId: StudyId, seriesUid: string, stack?: number) => void): void {
  const text = event.dataTransfer.getData(SERIES_DRAG);
  if (text === '') return;
  event.preventDefault();
  event.stopPropagation();
  const dropped: unknown = JSON.parse(text);
  if (typeof dropped !== 'object' || dropped === null || !('studyId' in dropped) || !('seriesUid' in dropped)) return;
  const studyId = StudyId.safeParse(dropped.studyId);
  if (!studyId.success || typeof dropped.seriesUid !== 'string') return;
  const stack = 'stack' in dropped && typeof dropped.stack === 'number' ? dropped.stack : undefined;
  show(studyId.data, dropped.seriesUid, stack);
}

function factsOf(
  series: SeriesForReading,
  stack: SeriesStack,
  { study }: StudyForReading,
  open: DeskCase,
): SeriesFacts {
  return {
    studyUid: study.studyUid,
    seriesUid: series.seriesUid,
    role: saidRole(open, study.studyId),
    patient: bounded(displayName(study.patient.name)),
    patientId: bounded(study.patient.patientId ?? ''),
    modality: series.modality ?? '',
    series: bounded(
      [series.modality, series.number, series.description ?? series.protocol].filter((part) => part !== null).join(' '),
    ),
    stack: bounded(stack.name),
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

/** The series has no picture to put on the glass. */
function isBare(series: SeriesForReading | null, stack: SeriesStack | null): boolean {
  return series !== null && (stack?.refs.length ?? 0) === 0;
}

function insteadOf(series: SeriesForReading | null, stack: SeriesStack | null): string | null {
  if (!series || !isBare(series, stack)) return null;
  const [first] = series.images;
  return first ? noPictureText(first) : 'No objects of this series are here.';
}
