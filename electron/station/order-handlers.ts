import { readProfileFile } from './access/profile/profile-file.ts';
import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about signed orders of sites. */
export function orderHandlers({ orders }: StationDoor): Handlers {
  return {
    'orders.notices': () => ({ notices: [...orders.notices()] }),
    'orders.acknowledge': async ({ siteCode, number }) => ({
      notices: [...(await orders.acknowledge(siteCode, number))],
    }),
    'orders.bringFile': async ({ file }) => {
      const taken = await orders.bring(await readProfileFile(file));
      if (taken === null) return { state: 'kept', notice: null };
      return { state: taken.already ? 'already' : 'taken', notice: taken.notice };
    },
    'orders.state': () => orders.state(),
  };
}
