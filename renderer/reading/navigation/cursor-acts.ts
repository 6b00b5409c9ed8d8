import type { DeskSession } from '../desk-session.ts';
import { isReformatCell } from '../stores.ts';

/** By key: a cross at the middle of what the active viewport shows; pressed again it goes. */
export function toggleCursor(desk: DeskSession): void {
  const { cursor } = desk.nav;
  if (cursor.on) return cursor.clear();
  const handle = desk.active;
  const middle = handle?.canvasToPixel([handle.element.clientWidth / 2, handle.element.clientHeight / 2]);
  if (handle && isReformatCell(handle.id)) {
    return desk.say(
      'The planes meet at one place already',
      'Where the lines of the three planes cross is the place that all of them show.',
    );
  }
  if (!handle || !middle || !cursor.point(handle, middle)) {
    desk.say('No place to point at', 'This picture does not say where it lies in the patient.');
  }
}
