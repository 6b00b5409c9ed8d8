import { z } from 'zod';
import { ASSURANCE_LEVELS } from '../rules/sign-in/assurance.ts';

const Level = z.enum(ASSURANCE_LEVELS);
const Words = z.record(z.string().min(1).max(200), Level);

/** https, or plain http to this very machine; nothing but an address in it. */
const Issuer = z
  .union([z.url({ protocol: /^https$/ }), z.url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|\[::1\])$/ })])
  .refine((text) => !/[@?#]/.test(text), 'an identity provider is reached over https');

/** The identity provider of a site, as its administrator wrote it down. */
export const IdentityProvider = z.strictObject({
  issuer: Issuer,
  clientId: z.string().min(1).max(200),
  /** What the provider is asked for, best first (`acr_values`); it may answer with something else. */
  acrValues: z.array(z.string().min(1).max(200)).max(10),
  /** Less is refused. A site that takes passwords alone has to say so. */
  leastAssurance: Level.default('phishing-resistant'),
  /** What words mean that only this provider uses. */
  words: z.strictObject({ acr: Words, amr: Words }).default({ acr: {}, amr: {} }),
  /** For how long a station may go on without hearing from the provider, hours. */
  leaseHours: z
    .number()
    .min(1)
    .max(24 * 31),
});
export type IdentityProvider = z.infer<typeof IdentityProvider>;
