import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about the key store of the system as a way into the store. */
export function osSlotHandlers(station: StationDoor): Handlers {
  const { access } = station;
  return {
    'keys.osSlot': () => access.keyStore.state(),
    'keys.setOsSlot': ({ on, proof }) => access.keyStore.set(on, proof),
    // Nobody is at work on the store: what opens it opens the rooms too.
    'keys.unlockByOs': ({ personId }) => station.whileClosed(() => access.keyStore.unlock(personId)),
  };
}
