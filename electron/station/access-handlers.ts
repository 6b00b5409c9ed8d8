import { moveHandlers } from './move-handlers.ts';
import type { Handlers } from './router.ts';
import { signInHandlers } from './sign-in-handlers.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about who is here, and who may be. */
export function accessHandlers(station: StationDoor): Handlers {
  const { access, administration, forgetting } = station;
  return {
    'access.state': () => access.state(),
    'access.create': ({ name, passphrase }) => station.create(name, passphrase),
    'access.unlock': ({ personId, passphrase }) => station.unlock(personId, passphrase),
    'access.confirmRecovery': () => access.confirmRecovery(),
    'access.proveRecovery': ({ recoveryKey }) => access.proveRecovery(recoveryKey),
    'access.newRecoveryKey': (request) => administration.newRecoveryKey(request),
    'access.setPassphrase': ({ proof, passphrase }) => access.setPassphrase(proof, passphrase),
    'access.prove': ({ proof }) => access.prove(proof),
    'access.setPolicy': (request) => administration.setPolicy(request),
    'access.setIdleMinutes': (request) => administration.setIdleMinutes(request),
    'access.setFetchingHours': (request) => administration.setFetchingHours(request),
    'access.lock': ({ reason }) => station.lock(reason),
    'access.fetching': () => ({ fetching: station.behindLock.state() }),

    'people.list': () => administration.list(),
    'people.heldRoles': () => administration.heldRoles(),
    'people.add': (request) => administration.add(request),
    'people.setRoles': (request) => administration.setRoles(request),
    'people.setPassphrase': (request) => administration.setPassphrase(request),
    'people.revoke': (request) => station.revoke(request),
    'people.forget': (request) => station.forgetPerson(request),

    ...signInHandlers(station),

    'forget.preview': (request) => forgetting.preview(request),
    'forget.run': (request) => station.forget(request),
    'keys.rotate': (request) => station.rotateKeys(request),

    ...moveHandlers(station),
  };
}
