import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about what is fetched ahead. */
export function prefetchHandlers(station: StationDoor): Handlers {
  return {
    'prefetch.plan': ({ ask }) => station.rooms.prefetch.plan(ask),
    'prefetch.run': () => station.rooms.prefetch.run(),
    'prefetch.change': (settings) => station.rooms.prefetch.change(settings),
    'prefetch.pin': ({ studyUid, pin }) => {
      station.rooms.prefetch.pin(studyUid, pin);
      return {};
    },
  };
}
