import { trueSizeScale } from '../viewer/index.ts';
import type { ViewportHandle } from '../viewer/index.ts';
import type { DeskSession } from './desk-session.ts';
import { pushView } from './drag-hand.ts';

/** Shows the picture so that a ruler on the screen agrees with it; where that cannot be, says why and changes nothing. */
export function showTrueSize(desk: DeskSession, handle: ViewportHandle): void {
  const { image, ref } = handle.truth;
  if (!image || !ref) return;
  const pitch = desk.monitorPitch();
  if (pitch === null) {
    desk.say(
      'This monitor is not calibrated',
      'True size needs the length of its pixels: Settings, True size on this monitor.',
    );
    return;
  }
  const scale = trueSizeScale(image, ref.frame, pitch);
  if (scale === null) {
    desk.say('No true size', 'The image does not say how long its pixels are.');
    return;
  }
  const before = handle.view;
  const { clientWidth, clientHeight } = handle.element;
  handle.setView({ scale, center: before.center ?? handle.canvasToPixel([clientWidth / 2, clientHeight / 2]) });
  pushView(desk.history, handle, before, handle.view);
}
