import { z } from 'zod';
import { ASSURANCE_LEVELS } from '../rules/sign-in/assurance.ts';

const Level = z.enum(ASSURANCE_LEVELS);
const Words = z.record(z.string().min(1).max(200), Level);
const OwnWords = z.strictObject({ acr: Words, amr: Words });

/** https, or plain http to this very machine; nothing but an address in it. */
const Issuer = z
  .union([z.url({ protocol: /^https$/ }), z.url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|\[::1\])$/ })])
  .refine((text) => !/[@?#]/.test(text), 'an identity provider is reached over https');

/** Certificates as text (PEM); what they hold is read where they are used. */
export const Certificates = z
  .string()
  .max(100_000)
  .regex(/^\s*-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----\s*$/, 'these are no certificates in PEM');

/** The identity provider of a site as its signed profile says it: nothing is filled in by reading. */
export const StatedProvider = z.strictObject({
  issuer: Issuer,
  clientId: z.string().min(1).max(200),
  /** What the provider is asked for, best first (`acr_values`); it may answer with something else. */
  acrValues: z.array(z.string().min(1).max(200)).max(10),
  /** Less is refused. A site that takes passwords alone has to say so. */
  leastAssurance: Level,
  /** What words mean that only this provider uses. */
  words: OwnWords,
  /** For how long a station may go on without hearing from the provider, hours. */
  leaseHours: z
    .number()
    .min(1)
    .max(24 * 31),
  /** Who vouches for its server, in place of whoever the computer trusts; absent: those. */
  authorities: Certificates.optional(),
});
export type StatedProvider = z.infer<typeof StatedProvider>;

/** The identity provider of a store, as its administrator or the profile of a site wrote it down. */
export const IdentityProvider = StatedProvider.extend({
  leastAssurance: Level.default('phishing-resistant'),
  words: OwnWords.default({ acr: {}, amr: {} }),
});
export type IdentityProvider = z.infer<typeof IdentityProvider>;

/** What the station shows to a provider that asks for a certificate. The key is a secret; it has no passphrase any more. */
export const ClientCertificate = z.strictObject({
  certificate: Certificates,
  /** PEM, PKCS 8. */
  privateKey: z.string().min(1).max(20_000),
});
export type ClientCertificate = z.infer<typeof ClientCertificate>;
