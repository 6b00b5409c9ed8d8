import { Trust } from '../parts/trust.tsx';
import { Tick } from './fields.tsx';
import type { WhoProps } from './who-group.tsx';

/** @param own false: no certificate of ours is shown from here */
export function TrustGroup(props: WhoProps & { readonly own?: boolean }) {
  const { form, change, typed, type, good, problems, own = true } = props;
  return (
    <Trust
      overTls={form.kind === 'dicomweb' ? !form.url.trim().startsWith('http:') : form.tls}
      tls={
        form.kind === 'dimse' ? (
          <Tick {...props} of="tls" label="TLS" hint="Encrypted, TLS 1.2 or newer. Off only inside a VPN." />
        ) : null
      }
      authorities={form.authorities}
      onAuthorities={(authorities) => change({ authorities })}
      certificate={typed.certificate}
      onCertificate={own ? (certificate) => type({ certificate }) : null}
      good={good}
      problems={problems}
    />
  );
}
