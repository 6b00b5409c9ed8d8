import { FormGroup, FormLine } from '../../../ui/index.ts';
import { AuthoritiesChoice } from '../parts/authorities-choice.tsx';
import { CertificateChoice } from '../parts/certificate-choice.tsx';
import { Tick } from './fields.tsx';
import type { WhoProps } from './who-group.tsx';

/** Whom we believe, and the certificate that we show. @param own false: none is shown from here */
export function TrustGroup(props: WhoProps & { readonly own?: boolean }) {
  const { form, change, typed, type, good, problems, own = true } = props;
  const overTls = form.kind === 'dicomweb' ? !form.url.trim().startsWith('http:') : form.tls;
  return (
    <FormGroup title="Trust" help="The certificate of the server is always checked; there is no way round that.">
      {form.kind === 'dimse' ? (
        <Tick {...props} of="tls" label="TLS" hint="Encrypted, TLS 1.2 or newer. Off only inside a VPN." />
      ) : null}
      {overTls ? (
        <>
          <AuthoritiesChoice
            value={form.authorities}
            onChange={(authorities) => change({ authorities })}
            problem={problems['authorities'] ?? null}
          />
          {own ? (
            <CertificateChoice
              stored={good.includes('certificate')}
              value={typed.certificate}
              onChange={(certificate) => type({ certificate })}
              problem={problems['certificate'] ?? null}
            />
          ) : null}
        </>
      ) : (
        <FormLine>The connection itself is not encrypted: the VPN has to be.</FormLine>
      )}
    </FormGroup>
  );
}
