import { AppError } from '../../shared/errors/app-error.ts';
import type { PresentationState } from '../../shared/model/presentation-state.ts';
import type { FrameRef } from '../viewer/index.ts';
import type { DeskSession } from './desk-session.ts';
import { pushView } from './drag-hand.ts';
import { keptView, keyLook } from './kept-view.ts';
import type { ViewEntry } from './marks-keeper.ts';
import { studiesOf } from './stores.ts';
import { subtractAsState } from './subtract/subtract-acts.ts';

/** Puts a kept view on the glass: its picture, and all that it says of how it is shown. One step of history. */
export function showView(desk: DeskSession, entry: ViewEntry): void {
  const ref = pictureOf(desk, entry.state);
  const handle = ref && desk.showFrame(ref);
  if (!ref || !handle) {
    desk.failed(new AppError('archive/unknown-object', 'the picture of the view is not here'), 'View');
    return;
  }
  const { masks } = entry.state;
  const found = masks ? desk.states.viewOf(entry, ref, handle) : null;
  const refused = masks && found ? subtractAsState(desk, masks, found.view) : null;
  if (found && refused === null) return sayLeftOut(desk, [...found.leftOut, ...ofDifferences(entry.state)]);
  const before = handle.view;
  const leftOut = desk.states.show(handle, entry, ref) ?? [];
  pushView(desk.history, handle, before, handle.view);
  sayLeftOut(desk, refused === null ? leftOut : [...leftOut, `its mask subtraction (${refused})`]);
}

/** The scale of a difference is that of who subtracts; the state's marks are of the stored picture. */
function ofDifferences({ voi, annotations, bitmaps = [] }: PresentationState): readonly string[] {
  const hasMarks = annotations.length + bitmaps.length > 0;
  return [
    ...(voi.length > 0 ? ['its window, which is of other differences than these'] : []),
    ...(hasMarks ? ['its marks on the subtracted image'] : []),
  ];
}

function sayLeftOut(desk: DeskSession, leftOut: readonly string[]): void {
  if (leftOut.length === 0) return;
  desk.say('Not all of this view is shown', `Not shown here: ${leftOut.join(', ')}.`, 'warning');
}

/** What of a view cannot be shown here, in words. */
export function viewGaps(desk: DeskSession, state: PresentationState): readonly string[] {
  const ref = pictureOf(desk, state);
  return (ref === null ? null : desk.states.viewOf({ state }, ref, null)?.leftOut) ?? state.leftOut;
}

/** The first picture of a view that is on the desk. */
function pictureOf(desk: DeskSession, state: PresentationState): FrameRef | null {
  const images = studiesOf(desk.stores.open.getState()).flatMap((study) => study.series.flatMap((one) => one.images));
  const [found] = state.images.flatMap(({ sopUid, frame }) => {
    const image = images.find((one) => one.sopUid === sopUid && one.picture.shown);
    return image === undefined ? [] : [{ objectId: image.objectId, frame: frame ?? 1 }];
  });
  return found ?? null;
}

/** Keeps what the active viewport shows, with the measurements on it. */
export async function keepView(desk: DeskSession): Promise<void> {
  const handle = desk.active;
  if (handle?.truth.image?.subtraction) {
    return desk.say(
      'Not a stored image',
      'A subtraction is no image of the study: keep a view of the image it is made of.',
    );
  }
  const view = handle && keptView(handle);
  const cell = desk.stores.composition.getState().cells[desk.stores.layout.getState().active];
  if (!view || !cell) {
    desk.failed(new AppError('reading/cannot-write', 'no picture is on the glass'), 'View');
    return;
  }
  const foreign = handle.view.state?.shutter;
  if (handle.truth.stateValues || (foreign && (foreign.runs.length > 0 || foreign.tone !== '#000'))) {
    desk.say(
      'This view cannot be kept',
      'It is shown with the grey values or the shutter of another presentation state, which a view of ours does not carry. {image.reset} shows the picture by itself.',
    );
    return;
  }
  const isStill = desk.ifStill();
  try {
    // A line that was ended a moment ago has no number yet: without it the view would not be what the reader saw.
    await desk.measurements.named();
    await desk.settle();
    const count = desk.marks.store.getState().views.length + 1;
    const { studyId } = cell;
    const { objectId, content } = await desk.call('reading.keepView', {
      ...{ studyId, ...view, description: `View ${count}`, measurements: true },
    });
    // Kept, whatever is on the desk by now; shown only beside its own case.
    if (!isStill()) return;
    desk.marks.kept(studyId, objectId, content);
    if (handle.truth.colours || handle.truth.fused) {
      desk.say(
        'The view is kept in grey',
        'A view carries neither a colour map nor a series laid over the picture.',
        'warning',
      );
    }
  } catch (error) {
    desk.failed(error, 'View');
  }
}

/** Marks the picture of the active viewport as a key image, or takes the mark away. */
export function toggleKeyImage(desk: DeskSession): void {
  const { ref, state } = desk.active?.truth ?? { ref: null, state: 'empty' };
  const cell = desk.stores.composition.getState().cells[desk.stores.layout.getState().active];
  if (ref && desk.engine.source.image(ref.objectId)?.subtraction) {
    desk.say('Not a stored image', 'A subtraction is no image of the study: mark the image it is made of.');
  } else if (state === 'shown' && ref && cell) void desk.marks.toggle(cell.studyId, ref, keyLook(desk.active));
}
