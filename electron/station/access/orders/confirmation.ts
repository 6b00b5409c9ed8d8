import { z } from 'zod';
import { OrderConfirmation } from '../../../../shared/model/order.ts';
import { canonicalJson } from '../../../../shared/report/canonical.ts';
import { isSignedBy, keyIdOf } from '../../kernel/ed25519.ts';
import type { StationKey } from '../audit/station-key.ts';
import type { PublicKeyOf } from '../../kernel/ed25519.ts';

const FORMAT = 'nightjar-order-confirmation';
const SignedConfirmation = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(1),
  confirmation: OrderConfirmation,
  /** The key of the station, hex: see `PublicKeyOf`. */
  station: z.strictObject({ keyId: z.string(), publicKey: z.string() }),
  signature: z.string(),
});
export type SignedConfirmation = z.infer<typeof SignedConfirmation>;

/** What became of an order, signed by the station: one line of JSON. The key must be there already: nothing is written here. */
export function signConfirmation(confirmation: OrderConfirmation, key: StationKey, station: PublicKeyOf): string {
  const { signature } = key.sign(signedText(confirmation, station));
  const file: SignedConfirmation = { format: FORMAT, version: 1, confirmation, station, signature };
  return canonicalJson(file);
}

/** What a site reads back; null where it is not what the station signed. */
export function readConfirmation(text: string): SignedConfirmation | null {
  const parsed = SignedConfirmation.safeParse(JSON.parse(text));
  if (!parsed.success) return null;
  const { confirmation, station, signature } = parsed.data;
  if (keyIdOf(Buffer.from(station.publicKey, 'hex')) !== station.keyId) return null;
  return isSignedBy(station.publicKey, signedText(confirmation, station), signature) ? parsed.data : null;
}

function signedText(confirmation: OrderConfirmation, { keyId, publicKey }: PublicKeyOf): string {
  return `${FORMAT} 1\n${canonicalJson({ confirmation, station: { keyId, publicKey } })}`;
}
