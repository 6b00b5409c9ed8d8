import type { DrawingState, ViewerEngine } from '../viewer/index.ts';
import type { DeskParts } from './desk-parts.ts';
import { drawingOwner } from './drawing-owner.ts';
import type { History } from './history.ts';
import { MeasurementKeeper } from './measurement-keeper.ts';
import type { Mpr } from './mpr.ts';
import type { LonePlanes } from './planes/lone-planes.ts';
import type { Say } from './said-tone.ts';
import { withShortAxis } from './short-axis.ts';
import type { DeskStores } from './stores.ts';
import { NO_TOOL_STATE, takeOwn } from './tool-state.ts';

/** What measuring needs of the desk. */
export interface MeasuringDesk {
  readonly engine: ViewerEngine;
  readonly stores: DeskStores;
  readonly history: History;
  readonly mpr: Pick<Mpr, 'homeOf' | 'has'>;
  readonly planes: Pick<LonePlanes, 'homeOf' | 'has'>;
  readonly call: DeskParts['call'];
  failed(error: unknown, doing: string): void;
  readonly say: Say;
}

/** The measurements of a desk, with what its tools add to a drawing. */
export function deskMeasurements(desk: MeasuringDesk): MeasurementKeeper {
  const { engine, stores, history, call } = desk;
  return new MeasurementKeeper(
    {
      ...{ engine, stores, history, call },
      failed: (error) => desk.failed(error, 'Measurement'),
      homeOf: (ref, points) => desk.mpr.homeOf(ref, points) ?? desk.planes.homeOf(ref, points),
      stray: (drawing) => refuseOnSubtraction(desk, drawing),
      completed: (drawing) => withShortAxis(engine, drawing),
      own: ({ tool }) => {
        const { own, state } = takeOwn(stores.tools.getState(), tool);
        stores.tools.setState(state);
        return own;
      },
    },
    (objectId) => drawingOwner(stores.open.getState(), objectId, (one) => desk.mpr.has(one) || desk.planes.has(one)),
  );
}

/** Differences are no values of a stored picture: nothing drawn on them could be signed as such. */
function refuseOnSubtraction(desk: MeasuringDesk, { key, ref }: DrawingState): void {
  if (!desk.engine.source.image(ref.objectId)?.subtraction) return;
  desk.engine.tools.drawings.remove(key);
  desk.say(
    'Not measured on a subtraction',
    'Its values are differences. Measure on the images it is made of: the same key ends the subtraction.',
  );
}

/** The case goes, and with it what was chosen or asked for it: values that count, levels, a scanner's factor, an open question. */
export function clearTools({ stores: { tools }, engine }: Pick<MeasuringDesk, 'stores' | 'engine'>): void {
  const { suv } = tools.getState();
  tools.setState({ ...NO_TOOL_STATE, suv });
  engine.tools.drawings.choose({ suv });
}
