import { z } from 'zod';
import { Certificates, ClientCertificate } from './identity-provider.ts';

/** Parallel transfers that one source may ever be given. */
export const MOST_PARALLEL = 16;
/** Entries of a schedule of hours. */
const MOST_HOURS = 24;

const Host = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9._:-]+$/, 'a name or an address, without port');
const Port = z.number().int().min(1).max(65_535);

/** Nothing but scheme, host, port and path: no user, no query, nothing that a parser would rewrite. */
const Address = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .regex(/^https?:\/\/[^\s\\@?#]+$/, 'an address alone: no user, no query');

/** Application entity title (Part 5, 6.2): 1 to 16 characters, no backslash, no control, spaces at the ends do not count. */
export const AeTitle = z
  .string()
  .trim()
  .min(1)
  .max(16)
  .regex(/^[ -[\]-~]+$/, 'an AE title has 1 to 16 plain characters and no backslash');

/** Something that answers on TCP only through the VPN: how "VPN down" is told from "site down". */
export const TunnelHost = z.strictObject({
  host: Host,
  port: Port,
  /** What the VPN is called on this computer, for whoever has to connect it. */
  name: z.string().trim().min(1).max(60).optional(),
});
export type TunnelHost = z.infer<typeof TunnelHost>;

const Minute = z
  .number()
  .int()
  .min(0)
  .max(24 * 60);

/** A rate for some hours of some days, on the clock of this computer. Over midnight where `to` is not after `from`. */
export const RateHours = z.strictObject({
  /** 0 is Sunday; the day on which the hours begin. */
  days: z.array(z.number().int().min(0).max(6)).min(1).max(7),
  /** Minutes after midnight; from included, to not. */
  from: Minute,
  to: Minute,
  /** null: as fast as the line is; 0: nothing passes. */
  bytesPerSecond: z.number().int().min(0).nullable(),
});
export type RateHours = z.infer<typeof RateHours>;

/** How much of the line a source may use. The first hours that fit count; without any, `bytesPerSecond`. */
export const RateLimit = z.strictObject({
  bytesPerSecond: z.number().int().min(0).nullable().default(null),
  hours: z.array(RateHours).max(MOST_HOURS).default([]),
});
export type RateLimit = z.infer<typeof RateLimit>;

const TlsTrust = z.strictObject({
  /** PEM of who vouches for the site's server, beside whoever the computer trusts; null: those alone. */
  authorities: Certificates.nullable().default(null),
});

/** How long the peer may be silent, milliseconds. */
const Waits = z.strictObject({
  /** Until there is a connection, TLS included. */
  connectMs: z.number().int().min(100).max(300_000).default(10_000),
  /** Until an answer begins. Archives that fetch from tape need long ones. */
  answerMs: z.number().int().min(100).max(3_600_000).default(60_000),
  /** Between two pieces of an answer. */
  idleMs: z.number().int().min(100).max(3_600_000).default(30_000),
});

/** The list fills by itself: the source is asked what it has. */
export const SourceWatch = z.strictObject({
  everyMinutes: z.number().int().min(1).max(1440).default(5),
  /** Studies of so many days back, today not counted, on the clock of this computer. */
  days: z.number().int().min(0).max(30).default(1),
  /** Empty: all. */
  modalities: z.array(z.string().trim().min(1).max(16)).max(20).default([]),
});
export type SourceWatch = z.infer<typeof SourceWatch>;

const common = {
  /** As the user named it. */
  name: z.string().trim().min(1).max(100),
  /** The site whose studies these are: it stands for the issuer of patient ids where a study names none. */
  site: z.string().trim().min(1).max(100),
  /** It takes results, too. */
  store: z.boolean().default(true),
  /** The way to it is encrypted by a tunnel (VPN): only then may the protocol itself be plain. */
  insideTunnel: z.boolean().default(false),
  /** Null: nobody named one, and "VPN down" cannot be told from "site down". */
  tunnelHost: TunnelHost.nullable().default(null),
  waits: Waits.prefault({}),
  rate: RateLimit.prefault({}),
  /** The line to it is paid by the byte: nothing is fetched ahead, only what somebody opened or asked for by hand. */
  metered: z.boolean().default(false),
  /** Whether its site sends orders; null: nobody said. False: reading offline waits for none. */
  sendsOrders: z.boolean().nullable().default(null),
  /** Whether reports lie beside the images of a study there (SR, PDF); null: nobody said. */
  sendsReports: z.boolean().nullable().default(null),
  /** Null: it is asked only when a person asks. */
  watch: SourceWatch.nullable().default(null),
};

/** Who we say we are. What proves it is in `SourceSecrets`. */
export const WebAuth = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('basic'), user: z.string().min(1).max(200) }),
  z.strictObject({ kind: z.literal('bearer') }),
  z.strictObject({
    kind: z.literal('oidc'),
    issuer: Address.refine((text) => isProtected(text), 'an identity provider is reached over https'),
    clientId: z.string().min(1).max(200),
    scope: z.string().max(500).default(''),
  }),
]);
export type WebAuth = z.infer<typeof WebAuth>;

