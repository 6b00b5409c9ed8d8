import type { HungDesk } from './hang-desk.ts';
import { HangingKeeper } from './hanging/hanging-keeper.ts';
import type { HangingParts } from './hanging/hanging-keeper.ts';
import type { LinkedScroll, RegisteredBetween } from './linked-scroll.ts';
import { MarksKeeper } from './marks-keeper.ts';
import type { History } from './history.ts';
import type { MeasurementKeeper } from './measurement-keeper.ts';
import type { Navigation } from './navigation/navigation.ts';
import type { Say } from './said-tone.ts';
import { windowBy } from './view-actions.ts';
import { Mpr } from './mpr.ts';
import type { DeskParts } from './desk-parts.ts';
import { LonePlanes } from './planes/lone-planes.ts';
import { ReferenceLines } from './reference-lines.ts';
import { isReformatCell, studiesOf } from './stores.ts';
import type { Composition, DeskStores } from './stores.ts';
import { ObjectKeeper } from '../objects/index.ts';
import type { DisposerBag } from '../../shared/lib/disposable.ts';
import type { SeriesStacks } from '../hanging/index.ts';
import type { ViewerEngine, ViewportHandle } from '../viewer/index.ts';

/** What the parts of a desk that are made here ask of it. */
export interface MadeDesk {
  readonly engine: ViewerEngine;
  readonly stores: DeskStores;
  readonly stacks: SeriesStacks;
  readonly measurements: Pick<MeasurementKeeper, 'showPlanes'>;
  readonly handles: readonly ViewportHandle[];
  readonly call: DeskParts['call'];
  handle(viewportId: string): ViewportHandle | null;
  monitorPitch(): number | null;
  lay(hung: HungDesk): void;
  readonly say: Say;
  failed(error: unknown, doing: string): void;
}

interface PlanesDesk extends MadeDesk {
  readonly link: LinkedScroll;
  readonly history: History;
  readonly nav: Pick<Navigation, 'cursor'>;
  readonly worded: (words: string) => string;
}

export function deskMarks(desk: MadeDesk): MarksKeeper {
  return new MarksKeeper({
    call: desk.call,
    failed: (error, doing) => desk.failed(error, doing),
    say: (...said) => desk.say(...said),
    studies: () => studiesOf(desk.stores.open.getState()),
  });
}

/** The objects of the case; what a viewport is hung with of programs goes with what it shows. */
export function deskObjects(desk: MadeDesk, bag: DisposerBag): ObjectKeeper {
  const { composition } = desk.stores;
  const keeper = new ObjectKeeper({
    ...{ call: desk.call, source: desk.engine.source },
    handles: () => desk.handles,
    markedIn: (viewportId) => composition.getState().cells[viewportId]?.marked ?? [],
    failed: (error) => desk.failed(error, 'Document'),
  });
  const marked = ({ cells }: Composition): string =>
    JSON.stringify(Object.entries(cells).flatMap(([id, cell]) => (cell?.marked ? [[id, cell.marked]] : [])));
  bag.add(
    composition.subscribe((now, before) => {
      if (now.cells !== before.cells && marked(now) !== marked(before)) keeper.show();
    }),
  );
  bag.add(() => keeper.dispose());
  return keeper;
}

/** @param remember takes down where every viewport stands, so that it comes back there */
export function deskMpr(desk: MadeDesk, remember: () => void): Mpr {
  return new Mpr({
    ...{ engine: desk.engine, stores: desk.stores, remember },
    handle: (viewportId) => desk.handle(viewportId),
    say: (...said) => desk.say(...said),
    failed: (error, doing) => desk.failed(error, doing),
    planesChanged: () => desk.measurements.showPlanes(),
  });
}

export function deskPlanes(desk: PlanesDesk): LonePlanes {
  return new LonePlanes({
    ...{ engine: desk.engine, stores: desk.stores, link: desk.link },
    say: (...said) => desk.say(...said),
    failed: (error, doing) => desk.failed(error, doing),
    planesChanged: () => desk.measurements.showPlanes(),
    casts: {
      ...{ source: desk.engine.source, stores: desk.stores, history: desk.history, windowBy },
      get paint() {
        return desk.engine.paint.choice;
      },
      point: (place, space, viewportId) => desk.nav.cursor.pointAt(place, space, viewportId),
      say: (...said) => desk.say(...said),
      failed: (error) => desk.failed(error, '3D'),
    },
  });
}

export function deskLines(desk: MadeDesk, registered: RegisteredBetween): ReferenceLines {
  return new ReferenceLines({
    ...{ source: desk.engine.source, layout: desk.stores.layout, runtime: desk.stores.runtime, registered },
    // The planes of a reformat show each other where they meet; on a picture from outside no line has a place.
    handles: () => desk.handles.filter(({ id }) => !isReformatCell(id) && !isVolume(desk.stores, id)),
  });
}

export function deskHanging(
  desk: MadeDesk,
  { rules, monitors, desks, touchedElsewhere }: DeskParts,
  remember: HangingParts['remember'],
): HangingKeeper {
  return new HangingKeeper({
    ...{ stores: desk.stores, stacks: desk.stacks, rules, monitors, desks, touchedElsewhere, remember },
    handle: (viewportId) => desk.handle(viewportId),
    pitch: () => desk.monitorPitch(),
    lay: (hung) => desk.lay(hung),
    failed: (error, doing) => desk.failed(error, doing),
    say: (...said) => desk.say(...said),
  });
}

function isVolume({ composition }: DeskStores, viewportId: string): boolean {
  const cell = composition.getState().cells[viewportId];
  return Boolean(cell?.volume) && !cell?.plane;
}
