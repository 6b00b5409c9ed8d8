import { z } from 'zod';
import type { ErrorCode } from '../errors/codes.ts';
import { Order, OrderKind } from '../model/order.ts';
import { canonicalJson } from '../report/canonical.ts';

/*
 * The file: JSON with the order, the public key, the name of who signed, and an Ed25519 signature of the line "nightjar-order 1", a line
 * end, and the canonical JSON of the other three, as a site profile has it. How the file is laid out means nothing.
 */
const FORMAT = 'nightjar-order';
const VERSION = 1;
/** Longest file, characters. */
export const LONGEST_ORDER = 64 * 1024;
/** An order is for now. One that is good for years would be a key that lies about. */
const LONGEST_LIFE_MS = 400 * 86_400_000;

const Base64 = z.base64().max(200);
const Envelope = z.looseObject({ format: z.literal(FORMAT), version: z.number().int() });
const Kinded = z.looseObject({ order: z.looseObject({ kind: z.string() }) });
const OrderFile = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  order: Order,
  signedBy: z.string().min(1).max(200),
  key: Base64,
  signature: Base64,
});
export type OrderFile = Readonly<z.infer<typeof OrderFile>>;

export interface OrderRefusal {
  readonly code: ErrorCode;
  readonly message: string;
}

export type ReadOrder = { readonly file: OrderFile } | { readonly refusal: OrderRefusal };

/** Reads a text as an order; whether somebody signed it, and who, is not asked here. */
export function readOrderText(text: string): ReadOrder {
  if (text.length > LONGEST_ORDER) return refused('order/too-long', 'the text is too long to be an order');
  try {
    return readOrderValue(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return refused('order/bad-file', 'the text is not JSON');
    throw error;
  }
}

function readOrderValue(value: unknown): ReadOrder {
  const envelope = Envelope.safeParse(value);
  if (!envelope.success) return refused('order/bad-file', 'the text is no order');
  if (envelope.data.version > VERSION) {
    return refused('order/newer-version', 'the order was written for a newer version of the program');
  }
  const kinded = Kinded.safeParse(value);
  if (kinded.success && !OrderKind.safeParse(kinded.data.order.kind).success) {
    return refused('order/unknown-kind', 'this program knows no such order');
  }
  const file = OrderFile.safeParse(value);
  if (!file.success) {
    const faults = file.error.issues.slice(0, 20).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    return refused('order/bad-file', `the order breaks its form: ${faults.join('; ')}`);
  }
  const { issuedAt, expiresAt } = file.data.order;
  const life = Date.parse(expiresAt) - Date.parse(issuedAt);
  if (life <= 0) return refused('order/bad-file', 'the order ends before it begins');
  if (life > LONGEST_LIFE_MS) return refused('order/too-long', 'the order is good for longer than 400 days');
  return { file: file.data };
}

/** The file that is to be signed. @throws AppError never: what is no order is a refusal of `readOrderText` */
export function unsignedOrder(order: unknown, signedBy: string, key: string): unknown {
  return { format: FORMAT, version: VERSION, order, signedBy, key, signature: '' };
}

/** What the signature covers. */
export function signedOrderText({ order, signedBy, key }: Pick<OrderFile, 'order' | 'signedBy' | 'key'>): string {
  return `${FORMAT} ${VERSION}\n${canonicalJson({ order, signedBy, key })}`;
}

/** The file as this program writes it. */
export function orderFileText({ format, version, order, signedBy, key, signature }: OrderFile): string {
  return `${JSON.stringify({ format, version, order, signedBy, key, signature }, null, 2)}\n`;
}

function refused(code: ErrorCode, message: string): ReadOrder {
  return { refusal: { code, message } };
}
