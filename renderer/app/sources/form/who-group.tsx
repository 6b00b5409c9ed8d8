import type { SecretName } from '../../../../shared/model/transfer.ts';
import { FormGroup, SelectField } from '../../../ui/index.ts';
import { Proof, Secret, SIMPLE_PROOFS } from '../parts/proof.tsx';
import { Line, Tick } from './fields.tsx';
import type { GroupProps } from './fields.tsx';
import type { SecretsForm } from './source-secrets.ts';

const PROOFS = [...SIMPLE_PROOFS, { value: 'oidc', words: 'An identity provider (OpenID Connect)' }] as const;

const WAYS = [
  { value: 'get', words: 'C-GET (needs no open port here)' },
  { value: 'move', words: 'C-MOVE (the site connects to this computer)' },
] as const;

export interface WhoProps extends GroupProps {
  readonly typed: SecretsForm;
  readonly type: (part: Partial<SecretsForm>) => void;
  /** Stored, and still good. */
  readonly good: readonly SecretName[];
}

/** Who we say we are, and what proves it. */
export function WhoGroup(props: WhoProps) {
  const { form, change } = props;
  if (form.kind === 'dimse') return <DimseWho {...props} />;
  return (
    <Proof
      {...props}
      value={form.auth}
      options={PROOFS}
      onChange={(auth) => change({ auth })}
      user={<Line {...props} of="user" label="User" />}
    >
      {form.auth === 'oidc' ? (
        <>
          <Line {...props} of="issuer" label="Issuer" hint="Address of the identity provider, https://…" />
          <Line {...props} of="clientId" label="Client id" />
          <Line {...props} of="scope" label="Scope" hint="Words with spaces between; may be empty." />
          <Secret {...props} of="clientSecret" label="Client secret" hint="This station signs in as itself." optional />
          <Secret
            {...props}
            of="refreshToken"
            label="Refresh token"
            hint="Where a person signed in; comes before the client secret."
            optional
          />
        </>
      ) : null}
      {form.viaProxy && form.proxyUser.trim() !== '' ? (
        <Secret {...props} of="proxyPassword" label="Password of the proxy" optional />
      ) : null}
    </Proof>
  );
}

function DimseWho(props: WhoProps) {
  const { form, change } = props;
  return (
    <FormGroup title="Who we are">
      <Line
        {...props}
        of="callingAe"
        label="Our AE title"
        hint="The site has to enter it, with the address of this computer."
      />
      <Line {...props} of="user" label="User" hint="Only where the site asks for one." />
      {form.user.trim() === '' ? null : <Secret {...props} of="password" label="Passcode" optional />}
      <SelectField
        label="How images are fetched"
        value={form.preferred}
        options={WAYS}
        problem={props.problems['preferred'] ?? null}
        hint="Behind a router at home nobody can open a connection to you: then C-GET, if the site offers it."
        onChange={(preferred) => change({ preferred, receives: form.receives || preferred === 'move' })}
      />
      <Tick
        {...props}
        of="receives"
        label="The site can reach a receiver on this computer"
        hint="Needed for C-MOVE, and for the site’s word that it has stored what was sent to it. Only listed sites may use it."
      />
      {form.receives ? (
        <>
          <Line
            {...props}
            of="receiverAe"
            label="AE title of the receiver"
            hint="The site has to enter it as a destination."
          />
          <Line
            {...props}
            of="receiverHost"
            label="Address of this computer as the site sees it"
            hint="Inside the VPN, or where a router lets the port through."
          />
          <Line {...props} of="receiverPort" label="Port of the receiver" hint="11112 unless something else uses it." />
        </>
      ) : null}
    </FormGroup>
  );
}
