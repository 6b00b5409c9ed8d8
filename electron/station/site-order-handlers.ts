import { withoutSecrets } from '../../shared/model/order-feeds.ts';
import type { Handlers } from './router.ts';
import { ownCertificate } from './source-handlers.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about imaging orders. */
export function siteOrderHandlers(station: StationDoor): Handlers {
  return {
    'siteOrders.ofStudy': ({ studyId }) => station.rooms.imagingOrders.ofStudy(studyId),
    'siteOrders.states': () => ({ feeds: [...station.rooms.imagingOrders.intake.states()] }),
    'siteOrders.feeds': () => ({ feeds: withoutSecrets(station.rooms.imagingOrders.intake.feeds()) }),
    'siteOrders.setFeeds': async ({ feeds, certificate: held }) => {
      const { imagingOrders, transfers } = station.rooms;
      const { certificate } = ownCertificate(station, held);
      const { listener } = feeds;
      const tls =
        certificate === undefined
          ? listener.tls
          : { ...certificate, clientAuthorities: listener.tls?.clientAuthorities ?? null };
      const states = await imagingOrders.intake.set({ ...feeds, listener: { ...listener, tls } });
      transfers.heldCertificates.drop(held);
      return { feeds: [...states] };
    },
  };
}
