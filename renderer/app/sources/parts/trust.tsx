import type { ReactNode } from 'react';
import type { SecretName } from '../../../../shared/model/transfer.ts';
import { FormGroup, FormLine } from '../../../ui/index.ts';
import type { Problems } from '../form/source-settings.ts';
import { AuthoritiesChoice } from './authorities-choice.tsx';
import { CertificateChoice } from './certificate-choice.tsx';
import type { ChosenCertificate } from './chosen-certificate.ts';

/** Whom we believe of a server, and the certificate that we show it. */
export function Trust({
  overTls,
  tls,
  authorities,
  onAuthorities,
  certificate,
  onCertificate,
  good,
  problems,
  children,
}: {
  readonly overTls: boolean;
  /** The switch for TLS, where there is one. */
  readonly tls: ReactNode;
  /** PEM; null: whoever this computer trusts. */
  readonly authorities: string | null;
  readonly onAuthorities: (pem: string | null) => void;
  readonly certificate: ChosenCertificate;
  /** Null: none is shown from here. */
  readonly onCertificate: ((value: ChosenCertificate) => void) | null;
  readonly good: readonly SecretName[];
  readonly problems: Problems;
  readonly children?: ReactNode;
}) {
  return (
    <FormGroup title="Trust" help="The certificate of the server is always checked; there is no way round that.">
      {tls}
      {overTls ? (
        <>
          <AuthoritiesChoice value={authorities} onChange={onAuthorities} problem={problems['authorities'] ?? null} />
          {onCertificate === null ? null : (
            <CertificateChoice
              stored={good.includes('certificate')}
              value={certificate}
              onChange={onCertificate}
              problem={problems['certificate'] ?? null}
            />
          )}
        </>
      ) : (
        <FormLine>The connection itself is not encrypted: the VPN has to be.</FormLine>
      )}
      {children}
    </FormGroup>
  );
}
