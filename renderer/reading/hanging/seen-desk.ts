import type { Seen, SeenViewport } from '../../../shared/hanging/protocol/by-example.ts';
import type { HangingCase, HangingStack, HangingStudy } from '../../../shared/hanging/protocol/case-facts.ts';
import type { Presentation } from '../../../shared/hanging/protocol/display-set.ts';
import type { SeriesStacks } from '../../hanging/index.ts';
import type { ViewportHandle, ViewState } from '../../viewer/index.ts';
import { findSeries, studiesOf } from '../stores.ts';
import type { Composed, DeskStores } from '../stores.ts';

/** What of a viewport says how it stands. */
export type Standing = Pick<ViewportHandle, 'stack' | 'target' | 'view'>;

export interface SeenDesk {
  readonly stores: Pick<DeskStores, 'open' | 'layout' | 'composition' | 'runtime'>;
  readonly stacks: SeriesStacks;
  readonly handle: (viewportId: string) => Standing | null;
}

/** The viewports of this window as they stand, as an example of how cases like this one are to hang. Empty where none has a picture. */
export function seenViewports(desk: SeenDesk, facts: HangingCase): Seen['screens'][number] {
  const { rows, columns, cells, places } = desk.stores.layout.getState();
  const composed = desk.stores.composition.getState().cells;
  return cells.flatMap((id, at): SeenViewport[] => {
    const cell = composed[id];
    const stack = cell ? stackIn(desk, facts, id, cell) : null;
    if (!cell || !stack) return [];
    const place = places[id] ?? {
      ...{ x: (at % columns) / columns, y: Math.floor(at / columns) / rows },
      ...{ width: 1 / columns, height: 1 / rows },
    };
    return [{ place, stack, look: lookOf(desk, stack, desk.handle(id)?.view ?? cell.view) }];
  });
}

/** The stack, or the one picture of a projection, that stands in a viewport, as the matcher knows it. */
function stackIn(desk: SeenDesk, facts: HangingCase, viewportId: string, cell: Composed): HangingStack | null {
  const open = desk.stores.open.getState();
  const series = findSeries(open, cell.studyId, cell.seriesUid);
  const uid = studiesOf(open).find(({ study }) => study.studyId === cell.studyId)?.study.studyUid;
  const studies: readonly HangingStudy[] = cell.role === 'current' ? [facts.study] : facts.priors;
  if (!series) return null;
  const there = desk.handle(viewportId);
  const ref = there?.stack[there.target] ?? cell.start;
  const { number } = desk.stacks.of(series).holding(ref);
  const own = studies
    .find(({ studyUid }) => studyUid === uid)
    ?.stacks.filter((one) => one.seriesUid === cell.seriesUid);
  const meant = own?.find(({ objectId }) => objectId !== null && objectId === ref?.objectId);
  return meant ?? own?.find(({ objectId, stack }) => objectId === null && stack === number) ?? null;
}

/**
 * What of the look holds for the next patient, too. Window values do on CT alone, where they are Hounsfield units. How a picture was turned
 * does not: the next one may come the right way round.
 */
function lookOf({ stores }: SeenDesk, stack: HangingStack, view: ViewState): Presentation {
  const { colourMap: map = 'grey' } = view;
  const { linked, linkedViews } = stores.runtime.getState();
  const window = stack.modality === 'CT' && stack.hounsfield !== false ? windowOf(view) : null;
  return {
    picture: stack.cine ? 'first' : 'middle',
    ...(window ? { window } : {}),
    ...(view.invert !== (map === 'inverted-grey') ? { invert: true } : {}),
    zoom: view.room ? 'same-size' : view.scale === 1 ? 'pixel' : 'fit',
    ...(view.justify ? { justify: view.justify } : {}),
    ...(map === 'grey' || map === 'inverted-grey' ? {} : { colourMap: map }),
    ...(linked ? { sync: [{ group: 'together', of: ['scroll', ...linkedViews] }] } : {}),
  };
}

function windowOf({ window, preset }: ViewState): { readonly center: number; readonly width: number } | null {
  const shown = window ?? (preset?.show.kind === 'window' ? preset.show.window : null);
  return shown && shown.width > 0 ? { center: shown.center, width: shown.width } : null;
}
