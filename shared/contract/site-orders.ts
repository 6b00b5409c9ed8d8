import { z } from 'zod';
import { HeldCertificate } from '../model/certificate.ts';
import { StudyId } from '../model/ids.ts';
import { OrderFacts } from '../model/order-facts.ts';
import { OrderFeeds } from '../model/order-feeds.ts';
import { call, event } from './define.ts';
import { ADMINISTRATION, CLINICAL, EVERY_ROLE } from './roles.ts';

/** How a sender of orders stands; `error` is a code. */
const FeedStates = z.strictObject({
  feeds: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(['hl7', 'fhir']),
      state: z.enum(['off', 'listening', 'asking', 'failed']),
      port: z.number().int().nullable(),
      error: z.string().nullable(),
    }),
  ),
});

/** Imaging orders of sites. The signed orders of a site to this station are `orders.…`. */
export const siteOrderCalls = {
  /** The order of a study as it is now; sendsOrders: whether orders of its site come here at all. */
  'siteOrders.ofStudy': call(
    z.strictObject({ studyId: StudyId }),
    z.strictObject({ order: OrderFacts.nullable(), sendsOrders: z.boolean() }),
    { roles: CLINICAL },
  ),
  'siteOrders.states': call(z.strictObject({}), FeedStates, { roles: EVERY_ROLE }),
  /** Where orders come from, without what is secret. */
  'siteOrders.feeds': call(z.strictObject({}), z.strictObject({ feeds: OrderFeeds }), { roles: ADMINISTRATION }),
  /** Secrets that are said to be `hidden` stay as they were. certificate: of `certificates.read`, for our own port. source/key-file */
  'siteOrders.setFeeds': call(
    z.strictObject({ feeds: OrderFeeds, certificate: HeldCertificate.nullable().default(null) }),
    FeedStates,
    { roles: ADMINISTRATION },
  ),
} as const;

export const siteOrderEvents = {
  /** An order became STAT. Names no patient: the list has the row. */
  'siteOrders.stat': event(
    z.strictObject({
      orderId: z.string(),
      site: z.string(),
      modality: z.string().nullable(),
      procedure: z.string().nullable(),
    }),
  ),
} as const;
