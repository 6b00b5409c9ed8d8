import { z } from 'zod';

/** What a certificate says of itself, for whoever has to replace it in time. Times are UTC, ISO 8601. */
export const CertificateFacts = z.strictObject({
  subject: z.string(),
  issuer: z.string(),
  validFrom: z.string(),
  validUntil: z.string(),
  /** SHA-256 of the certificate, hex. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  /** ends-soon: within 30 days. */
  standing: z.enum(['good', 'ends-soon', 'ended', 'not-yet']),
});
export type CertificateFacts = z.infer<typeof CertificateFacts>;

/** Stands for a certificate with its key that the station read from a file and holds until something is saved with it. */
export const HeldCertificate = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .brand<'HeldCertificate'>();
export type HeldCertificate = z.infer<typeof HeldCertificate>;
