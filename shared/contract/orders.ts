import { z } from 'zod';
import { ShortCode } from '../model/credentials.ts';
import { OrderNotice, UnfinishedStudy } from '../model/order.ts';
import { call, event } from './define.ts';
import { FileToken, LONGEST_PATH } from './file-token.ts';
import { EVERY_ROLE, REPORTING } from './roles.ts';

const Notices = z.strictObject({ notices: z.array(OrderNotice) });

/** kept: the store is locked, and whoever unlocks it next brings the order along. already: it was carried out before. */
const Brought = z.strictObject({
  state: z.enum(['none', 'kept', 'taken', 'already']),
  notice: OrderNotice.nullable(),
});

const Exported = z.strictObject({ file: z.string(), confirmations: z.number().int() });

/** What a site has to know to write an order to this store. */
const OrdersState = z.strictObject({
  storeId: z.string(),
  /** Code of the site that holds the store; null: none does. */
  heldBy: z.string().nullable(),
  /** Asked for orders while the store is open. */
  sites: z.array(
    z.strictObject({
      siteCode: z.string(),
      siteName: z.string(),
      address: z.string().nullable(),
      kinds: z.array(z.string()),
    }),
  ),
});
export type OrdersState = z.infer<typeof OrdersState>;

/** Signed orders of a site. Before anybody has unlocked they are all there is to say why nobody can. */
export const orderCalls = {
  'orders.notices': call(z.strictObject({}), Notices, { roles: 'nobody-yet', needsOpenStore: false }),
  /** Somebody has read it. What still stands goes on being said; of a store that was wiped: a new one may be made. */
  'orders.acknowledge': call(z.strictObject({ siteCode: ShortCode, number: z.number().int() }), Notices, {
    roles: 'nobody-yet',
    needsOpenStore: false,
  }),
  /** Asks for a file with an order, and takes it. Its signature says whether it is obeyed, not who brings it. order/… */
  'orders.bring': call(z.strictObject({}), Brought, { roles: 'nobody-yet', needsOpenStore: false, side: 'shell' }),
  /** The same by absolute path. */
  'orders.bringFile': call(z.strictObject({ file: z.string().min(1).max(LONGEST_PATH) }), Brought, {
    roles: 'nobody-yet',
    needsOpenStore: false,
    caller: 'shell',
  }),
  /** Writes what the station did, signed, where somebody chose: for a site that has no line to it. */
  'orders.exportTo': call(z.strictObject({ token: FileToken }), Exported, { roles: EVERY_ROLE, side: 'shell' }),
  /** The same by absolute path. */
  'orders.exportFile': call(z.strictObject({ file: z.string().min(1).max(LONGEST_PATH) }), Exported, {
    roles: EVERY_ROLE,
    caller: 'shell',
  }),
  /** Work that an order which waits would cost, study by study: the most recent first. */
  'orders.unfinished': call(z.strictObject({}), z.strictObject({ studies: z.array(UnfinishedStudy) }), {
    roles: REPORTING,
  }),
  'orders.state': call(z.strictObject({}), OrdersState, { roles: EVERY_ROLE }),
} as const;

export const orderEvents = {
  /** What there is to say of orders changed. */
  'orders.changed': event(Notices),
} as const;
