import { z } from 'zod';
import { DicomWebSettings, SourceSecrets } from './source-settings.ts';

const Name = z.string().trim().min(1).max(100);
/** A numeric address: names are not believed. */
const Address = z.union([z.ipv4(), z.ipv6()]);
const Zone = z
  .string()
  .max(60)
  .refine((zone) => isZone(zone), 'no such time zone');

/** Somebody who may send orders by HL7. An address is all that tells them apart, so there is one of each. */
export const OrderPeer = z.strictObject({
  name: Name,
  address: Address,
  /** Name of the store's site whose orders and numbers they are. */
  site: Name,
  /** May say who a patient is: corrections and merges. */
  trusted: z.boolean().default(false),
  /** Character set of messages that name none, by HL7 table 0211. */
  charset: z.string().max(40).default('UNICODE UTF-8'),
  /** IANA name of their clock; null: that of the site's profile, else of this computer. */
  zone: Zone.nullable().default(null),
});
export type OrderPeer = z.infer<typeof OrderPeer>;

const Pem = z.string().min(1).max(100_000);

/** Our own port for HL7. Off unless somebody turns it on. */
export const OrderListener = z
  .strictObject({
    on: z.boolean().default(false),
    /** The interface to listen on. */
    host: Address.default('127.0.0.1'),
    /** 0: any that is free. */
    port: z.number().int().min(0).max(65_535).default(2575),
    /** Certificate and key of this station; clientAuthorities: who vouches for senders, which then need a certificate. */
    tls: z
      .strictObject({ certificate: Pem, privateKey: Pem, clientAuthorities: Pem.nullable().default(null) })
      .nullable()
      .default(null),
    /** The way to this station is encrypted by a tunnel (VPN): only then may the line itself be plain. */
    insideTunnel: z.boolean().default(false),
    peers: z.array(OrderPeer).max(20).default([]),
  })
  .refine((one) => !one.on || one.tls !== null || one.insideTunnel || isLoopback(one.host), {
    message: 'without TLS only inside a tunnel, or to this very machine',
  })
  .refine(({ peers }) => new Set(peers.map(({ address }) => address)).size === peers.length, {
    message: 'an address is listed twice',
  });
export type OrderListener = z.infer<typeof OrderListener>;

/** A FHIR server that is asked for orders, reports of others or both, again and again. */
export const FhirFeed = z.strictObject({
  /** How it is reached; `url` is the base of the service. `name` and `site` are those of the feed. */
  server: DicomWebSettings,
  secrets: SourceSecrets.default({}),
  everySeconds: z.number().int().min(15).max(3600).default(60),
  zone: Zone.nullable().default(null),
  /** Orders (ServiceRequest), and reports of others (DiagnosticReport). */
  gives: z
    .strictObject({ orders: z.boolean(), reports: z.boolean() })
    .refine(({ orders, reports }) => orders || reports, 'asked for nothing')
    .default({ orders: true, reports: false }),
});
export type FhirFeed = z.infer<typeof FhirFeed>;

/** Where imaging orders come from. Holds secrets: it lies in the encrypted index and is shown without them. */
export const OrderFeeds = z.strictObject({
  listener: OrderListener.prefault({}),
  fhir: z.array(FhirFeed).max(10).default([]),
});
export type OrderFeeds = z.infer<typeof OrderFeeds>;

/** The same with `hidden` in the place of what is secret; certificates of servers are left out. */
export function withoutSecrets({ listener, fhir }: OrderFeeds): OrderFeeds {
  return {
    listener: { ...listener, tls: listener.tls === null ? null : { ...listener.tls, privateKey: 'hidden' } },
    fhir: fhir.map((feed) => {
      const names = Object.keys(feed.secrets).filter((name) => name !== 'certificate');
      return { ...feed, secrets: Object.fromEntries(names.map((name) => [name, 'hidden'])) };
    }),
  };
}

function isLoopback(host: string): boolean {
  return /^127\./.test(host) || host === '::1';
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    // The one way it says that it knows no such zone.
    return false;
  }
}
