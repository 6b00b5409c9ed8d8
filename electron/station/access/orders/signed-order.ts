import type { KeyObject } from 'node:crypto';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { Order } from '../../../../shared/model/order.ts';
import type { Fingerprint } from '../../../../shared/model/site-profile.ts';
import { orderFileText, readOrderText, signedOrderText, unsignedOrder } from '../../../../shared/rules/order-shape.ts';
import type { OrderFile } from '../../../../shared/rules/order-shape.ts';
import { sha256Hex } from '../../kernel/sha256.ts';
import { fingerprintOf, isSignedBy, publicBytes, signText } from '../profile/admin-key.ts';

/** An order whose signature holds. */
export interface SignedOrder {
  readonly order: Order;
  readonly signedBy: string;
  readonly fingerprint: Fingerprint;
  /** SHA-256, hex, of what was signed. */
  readonly hash: string;
  /** The file as this program writes it. */
  readonly text: string;
}

/**
 * Reads a text and proves its signature: whether the key is one to obey is not decided here.
 * @throws AppError order/bad-file, order/too-long, order/unknown-kind, order/newer-version, order/bad-signature
 */
export function readSignedOrder(text: string): SignedOrder {
  const file = fileOf(text);
  const publicKey = Buffer.from(file.key, 'base64');
  const signed = signedOrderText(file);
  if (!isSignedBy(publicKey, signed, Buffer.from(file.signature, 'base64'))) {
    throw new AppError('order/bad-signature', 'the order is not what was signed');
  }
  const { order, signedBy } = file;
  return {
    ...{ order, signedBy, fingerprint: fingerprintOf(publicKey) },
    ...{ hash: sha256Hex(signed), text: orderFileText(file) },
  };
}

/** @throws AppError order/bad-file, order/too-long, order/unknown-kind */
export function signOrder(order: unknown, privateKey: KeyObject, signedBy: string): SignedOrder {
  const key = Buffer.from(publicBytes(privateKey)).toString('base64');
  const draft = fileOf(JSON.stringify(unsignedOrder(order, signedBy, key)));
  const signature = Buffer.from(signText(privateKey, signedOrderText(draft))).toString('base64');
  return readSignedOrder(orderFileText({ ...draft, signature }));
}

function fileOf(text: string): OrderFile {
  const read = readOrderText(text);
  if ('refusal' in read) throw new AppError(read.refusal.code, read.refusal.message);
  return read.file;
}
