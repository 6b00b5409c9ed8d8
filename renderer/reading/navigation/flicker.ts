import { closestSeries } from '../../../shared/hanging/closest-series.ts';
import { lieAlike, linkedCenter, linkedScale } from '../../../shared/hanging/linked-view.ts';
import type { LinkKind } from '../../../shared/hanging/linked-position.ts';
import { spacingOf } from '../../../shared/rules/spacing.ts';
import type { SeriesStack } from '../../hanging/index.ts';
import { startIndex } from '../../hanging/index.ts';
import { displaySpacing, INITIAL_VIEW } from '../../viewer/index.ts';
import type { FrameRef, ViewportHandle, ViewState } from '../../viewer/index.ts';
import type { DeskSession } from '../desk-session.ts';
import type { PlacedStack } from '../linked-scroll.ts';
import { findSeries, isMade, studiesOf } from '../stores.ts';
import type { Composed, Flicker } from '../stores.ts';
import { haveSameUnit, pictured, placedPicture, viewWay } from './view-link.ts';
import type { Pictured } from './view-link.ts';

/** One key: current and prior change places in the active viewport, at the same place of the patient as far as that is known. */
export function toggleFlicker(desk: DeskSession): void {
  const viewportId = desk.stores.layout.getState().active;
  const cell = desk.stores.composition.getState().cells[viewportId] ?? null;
  const handle = desk.handle(viewportId);
  if (!cell || !handle || isMade(viewportId, cell)) {
    return desk.say(
      'Nothing to compare here',
      'Flicker shows a series and its prior in turns: choose a viewport with slices.',
    );
  }
  const running = flickerOf(desk, viewportId);
  const other = running?.other ?? partnerOf(desk, viewportId, cell);
  if (!other) {
    return desk.say(
      'No prior to compare with',
      'No series of another study of this patient is comparable to this one.',
    );
  }
  swap(desk, handle, { cell, other, running });
}

/** Ends it with what it began with; false where none runs. */
export function endFlicker(desk: DeskSession): boolean {
  const { flicker } = desk.stores.runtime.getState();
  if (!flicker) return false;
  const running = flickerOf(desk, flicker.viewportId);
  const handle = desk.handle(flicker.viewportId);
  if (running && handle && running.here.role !== running.began) {
    swap(desk, handle, { cell: running.here, other: running.other, running });
  }
  desk.stores.runtime.setState({ flicker: null });
  return true;
}

/** Only while the viewport shows what came by it: something else was hung there since. */
export function flickerOf({ stores }: Pick<DeskSession, 'stores'>, viewportId: string): Flicker | null {
  const { flicker } = stores.runtime.getState();
  const cell = stores.composition.getState().cells[viewportId] ?? null;
  const isHere = flicker?.viewportId === viewportId && cell?.studyId === flicker.here.studyId;
  return isHere && cell.seriesUid === flicker.here.seriesUid ? flicker : null;
}

interface Swap {
  readonly cell: Composed;
  readonly other: Composed;
  readonly running: Flicker | null;
}

function swap(desk: DeskSession, handle: ViewportHandle, { cell, other, running }: Swap): void {
  const left: Composed = { ...cell, start: handle.stack[handle.target] ?? cell.start, view: handle.view };
  // Nothing was moved since it came: the other comes back exactly as it was left, not by the rounding of there and back.
  const isUntouched = running !== null && sameStand(running.here, left);
  const placed = isUntouched ? { came: running.other, tie: running.tie } : aligned(desk, left, handle, other);
  desk.stores.runtime.setState({
    flicker: {
      viewportId: handle.id,
      here: placed.came,
      other: left,
      began: running?.began ?? cell.role,
      tie: placed.tie,
    },
  });
  desk.compose(handle.id, placed.came);
}

function sameStand(a: Composed, b: Composed): boolean {
  const isSamePlace = a.start?.objectId === b.start?.objectId && a.start?.frame === b.start?.frame;
  return isSamePlace && a.view === b.view;
}

