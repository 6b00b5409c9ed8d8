import { readProfileFile } from './access/profile/profile-file.ts';
import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about the profiles of sites. */
export function profileHandlers(station: StationDoor): Handlers {
  return {
    'profile.overview': () => station.rooms.profiles.overview(),
    'profile.statePlace': ({ jurisdiction }) => station.rooms.profiles.statePlace(jurisdiction),
    'profile.previewFile': async ({ file }) => station.rooms.profiles.preview(await readProfileFile(file)),
    'profile.apply': (request) => station.rooms.profiles.apply(request),
    // The window's save dialog has asked whether to replace.
    'profile.exportFile': (request) => station.rooms.exportProfile(request, { replace: true }),
  };
}
