import { z } from 'zod';

/** UTC, ISO 8601. */
const Instant = z.iso.datetime();

export const OrderPriority = z.enum(['stat', 'urgent', 'routine']);
export type OrderPriority = z.infer<typeof OrderPriority>;

/** held: the site asked to wait with it. */
export const OrderStatus = z.enum(['scheduled', 'in-progress', 'done', 'held', 'cancelled']);
export type OrderStatus = z.infer<typeof OrderStatus>;

/** How an order and its study fail to be of one patient. */
export const OrderMismatch = z.enum(['patient-id', 'patient-name', 'birth-date', 'sex']);
export type OrderMismatch = z.infer<typeof OrderMismatch>;

/** What the list and the desk show of the order of a study. */
export const OrderFacts = z.strictObject({
  orderId: z.string(),
  status: OrderStatus,
  priority: OrderPriority,
  procedure: z.string().nullable(),
  reason: z.string().nullable(),
  /** What is asked for and why, by code ("RPID22^RADLEX"), where and on which side; absent: the order has none of them. */
  asked: z
    .strictObject({
      ...{ procedures: z.array(z.string()), reasons: z.array(z.string()), sides: z.array(z.enum(['L', 'R'])) },
      /** In words; absent: none. */
      sites: z.array(z.string()).optional(),
    })
    .optional(),
  requester: z.strictObject({ name: z.string().nullable(), phone: z.string().nullable() }),
  accessions: z.array(z.string()),
  /** UTC; null: the site's profile promises no time, or the images that it counts from are not here. */
  dueAt: Instant.nullable(),
  /** Since when the service level counts, and from what. */
  clockFrom: z.strictObject({ at: Instant, what: z.enum(['order', 'arrival']) }).nullable(),
  scheduledAt: Instant.nullable(),
  orderedAt: Instant.nullable(),
  receivedAt: Instant,
  /** Times that the site changed it. */
  changes: z.number().int(),
  /** Of several orders that name the study: how many more there are. */
  others: z.number().int(),
  mismatches: z.array(OrderMismatch),
  /** The site merged this patient: the id that counts now. */
  mergedInto: z.string().nullable(),
});
export type OrderFacts = z.infer<typeof OrderFacts>;
