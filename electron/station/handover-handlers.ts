import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about preliminary reports and those that took their place. */
export function handoverHandlers(station: StationDoor): Handlers {
  return {
    'handover.list': () => ({ handovers: station.rooms.handovers.list() }),
    'handover.grade': (request) => station.rooms.handovers.grade(request),
  };
}
