import type { OpenWindow, WindowPlace } from '../model/desk-window.ts';
import type { HangingMonitor } from './protocol/case-facts.ts';

/** A window as hanging protocols know it: as a monitor. */
export interface DeskMonitor extends HangingMonitor {
  readonly place: WindowPlace;
}

const ROLES: Readonly<Record<WindowPlace, HangingMonitor['role']>> = {
  desk: 'any',
  left: 'diagnostic',
  right: 'diagnostic',
  colour: 'colour',
};

/**
 * The windows that a case hangs over, from left to right. With two for pictures the desk's own is left to the report; one for pictures
 * hangs together with the desk.
 * @param windows that are open, from left to right
 */
export function deskMonitors(windows: readonly OpenWindow[]): readonly DeskMonitor[] {
  const glasses = windows.filter(({ place }) => place !== 'desk');
  const used = glasses.length >= 2 ? glasses : windows;
  return used.map(({ place, portrait }) => ({
    place,
    role: ROLES[place],
    orientation: portrait ? 'portrait' : 'landscape',
  }));
}
