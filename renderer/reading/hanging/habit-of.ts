import type { HabitLayout, HabitNote, HabitWindow } from '../../../shared/hanging/protocol/habit.ts';
import type { HungViewport } from '../../../shared/hanging/protocol/stages.ts';
import type { StackOrder } from '../../../shared/model/stack-order.ts';
import { inReadingOrder } from '../../hanging/index.ts';
import type { ViewState } from '../../viewer/index.ts';
import type { DeskStores } from '../stores.ts';
import type { HangingNow } from './hanging-keeper.ts';
import type { Standing } from './seen-desk.ts';

/** Of the hanging on the desk. */
export interface HangingSaid extends Pick<HangingNow, 'stages' | 'stage' | 'asLeft' | 'laid'> {
  readonly hanging: {
    readonly protocol: (Pick<HabitNote, 'scope' | 'version'> & { readonly id: string }) | null;
  } | null;
}

export interface HabitDesk {
  readonly stores: Pick<DeskStores, 'layout' | 'composition'>;
  readonly hanging: { readonly store: { getState(): HangingSaid } };
  handle(viewportId: string): Pick<Standing, 'view'> | null;
}

/** What the reader changed of the stage that stands; null where it was not hung by a protocol, or not on this window alone. */
export function habitOf(desk: HabitDesk): HabitNote | null {
  const { hanging, stages, stage: at, asLeft, laid } = desk.hanging.store.getState();
  const protocol = hanging?.protocol;
  const stage = stages[at];
  if (!protocol || !stage || !laid || asLeft || stage.planes || desk.stores.composition.getState().dealt) return null;
  const hung = inReadingOrder(stage.viewports.filter(({ place }) => place.monitor === 0));
  const ids = laid.layout.cells;
  if (hung.length !== ids.length) return null;
  const shown = new Map(ids.flatMap((id, place) => (hung[place]?.display ? [[id, hung[place]] as const] : [])));
  return {
    ...{ protocol: protocol.id, scope: protocol.scope, version: protocol.version, stage: stage.id },
    views: [...shown].flatMap(([id, viewport]) => viewOf(desk, laid, id, viewport) ?? []),
    layout: layoutOf(desk, laid, shown),
  };
}

type Laid = NonNullable<HangingNow['laid']>;
type Shown = ReadonlyMap<string, HungViewport>;

/** Null where something else stands there by now: that says nothing of what was hung. */
function viewOf(desk: HabitDesk, laid: Laid, id: string, viewport: HungViewport): HabitNote['views'][number] | null {
  const hung = laid.composition.cells[id];
  const cell = desk.stores.composition.getState().cells[id];
  const { display, stack } = viewport;
  if (!hung || !cell || !display || !isSame(hung, cell)) return null;
  // Of pictures in other units the same numbers mean something else with every patient.
  const isHounsfield = stack?.modality === 'CT' && stack.hounsfield !== false;
  const before = windowOf(hung.view);
  const now = windowOf(desk.handle(id)?.view ?? cell.view);
  const window = isHounsfield && now && JSON.stringify(now) !== JSON.stringify(before) ? now : null;
  return { display: display.id, window, sort: sortOf(hung.order, cell.order) };
}

function isSame(a: { readonly seriesUid: string; readonly studyId: string }, b: typeof a): boolean {
  return a.seriesUid === b.seriesUid && a.studyId === b.studyId;
}

function windowOf({ window, preset }: ViewState): HabitWindow | null {
  const shown = window ?? (preset?.show.kind === 'window' ? preset.show.window : null);
  return shown && shown.width > 0 ? { center: shown.center, width: shown.width } : null;
}

function sortOf(before: StackOrder | null | undefined, now: StackOrder | null | undefined): StackOrder | null {
  if (JSON.stringify(before ?? null) === JSON.stringify(now ?? null)) return null;
  return now ?? { by: 'position' };
}

/** Another number of rows and columns, of which each shows what was hung there. */
function layoutOf({ stores }: HabitDesk, laid: Laid, shown: Shown): HabitLayout | null {
  const { rows, columns, cells, places } = stores.layout.getState();
  const isAsHung = cells.join(' ') === laid.layout.cells.join(' ');
  if (isAsHung || Object.keys(places).length > 0 || cells.length !== rows * columns) return null;
  const composed = stores.composition.getState().cells;
  const displays = cells.flatMap((id) => {
    const [hung, cell] = [laid.composition.cells[id], composed[id]];
    return hung && cell && isSame(hung, cell) ? (shown.get(id)?.display?.id ?? []) : [];
  });
  return displays.length === cells.length ? { rows, columns, displays } : null;
}
