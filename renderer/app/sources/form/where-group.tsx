import { FormGroup, SelectField } from '../../../ui/index.ts';
import { Line, Tick } from './fields.tsx';
import type { GroupProps } from './fields.tsx';

const KINDS = [
  { value: 'dicomweb', words: 'DICOMweb (https)' },
  { value: 'dimse', words: 'DIMSE (AE title, host, port)' },
] as const;

/** Where a source is, and how one gets there. */
export function WhereGroup(props: GroupProps & { readonly fixed: boolean }) {
  const { form, change, fixed } = props;
  return (
    <FormGroup title="Where">
      <SelectField
        label="Kind"
        value={form.kind}
        options={KINDS}
        disabled={fixed}
        hint={
          fixed
            ? 'It stays: another kind is another source.'
            : 'The site’s IT says which; DICOMweb where there is a choice.'
        }
        onChange={(kind) => change({ kind, parallel: '4' })}
      />
      <Line {...props} of="name" label="Name" hint="As you want to see it." />
      <Line {...props} of="site" label="Site" hint="As on its studies; the name where left empty." />
      {form.kind === 'dicomweb' ? (
        <Line {...props} of="url" label="Address" hint="https://…, the part before /studies." />
      ) : (
        <>
          <Line {...props} of="host" label="Host" hint="A name or an address, without port." />
          <Line {...props} of="port" label="Port" hint="Often 104, 11112 or 2762 (TLS)." />
          <Line
            {...props}
            of="calledAe"
            label="AE title of the site"
            hint="Exactly as the site gave it, capitals too."
          />
        </>
      )}
      <Tick
        {...props}
        of="insideTunnel"
        label="The way there is inside a VPN"
        hint="Only then may the connection itself be without encryption."
      />
      {form.insideTunnel ? (
        <>
          <Line
            {...props}
            of="tunnelName"
            label="What the VPN is called here"
            hint="For whoever has to connect it; may be empty."
          />
          <Line
            {...props}
            of="tunnelHost"
            label="A computer that answers only inside the VPN"
            hint="So that “VPN down” is told from “site down”; not the source itself. May be empty."
          />
          {form.tunnelHost.trim() === '' ? null : (
            <Line {...props} of="tunnelPort" label="Its port" hint="One that takes connections, such as 443." />
          )}
        </>
      ) : null}
      {form.kind === 'dicomweb' ? <ProxyFields {...props} /> : null}
    </FormGroup>
  );
}

function ProxyFields(props: GroupProps) {
  return (
    <>
      <Tick
        {...props}
        of="viaProxy"
        label="Through a proxy"
        hint="Only where the network here lets nothing out without one."
      />
      {props.form.viaProxy ? (
        <>
          <Line {...props} of="proxyHost" label="Host of the proxy" />
          <Line {...props} of="proxyPort" label="Port of the proxy" />
          <Line {...props} of="proxyUser" label="User of the proxy" hint="Empty where it asks for none." />
        </>
      ) : null}
    </>
  );
}
