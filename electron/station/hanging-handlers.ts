import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

type HangingCall = Extract<keyof Handlers, `hanging.${string}`>;

/** Calls about hanging protocols. */
export function hangingHandlers(station: StationDoor): Pick<Handlers, HangingCall> {
  return {
    'hanging.protocols': () => station.rooms.hanging.forReader(),
  };
}