const PLAIN_REFUSED = 'without TLS only inside a tunnel, or to this very machine';

export const DicomWebSettings = z
  .strictObject({
    kind: z.literal('dicomweb'),
    ...common,
    /** Root of the service, the part before /studies. */
    url: Address,
    tls: TlsTrust.prefault({}),
    auth: WebAuth.default({ kind: 'none' }),
    /** Plain http to the proxy itself; what passes through it to an https site is encrypted from end to end. */
    proxy: z
      .strictObject({ host: Host, port: Port, user: z.string().max(200).nullable().default(null) })
      .nullable()
      .default(null),
    /** Requests at a time. */
    parallel: z.number().int().min(1).max(6).default(4),
  })
  .refine((own) => own.insideTunnel || isProtected(own.url), PLAIN_REFUSED);
export type DicomWebSettings = z.infer<typeof DicomWebSettings>;

export const DimseSettings = z
  .strictObject({
    kind: z.literal('dimse'),
    ...common,
    host: Host,
    port: Port,
    /** The title of the peer, and ours. */
    calledAe: AeTitle,
    callingAe: AeTitle,
    /** Null: plain. */
    tls: TlsTrust.nullable().default(null),
    maxAssociations: z.number().int().min(1).max(MOST_PARALLEL).default(4),
    /** Tried first; a home behind a router cannot be moved to. */
    preferred: z.enum(['get', 'move']).default('get'),
    /** Where C-MOVE sends to: our own receiver as the peer knows and reaches it; null: C-MOVE is not possible. */
    receiver: z.strictObject({ ae: AeTitle, host: Host, port: Port }).nullable().default(null),
    /** User identity negotiation (Part 7, D.3.3.7); the passcode is a secret. */
    user: z.string().min(1).max(200).nullable().default(null),
  })
  .refine((own) => own.tls !== null || own.insideTunnel || isLoopback(own.host), PLAIN_REFUSED)
  .refine((own) => own.preferred !== 'move' || own.receiver !== null, 'C-MOVE needs a receiver of our own');
export type DimseSettings = z.infer<typeof DimseSettings>;

/** How a source is reached. Holds no secret: it may be shown and exported. */
export const SourceSettings = z.discriminatedUnion('kind', [DicomWebSettings, DimseSettings]);
export type SourceSettings = z.infer<typeof SourceSettings>;
/** The same before defaults are filled in. */
export type SourceSettingsInput = z.input<typeof SourceSettings>;

/** What proves who we are. Lies in the encrypted index only: never in argv, logs, errors or JSON that is printed. */
export const SourceSecrets = z.strictObject({
  /** Of basic authentication, or the passcode of a DIMSE user. */
  password: z.string().max(1000).optional(),
  /** A bearer token that somebody gave us as it is. */
  token: z.string().max(16_000).optional(),
  /** Of the OIDC client. */
  clientSecret: z.string().max(1000).optional(),
  refreshToken: z.string().max(16_000).optional(),
  proxyPassword: z.string().max(1000).optional(),
  certificate: ClientCertificate.optional(),
});
export type SourceSecrets = z.infer<typeof SourceSecrets>;

/** Whether a host is this very machine, by its spelling: 127/8, ::1, localhost. */
export function isLoopback(host: string): boolean {
  return /^(127(\.\d{1,3}){3}|\[?::1\]?|localhost)$/i.test(host);
}

/** Whether what goes to an address is encrypted, or does not leave this machine. */
function isProtected(url: string): boolean {
  if (url.startsWith('https:')) return true;
  const host = /^http:\/\/(\[[^\]]*\]|[^/:]+)(?=[/:]|$)/.exec(url)?.[1];
  return host !== undefined && isLoopback(host);
}
