import { z } from 'zod';

/** 32 bytes of Ed25519 (RFC 8032), hex. */
export const SignaturePublicKey = z.string().regex(/^[0-9a-f]{64}$/);

/** Over the canonical JSON of the signed document, UTF-8. */
export const ReportSignature = z.strictObject({
  algorithm: z.literal('Ed25519'),
  /** SHA-256 of the public key, hex. */
  keyId: z.string(),
  publicKey: SignaturePublicKey,
  /** 64 bytes, hex. */
  signature: z.string(),
});
export type ReportSignature = z.infer<typeof ReportSignature>;

/** What a signature that fits proves. */
export const ProvedSignature = z.strictObject({
  keyId: z.string(),
  publicKey: SignaturePublicKey,
  /** The site that says in its signed profile whose key it is; null: none does, and the key proves that the text is whole and no more. */
  enrolledBy: z.string().nullable(),
});
export type ProvedSignature = z.infer<typeof ProvedSignature>;