/** The other one at the same place, as large, in the same part of the body, as far as anybody knows. */
function aligned(
  desk: DeskSession,
  left: Composed,
  handle: ViewportHandle,
  other: Composed,
): { readonly came: Composed; readonly tie: LinkKind | null } {
  const [from, to] = [stackOf(desk, left), stackOf(desk, other)];
  if (!from || !to) return { came: other, tie: null };
  const place = desk.link.placeFrom(from.placed, handle.target, to.placed);
  const start = place ? (to.stack.refs[place.index] ?? other.start) : other.start;
  const own = pictured(handle.truth);
  const its = start && picturedOf(desk, start);
  const way = viewWay(desk.link.wayBetween(from.placed, to.placed));
  const view = own && its ? alignedView(left.view, { own, zoom: handle.truth.zoom }, its, other.view, way) : other.view;
  return { came: { ...other, start, view }, tie: place?.kind ?? null };
}

function alignedView(
  left: ViewState,
  { own, zoom }: { readonly own: Pictured; readonly zoom: number },
  its: Pictured,
  before: ViewState,
  way: ReturnType<typeof viewWay>,
): ViewState {
  const [from, to] = [placedPicture(own), placedPicture(its)];
  const alike = lieAlike(from, to);
  const grey = haveSameUnit(own, its) ? left : before;
  const inMm = [own, its].every(({ image, ref }) => spacingOf(image, ref.frame).unit === 'mm');
  const scale = linkedScale(zoom, displaySpacing(own.image, own.ref.frame), displaySpacing(its.image, its.ref.frame));
  const middle = left.center ?? ([(from.columns - 1) / 2, (from.rows - 1) / 2] as const);
  const center = linkedCenter(from, [middle[0], middle[1]], to, way)?.center ?? null;
  const lies = alike ? left : before;
  return {
    ...INITIAL_VIEW,
    ...{ window: grey.window, preset: grey.preset, invert: grey.invert },
    ...{ rotation: lies.rotation, flip: lies.flip },
    // Without lengths each fills its viewport: how large the one is in the other nobody knows.
    ...(inMm ? { scale, center } : {}),
  };
}

/** What the reader hung beside it, else the series of the other study that is most like it. */
function partnerOf(desk: DeskSession, viewportId: string, cell: Composed): Composed | null {
  const { layout, composition, open } = desk.stores;
  const { cells } = composition.getState();
  const isOther = (one: Composed | null | undefined): one is Composed =>
    one !== null && one !== undefined && one.studyId !== cell.studyId;
  const own = findSeries(open.getState(), cell.studyId, cell.seriesUid);
  if (!own) return null;
  const beside = layout
    .getState()
    .cells.find((id) => id !== viewportId && isOther(cells[id]) && alikeIn(desk, cells[id], own.modality));
  const hung = beside === undefined ? null : cells[beside];
  if (beside !== undefined && hung) {
    const standing = desk.handle(beside);
    return { ...hung, start: standing?.stack[standing.target] ?? hung.start, view: standing?.view ?? hung.view };
  }
  for (const { study, series } of studiesOf(open.getState())) {
    if (study.studyId === cell.studyId) continue;
    const closest = closestSeries(own, series);
    if (!closest) continue;
    const { refs } = desk.stacks.of(closest).main;
    const role = desk.roleOf(study.studyId);
    const start = refs[startIndex(closest, refs.length)] ?? null;
    return { studyId: study.studyId, seriesUid: closest.seriesUid, role, start, view: INITIAL_VIEW };
  }
  return null;
}

function alikeIn(desk: DeskSession, cell: Composed | null | undefined, modality: string | null): boolean {
  const series = cell ? findSeries(desk.stores.open.getState(), cell.studyId, cell.seriesUid) : null;
  return series !== null && series.modality === modality;
}

function stackOf(
  desk: DeskSession,
  { studyId, seriesUid, start }: Composed,
): { readonly stack: SeriesStack; readonly placed: PlacedStack } | null {
  const series = findSeries(desk.stores.open.getState(), studyId, seriesUid);
  const stack = series ? desk.stacks.of(series).holding(start) : null;
  return stack && { stack, placed: { stack: stack.link, studyId } };
}

function picturedOf(desk: DeskSession, ref: FrameRef): Pictured | null {
  return pictured({ image: desk.engine.source.image(ref.objectId), ref });
}
