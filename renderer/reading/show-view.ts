import { AppError } from '../../shared/errors/app-error.ts';
import { stateMarks } from '../objects/state-marks.ts';
import { stateView } from '../viewer/index.ts';
import type { GlassLayer } from '../viewer/index.ts';
import type { DeskSession } from './desk-session.ts';
import { pushView } from './drag-hand.ts';
import { keptView } from './kept-view.ts';
import type { ViewEntry } from './marks-keeper.ts';
import { studiesOf } from './stores.ts';

/** Puts a kept view on the glass: its picture, and all that it says of how it is shown. One step of history. */
export function showView(desk: DeskSession, { objectId, name, state }: ViewEntry): void {
  const images = studiesOf(desk.stores.open.getState()).flatMap((study) => study.series.flatMap((one) => one.images));
  const found = state.images.flatMap(({ sopUid, frame }) => {
    const image = images.find((one) => one.sopUid === sopUid && one.picture.shown);
    return image === undefined ? [] : [{ image, frame: frame ?? 1 }];
  })[0];
  const handle = found && desk.showFrame({ objectId: found.image.objectId, frame: found.frame });
  if (!found || !handle) {
    desk.failed(new AppError('archive/unknown-object', 'the picture of the view is not here'), 'View');
    return;
  }
  const before = handle.view;
  const { view } = stateView(state, found.image, found.frame, handle.canvas);
  handle.setView(view);
  pushView(desk.history, handle, before, handle.view);
  const standing = new Set(
    desk.stores.saved.getState().measurements.flatMap((one) => (one.deleted ? [] : [one.trackingUid])),
  );
  const layer: GlassLayer = {
    id: `${objectId}/view`,
    name: `View ${name}`,
    colour: 'var(--color-drawing)',
    of: remembered((ref) => {
      const sopUid = desk.engine.source.image(ref.objectId)?.sopUid ?? null;
      return stateMarks(state, { sopUid, frame: ref.frame }, standing);
    }),
  };
  handle.setLayers([layer], 'view');
}

/** The same answer for the same picture: it is asked at each drawing. */
function remembered(of: GlassLayer['of']): GlassLayer['of'] {
  const known = new Map<string, ReturnType<GlassLayer['of']>>();
  return (ref) => {
    const key = `${ref.objectId} ${ref.frame}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const marks = of(ref);
    known.set(key, marks);
    return marks;
  };
}

/** Keeps what the active viewport shows, with the measurements on it. */
export async function keepView(desk: DeskSession): Promise<void> {
  const handle = desk.active;
  const view = handle && keptView(handle);
  const cell = desk.stores.composition.getState().cells[desk.stores.layout.getState().active];
  if (!view || !cell) {
    desk.failed(new AppError('reading/cannot-write', 'no picture is on the glass'), 'View');
    return;
  }
  try {
    await desk.settle();
    const count = desk.marks.store.getState().views.length + 1;
    const { studyId } = cell;
    const { objectId, content } = await desk.call('reading.keepView', {
      ...{ studyId, ...view, description: `View ${count}`, measurements: true },
    });
    desk.marks.kept(studyId, objectId, content);
  } catch (error) {
    desk.failed(error, 'View');
  }
}

/** Marks the picture of the active viewport as a key image, or takes the mark away. */
export function toggleKeyImage(desk: DeskSession): void {
  const { ref, state } = desk.active?.truth ?? { ref: null, state: 'empty' };
  const cell = desk.stores.composition.getState().cells[desk.stores.layout.getState().active];
  if (state === 'shown' && ref && cell) void desk.marks.toggle(cell.studyId, ref);
}
