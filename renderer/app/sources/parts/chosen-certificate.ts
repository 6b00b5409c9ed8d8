import type { CertificateFacts, HeldCertificate } from '../../../../shared/model/certificate.ts';

/** A certificate that was chosen in a form: the station holds it. 'none': the stored one goes. Null: it stays as it is. */
export type ChosenCertificate =
  { readonly held: HeldCertificate; readonly certificates: readonly CertificateFacts[] } | 'none' | null;
