import type { HungDesk } from './hang-desk.ts';
import { HangingKeeper } from './hanging/hanging-keeper.ts';
import type { HangingParts } from './hanging/hanging-keeper.ts';
import type { LinkedScroll, RegisteredBetween } from './linked-scroll.ts';
import { MarksKeeper } from './marks-keeper.ts';
import type { MeasurementKeeper } from './measurement-keeper.ts';
import { Mpr } from './mpr.ts';
import type { DeskParts } from './desk-parts.ts';
import { LonePlanes } from './planes/lone-planes.ts';
import { ReferenceLines } from './reference-lines.ts';
import { isReformatCell, studiesOf } from './stores.ts';
import type { DeskStores } from './stores.ts';
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
  say(title: string, detail: string): void;
  failed(error: unknown, doing: string): void;
}

export function deskMarks(desk: MadeDesk): MarksKeeper {
  return new MarksKeeper({
    call: desk.call,
    failed: (error, doing) => desk.failed(error, doing),
    say: (title, detail) => desk.say(title, detail),
    studies: () => studiesOf(desk.stores.open.getState()),
  });
}

/** @param remember takes down where every viewport stands, so that it comes back there */
export function deskMpr(desk: MadeDesk, remember: () => void): Mpr {
  return new Mpr({
    ...{ engine: desk.engine, stores: desk.stores, remember },
    handle: (viewportId) => desk.handle(viewportId),
    say: (title, detail) => desk.say(title, detail),
    failed: (error, doing) => desk.failed(error, doing),
    planesChanged: () => desk.measurements.showPlanes(),
  });
}

export function deskPlanes(desk: MadeDesk & { readonly link: LinkedScroll }): LonePlanes {
  return new LonePlanes({
    ...{ engine: desk.engine, stores: desk.stores, link: desk.link },
    say: (title, detail) => desk.say(title, detail),
    failed: (error, doing) => desk.failed(error, doing),
    planesChanged: () => desk.measurements.showPlanes(),
  });
}

export function deskLines(desk: MadeDesk, registered: RegisteredBetween): ReferenceLines {
  return new ReferenceLines({
    ...{ source: desk.engine.source, layout: desk.stores.layout, runtime: desk.stores.runtime, registered },
    // The planes of a reformat show each other where they meet.
    handles: () => desk.handles.filter(({ id }) => !isReformatCell(id)),
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
    say: (title, detail) => desk.say(title, detail),
  });
}
