import { z } from 'zod';
import { ShortCode } from './credentials.ts';
import { PersonId, StudyId } from './ids.ts';

/**
 * What the administrator of a site may order a station to do. revoke: a person has no way in any more. wipe-site: the studies of the
 * site are erased. wipe-store: everything is. hold: nobody opens the store until `lift`.
 */
export const ORDER_KINDS = ['revoke', 'wipe-site', 'wipe-store', 'hold', 'lift'] as const;
export const OrderKind = z.enum(ORDER_KINDS);
export type OrderKind = z.infer<typeof OrderKind>;

/** UTC, ISO 8601, to the second at least. */
const Instant = z.iso.datetime();
/** Without blanks at its ends: nothing is changed by reading, or the signature would not hold. */
const Name = z
  .string()
  .max(200)
  .regex(/^\S(?:.*\S)?$/u);
/** Rises with every order of the site, whatever its kind and whichever the store. */
const OrderNumber = z.number().int().min(1).max(1_000_000_000);

const common = {
  /** Of the store it is for, as `nightjar order show` prints it. */
  storeId: z.string().min(1).max(64),
  siteCode: ShortCode,
  number: OrderNumber,
  issuedAt: Instant,
  expiresAt: Instant,
  /** Why, for whoever sits at the station. Never of a patient. */
  reason: Name.nullable(),
} as const;
/** Also where somebody's drafts, or reports that nobody else has, are lost by it. */
const evenIfUnsigned = z.boolean();

/** One order of a site to one store. */
export const Order = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('revoke'),
    /** By id; without one the name must be that of one person who is present. */
    person: z.strictObject({ personId: PersonId.nullable(), name: Name }),
  }),
  z.strictObject({ ...common, kind: z.literal('wipe-site'), evenIfUnsigned }),
  z.strictObject({ ...common, kind: z.literal('wipe-store'), evenIfUnsigned }),
  z.strictObject({ ...common, kind: z.literal('hold') }),
  z.strictObject({ ...common, kind: z.literal('lift') }),
]);
export type Order = Readonly<z.infer<typeof Order>>;

/** https, or plain http to this very machine; nothing but an address in it. */
const OrderAddress = z
  .union([
    z.url({ protocol: /^https$/ }).max(500),
    z.url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|\[::1\])$/ }).max(500),
  ])
  .refine((text) => !/[@?#]/.test(text), 'orders are fetched over https');

/**
 * What a site profile says of orders. A site may always take its own studies back; what touches the whole store it may only order
 * where its profile says so, which the administrator of the store saw before it was applied.
 */
export const OrderTerms = z.strictObject({
  /** Asked for orders while the store is open; null: they come as files only. */
  address: OrderAddress.nullable(),
  kinds: z.array(OrderKind).max(ORDER_KINDS.length),
});
export type OrderTerms = z.infer<typeof OrderTerms>;

/** What somebody worked on and would lose, or did. */
export const OrderLoss = z.strictObject({
  /** Reports that somebody has begun and not signed. */
  unsigned: z.number().int().nonnegative(),
  /** Signed reports that were never given on from here: no other copy is known. */
  notGivenOn: z.number().int().nonnegative(),
});
export type OrderLoss = z.infer<typeof OrderLoss>;

/** Work on one study that an order which waits would cost. */
export const UnfinishedStudy = z.strictObject({ studyId: StudyId, ...OrderLoss.shape });
export type UnfinishedStudy = z.infer<typeof UnfinishedStudy>;

/**
 * What became of an order. waiting: it would cost somebody's work, and does not say that this may be. held: a revocation that would
 * have left no administrator, carried out as a hold. refused: the order is good, and could not be carried out.
 */
export const OrderOutcome = z.enum(['done', 'waiting', 'held', 'refused']);
export type OrderOutcome = z.infer<typeof OrderOutcome>;

/** What the site is told. Counts and our ids; nothing of a patient. */
export const OrderConfirmation = z.strictObject({
  storeId: z.string(),
  siteCode: ShortCode,
  number: OrderNumber,
  kind: OrderKind,
  /** SHA-256 of what was signed, hex. */
  orderHash: z.string().regex(/^[0-9a-f]{64}$/),
  outcome: OrderOutcome,
  /** A code, where it was not simply done. */
  because: z.string().max(100).nullable(),
  /** UTC, ISO 8601. */
  at: Instant,
  studies: z.number().int().nonnegative(),
  objects: z.number().int().nonnegative(),
  loss: OrderLoss,
});
export type OrderConfirmation = Readonly<z.infer<typeof OrderConfirmation>>;

/** What the windows say of an order. Nothing of a patient is in it: it is shown to whoever stands before a locked station. */
export const OrderNotice = z.strictObject({
  siteCode: z.string(),
  siteName: z.string(),
  number: z.number().int(),
  kind: OrderKind,
  outcome: OrderOutcome,
  because: z.string().nullable(),
  at: z.string(),
  reason: z.string().nullable(),
  /** Whose way in it ended. */
  personName: z.string().nullable(),
  studies: z.number().int(),
  loss: OrderLoss,
  /** When an order that waits ends by itself, UTC; null: it does not wait. */
  expiresAt: z.string().nullable(),
});
export type OrderNotice = z.infer<typeof OrderNotice>;
