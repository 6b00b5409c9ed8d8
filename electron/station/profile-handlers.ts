import { applyProfile } from './access/profile/apply-profile.ts';
import { readProfileFile } from './access/profile/profile-file.ts';
import { selfTest } from './access/self-test/self-test.ts';
import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about the profiles of sites, and how long they have studies kept. */
export function profileHandlers(station: StationDoor): Handlers {
  return {
    'profile.overview': () => station.rooms.profiles.overview(),
    'profile.statePlace': ({ jurisdiction }) => station.rooms.profiles.statePlace(jurisdiction),
    'profile.previewFile': async ({ file }) => station.rooms.profiles.preview(await readProfileFile(file)),
    'profile.apply': (request) =>
      applyProfile({ access: station.access, signIn: station.signIn, profiles: station.rooms.profiles }, request),
    // The window's save dialog has asked whether to replace.
    'profile.exportFile': (request) => station.rooms.exportProfile(request, { replace: true }),
    'profile.selfTest': () =>
      selfTest({
        ...{ access: station.access, clock: station.options.clock },
        lines: station.rooms.outgoing.links.targets(),
      }),
    'retention.preview': () => station.retention.preview(),
    'retention.purge': (request) => station.purge(request),
    'retention.holds': () => station.retention.holds(),
    'retention.note': (request) => station.retention.note(request),
  };
}
