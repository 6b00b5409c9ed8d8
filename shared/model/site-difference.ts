import { z } from 'zod';
import { HoldReason } from './outbox.ts';

/** The longest words of one side. */
const Words = z.string().max(2000);

/** Something that a site says otherwise than it was signed, or is about to be. Both sides in words, which may name a patient. */
export const SiteDifference = z.strictObject({ reason: HoldReason, signed: Words, now: Words });
export type SiteDifference = z.infer<typeof SiteDifference>;

/** What an order asked for at one moment, as far as a report may answer something else. */
export const OrderThen = z.strictObject({
  orderId: z.string(),
  cancelled: z.boolean(),
  priority: z.string(),
  procedure: z.string().nullable(),
  reason: z.string().nullable(),
  accessions: z.array(z.string()),
});
export type OrderThen = Readonly<z.infer<typeof OrderThen>>;

/** What a report was signed in the face of: the order, and what its site said otherwise when it was asked at the signature. */
export const SignedFor = z.strictObject({ order: OrderThen.nullable(), told: z.array(SiteDifference) });
export type SignedFor = Readonly<z.infer<typeof SignedFor>>;
