import { phasesAt } from '../../../shared/hanging/phases.ts';
import type { DeskSession } from '../desk-session.ts';
import { findSeries, isMade } from '../stores.ts';

/** One key: the same place in the next phase, time or b-value of the series, shown as it is; from the last on to the first. */
export function stepPhase(desk: DeskSession, by: 1 | -1): void {
  const viewportId = desk.stores.layout.getState().active;
  const cell = desk.stores.composition.getState().cells[viewportId];
  const series = cell ? findSeries(desk.stores.open.getState(), cell.studyId, cell.seriesUid) : null;
  const handle = desk.active;
  if (!cell || !series || !handle || isMade(viewportId, cell)) {
    return desk.say('No phases here', 'Phases are of stored images: leave planes and subtraction first.');
  }
  const { stacks, holding } = desk.stacks.of(series);
  const ref = handle.stack[handle.target] ?? cell.start;
  const own = holding(ref);
  const place = ref ? own.placeOf(ref) : null;
  const home = place === null ? undefined : own.frames[place];
  if (!home) return desk.say('No phases here', 'The viewport shows no image of a series.');
  const found = phasesAt(stacks, own.number, home);
  if (!found.ok) return desk.say('No other phase', `It cannot be followed: ${found.why}.`);
  const { phases, here } = found;
  const next = phases[(here + by + phases.length) % phases.length];
  const start = next && stacks[next.stack]?.refs[next.place];
  if (start) desk.compose(viewportId, { ...cell, start, view: handle.view });
}
