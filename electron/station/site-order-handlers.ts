import { withoutSecrets } from '../../shared/model/order-feeds.ts';
import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about imaging orders. */
export function siteOrderHandlers(station: StationDoor): Handlers {
  return {
    'siteOrders.states': () => ({ feeds: [...station.rooms.imagingOrders.intake.states()] }),
    'siteOrders.feeds': () => ({ feeds: withoutSecrets(station.rooms.imagingOrders.intake.feeds()) }),
    'siteOrders.setFeeds': async ({ feeds }) => ({
      feeds: [...(await station.rooms.imagingOrders.intake.set(feeds))],
    }),
  };
}
