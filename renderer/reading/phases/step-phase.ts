import type { Phases } from '../../../shared/hanging/phases.ts';
import type { StackedSeries } from '../../hanging/index.ts';
import type { FrameRef, ViewportHandle } from '../../viewer/index.ts';
import type { PhaseDesk } from './phase-desk.ts';
import { findSeries, isMade } from '../stores.ts';
import type { Composed } from '../stores.ts';
import { phasesOf } from './phase-book.ts';

/** Where a viewport stands among the phases of its place. */
export interface StandsAt {
  readonly cell: Composed;
  readonly handle: ViewportHandle;
  readonly series: StackedSeries;
  readonly found: Extract<Phases, { ok: true }>;
}

/**
 * The same place in another phase, time or b-value of the series, shown as it is.
 * @param ends what comes after the last one: the first again, or nothing more
 */
export function stepPhase(desk: PhaseDesk, by: number, ends: 'round' | 'stop' = 'round'): void {
  const viewportId = desk.stores.layout.getState().active;
  const stands = standsAt(desk, viewportId);
  if (typeof stands === 'string') return desk.say('No other phase', stands);
  const { phases, here } = stands.found;
  const to = here + by;
  const at = ends === 'stop' ? Math.max(0, Math.min(phases.length - 1, to)) : to + phases.length * (to < 0 ? 1 : 0);
  if (at !== here) goToPhase(desk, viewportId, stands, at % phases.length);
}

/** Or why it stands among none, in a sentence. */
export function standsAt(desk: PhaseDesk, viewportId: string): StandsAt | string {
  const cell = desk.stores.composition.getState().cells[viewportId];
  const one = cell ? findSeries(desk.stores.open.getState(), cell.studyId, cell.seriesUid) : null;
  const handle = desk.handle(viewportId);
  if (!cell || !one || !handle || isMade(viewportId, cell)) {
    return 'Phases are of stored images: leave planes and subtraction first.';
  }
  const series = desk.stacks.of(one);
  const ref = handle.stack[handle.target] ?? cell.start;
  if (!ref) return 'The viewport shows no image of a series.';
  const found = phasesOf(series, ref);
  return found.ok ? { cell, handle, series, found } : `It cannot be followed: ${found.why}.`;
}

/** @param at among the phases of the place */
export function goToPhase(
  desk: PhaseDesk,
  viewportId: string,
  { cell, handle, series, found }: StandsAt,
  at: number,
): void {
  const start = refAt(series, found, at);
  if (!start) return;
  const now = handle.stack.findIndex((ref) => ref.objectId === start.objectId && ref.frame === start.frame);
  // In a stack that the series is not split by, a phase is a picture further on.
  if (now >= 0) handle.scrollTo(now);
  else desk.compose(viewportId, { ...cell, start, view: handle.view });
  // The one that comes next the same way is there before it is asked for.
  const next = refAt(series, found, (at + (at < found.here ? -1 : 1) + found.phases.length) % found.phases.length);
  if (next) void desk.engine.source.prefetch(next, 'near');
}

export function refAt(series: StackedSeries, found: Extract<Phases, { ok: true }>, at: number): FrameRef | undefined {
  const phase = found.phases[at];
  return phase && series.stacks[phase.stack]?.refs[phase.place];
}
