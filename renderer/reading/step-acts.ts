import { pictureCount } from '../../shared/hanging/main-series.ts';
import type { DeskAction } from './commands.ts';
import type { DeskSession } from './desk-session.ts';
import { goToDetection } from './detections.ts';
import { inLine, inTurn } from './navigation/in-turn.ts';
import { studiesOf } from './stores.ts';

export type StepAction = Extract<
  DeskAction,
  { do: 'scroll' | 'edge' | 'series' | 'fault' | 'viewport' | 'measurement' | 'detection' }
>;

/** On to another picture, series, viewport or mark; where there is none, that is said. */
export function step(desk: DeskSession, action: StepAction): void {
  const handle = desk.active;
  if (action.do === 'scroll') handle?.scrollTo(handle.target + action.by);
  else if (action.do === 'edge') handle?.scrollTo(action.at === 'first' ? 0 : handle.stack.length - 1);
  else if (action.do === 'series') stepSeries(desk, action.by);
  else if (action.do === 'fault') goToFault(desk, action.by);
  else if (action.do === 'viewport') stepViewport(desk, action.by);
  else if (action.do === 'measurement') stepMeasurement(desk, action.by);
  else void goToDetection(desk, action.by);
}

function goToFault(desk: DeskSession, by: 1 | -1): void {
  if (!desk.mpr.on) return desk.goToFault(by);
  // Its places are those of the slices: a plane of a reformat with the same number lies elsewhere.
  desk.say('Marks are on the slices', 'Leave the three planes to go to a gap or a duplicate.');
}

function stepSeries(desk: DeskSession, by: 1 | -1): void {
  const { active } = desk.stores.layout.getState();
  const open = desk.stores.open.getState();
  const cell = desk.stores.composition.getState().cells[active] ?? null;
  const studies = studiesOf(open);
  const study = studies.find((one) => one.study.studyId === cell?.studyId) ?? studies[0];
  if (!study) return;
  const stacks = study.series
    .filter((one) => pictureCount(one) > 0)
    .flatMap((series) => desk.stacks.of(series).stacks.map((stack) => ({ series, stack })));
  const here = stacks.findIndex(
    ({ series, stack }) => series.seriesUid === cell?.seriesUid && desk.stacks.of(series).holding(cell.start) === stack,
  );
  const { to, said } = inLine(stacks, here, by, 'series', 'of this study');
  if (to) desk.showSeries(active, study.study.studyId, to.series.seriesUid, to.stack.number);
  if (said) desk.say(...said);
}

function stepViewport(desk: DeskSession, by: 1 | -1): void {
  const { cells, active } = desk.stores.layout.getState();
  const at = cells.indexOf(active) + by;
  if ((at < 0 || at >= cells.length) && desk.windows?.pass(by) === true) return;
  const next = cells[(at + cells.length) % cells.length];
  if (next !== undefined && next !== active) return desk.activate(next);
  desk.say('The only viewport', 'There is no other one: choose a layout of several.');
}

function stepMeasurement(desk: DeskSession, by: 1 | -1): void {
  const all = desk.stores.saved.getState().measurements.filter((one) => !one.deleted);
  if (all.length === 0) return desk.say('No measurement', 'Nothing has been measured in this case yet.');
  const { selectedMeasurement } = desk.stores.runtime.getState();
  const here = all.findIndex((one) => one.measurementId === selectedMeasurement);
  const { to, said } = inTurn(all, here, by, 'measurement');
  if (to) desk.goTo(to.measurementId);
  if (said) desk.say(...said);
}
