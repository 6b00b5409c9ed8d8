import type { Order, OrderKind, OrderTerms } from '../model/order.ts';
import type { Fingerprint } from '../model/site-profile.ts';
import { assertNever } from '../lib/assert-never.ts';
import type { OrderRefusal } from './order-shape.ts';

/** Clocks of two computers may differ by so much. */
export const ORDER_SKEW_MS = 5 * 60_000;

export interface OrderFacts {
  /** Of the store that judges. */
  readonly storeId: string;
  /** Of the key that made the signature, which holds. */
  readonly fingerprint: Fingerprint;
  /** SHA-256 of what was signed, hex. */
  readonly hash: string;
  /** Keys trusted for the site that the order names; none: the store knows no such site. */
  readonly trusted: readonly Fingerprint[];
  /** What the profile of that site says of orders; null: nothing. */
  readonly terms: OrderTerms | null;
  /** The last order of that site that was taken; null: none yet. */
  readonly last: { readonly number: number; readonly hash: string } | null;
  /** UTC, ISO 8601. */
  readonly at: string;
}

/** already: this very order was taken before, and nothing is to be done. */
export type OrderStanding = 'take' | 'already' | OrderRefusal;

/** Whether a store takes an order whose signature holds. Pure; the order of the questions is part of the answer. */
export function judgeOrder(order: Order, facts: OrderFacts): OrderStanding {
  const { storeId, trusted, fingerprint, last, hash, at } = facts;
  if (order.storeId !== storeId) return refused('order/other-store', 'the order is for another store');
  if (trusted.length === 0) {
    return refused('order/unknown-site', `the store has no profile of site ${order.siteCode}`);
  }
  if (!trusted.includes(fingerprint)) {
    return refused('order/unknown-key', `the key ${fingerprint} is not trusted for site ${order.siteCode}`);
  }
  if (last?.number === order.number && last.hash === hash) return 'already';
  if (last !== null && order.number <= last.number) {
    return refused('order/older-number', `order ${order.number} is not newer than ${last.number}, which was taken`);
  }
  const now = Date.parse(at);
  if (now + ORDER_SKEW_MS < Date.parse(order.issuedAt)) {
    return refused('order/not-yet-valid', `the order was issued on ${order.issuedAt}, which is not yet`);
  }
  if (now >= Date.parse(order.expiresAt) + ORDER_SKEW_MS) {
    return refused('order/expired', `the order ended on ${order.expiresAt}`);
  }
  if (!mayOrder(order.kind, facts.terms)) {
    return refused('order/not-granted', `the profile of site ${order.siteCode} does not let it order this`);
  }
  return 'take';
}

/** A site's own studies are always its own. Who may hold a store may let it go. */
function mayOrder(kind: OrderKind, terms: OrderTerms | null): boolean {
  const kinds = terms?.kinds ?? [];
  switch (kind) {
    case 'wipe-site':
      return true;
    case 'lift':
      return kinds.includes('lift') || kinds.includes('hold') || kinds.includes('revoke');
    case 'revoke':
    case 'wipe-store':
    case 'hold':
      return kinds.includes(kind);
    default:
      return assertNever(kind);
  }
}

function refused(code: OrderRefusal['code'], message: string): OrderRefusal {
  return { code, message };
}
