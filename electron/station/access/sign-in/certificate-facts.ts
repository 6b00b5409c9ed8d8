import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { CertificateFacts } from '../../../../shared/model/certificate.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { Certificates } from '../../../../shared/model/identity-provider.ts';
import type { ClientCertificate } from '../../../../shared/model/identity-provider.ts';

/** A certificate is replaced by hand: told about so long before its end. */
const SOON_MS = 30 * 86_400_000;
const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const MOST_NAME = 500;

/** What certificates say of themselves, in the order of the file. @param now ms since 1970 UTC @throws AppError sign-in/bad-certificate */
export function certificateFacts(pem: string, now: number): CertificateFacts[] {
  return read(pem).map((certificate) => factsOf(certificate, now));
}

/** The same of one that was read. @param now ms since 1970 UTC */
export function factsOf(certificate: X509Certificate, now: number): CertificateFacts {
  const [from, until] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    validFrom: new Date(from).toISOString(),
    validUntil: new Date(until).toISOString(),
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    standing: now < from ? 'not-yet' : now >= until ? 'ended' : until - now < SOON_MS ? 'ends-soon' : 'good',
  };
}

/** @throws AppError sign-in/bad-certificate */
export function parseAuthorities(text: string): string {
  const parsed = Certificates.safeParse(text);
  if (!parsed.success) throw bad('the file holds no certificates in PEM');
  read(parsed.data);
  return parsed.data;
}

/** @param privateKey PEM without a passphrase @throws AppError sign-in/bad-certificate, also where the two are not of one pair */
export function pairOf(certificate: string, privateKey: string): ClientCertificate {
  const text = parseAuthorities(certificate);
  const [own] = read(text);
  if (own?.checkPrivateKey(createPrivateKey(privateKey)) !== true) throw bad('the key is not that of the certificate');
  return { certificate: text, privateKey };
}

function read(pem: string): readonly X509Certificate[] {
  try {
    const found = [...pem.matchAll(BLOCK)].map(([block]) => new X509Certificate(block));
    if (found.length > 0) return found;
  } catch (error) {
    throw bad('a certificate cannot be read', error);
  }
  throw bad('the file holds no certificates in PEM');
}

function bad(message: string, cause?: unknown): AppError {
  return new AppError('sign-in/bad-certificate', message, cause === undefined ? {} : { cause });
}

/** Node gives a name a line a part. */
function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ').slice(0, MOST_NAME);
}
