import type { OrderFeeds } from '../../../shared/model/order-feeds.ts';
import { Button, CheckField, FormActions, FormGroup, FormLine, TextField } from '../../ui/index.ts';
import { AuthoritiesChoice, CertificateChoice } from '../sources/index.ts';
import { EMPTY_PEER, hasTls } from './listener-form.ts';
import type { ListenerDraft, PeerDraft } from './listener-form.ts';
import styles from './site-orders.module.css';

interface FieldsProps {
  readonly before: OrderFeeds;
  readonly draft: ListenerDraft;
  readonly problems: Readonly<Record<string, string>>;
  readonly onChange: (draft: ListenerDraft) => void;
}

/** The port for orders: where it listens, what it shows, and who may send. */
export function ListenerFields({ before, draft, problems, onChange }: FieldsProps) {
  const change = (part: Partial<ListenerDraft>): void => onChange({ ...draft, ...part });
  const put = (at: number, peer: PeerDraft | null): void =>
    change({ peers: draft.peers.flatMap((one, place) => (place === at ? (peer ?? []) : one)) });
  const text = (of: 'host' | 'port', label: string, hint: string) => (
    <TextField
      label={label}
      hint={hint}
      autoComplete="off"
      value={draft[of]}
      problem={problems[of] ?? null}
      onChange={(event) => change({ [of]: event.target.value })}
    />
  );
  return (
    <>
      <FormGroup title="Where">
        <CheckField
          label="Receive orders by HL7 while the store is open"
          checked={draft.on}
          onChange={(on) => change({ on })}
        />
        {text('host', 'Address of this station', '127.0.0.1: this computer alone; 0.0.0.0: every network it is in.')}
        {text('port', 'Port', 'Usually 2575.')}
        <CheckField
          label="The way here is inside a VPN"
          hint="Only then may the connection itself be without encryption."
          checked={draft.insideTunnel}
          problem={problems['insideTunnel'] ?? null}
          onChange={(insideTunnel) => change({ insideTunnel })}
        />
      </FormGroup>
      <FormGroup title="Trust" help="With a certificate senders connect by TLS; without one in the clear.">
        <CertificateChoice
          stored={before.listener.tls !== null}
          value={draft.certificate}
          onChange={(certificate) => change({ certificate })}
        />
        {hasTls(before, draft) ? (
          <AuthoritiesChoice
            about="senders"
            value={draft.clientAuthorities}
            onChange={(clientAuthorities) => change({ clientAuthorities })}
          />
        ) : null}
      </FormGroup>
      <FormGroup title="Who may send" help="An address is all that tells senders apart: nobody else is heard.">
        <FormLine>
          {draft.peers.map((peer, at) => (
            // A sender has no id before it is saved, and none moves.
            <PeerFields key={at} at={at} peer={peer} problems={problems} onChange={(next) => put(at, next)} />
          ))}
          {problems['peers'] === undefined ? null : <p role="alert">{problems['peers']}</p>}
          <FormActions>
            <Button onClick={() => change({ peers: [...draft.peers, EMPTY_PEER] })}>Add a sender</Button>
          </FormActions>
        </FormLine>
      </FormGroup>
    </>
  );
}

function PeerFields({
  at,
  peer,
  problems,
  onChange,
}: {
  readonly at: number;
  readonly peer: PeerDraft;
  readonly problems: Readonly<Record<string, string>>;
  readonly onChange: (peer: PeerDraft | null) => void;
}) {
  const field = (of: 'name' | 'address' | 'site', label: string) => (
    <TextField
      label={label}
      autoComplete="off"
      value={peer[of]}
      problem={problems[`peers.${at}.${of}`] ?? null}
      onChange={(event) => onChange({ ...peer, [of]: event.target.value })}
    />
  );
  return (
    <div className={styles['peer']} role="group" aria-label={`Sender ${at + 1}`}>
      {field('name', 'Name')}
      {field('address', 'Address')}
      {field('site', 'Site')}
      <CheckField
        label="may merge and correct patients"
        checked={peer.trusted}
        onChange={(trusted) => onChange({ ...peer, trusted })}
      />
      <FormActions>
        <Button tone="quiet" aria-label={`Remove sender ${at + 1}`} onClick={() => onChange(null)}>
          Remove
        </Button>
      </FormActions>
    </div>
  );
}
