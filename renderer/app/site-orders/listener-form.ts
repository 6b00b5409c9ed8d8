import type { HeldCertificate } from '../../../shared/model/certificate.ts';
import { OrderFeeds } from '../../../shared/model/order-feeds.ts';
import type { ChosenCertificate } from '../sources/index.ts';

/** What is typed about the port for orders; the rest of the settings stays as it is. */
export interface ListenerDraft {
  readonly on: boolean;
  readonly host: string;
  readonly port: string;
  readonly insideTunnel: boolean;
  /** What this station shows to senders; 'none': without TLS. Null: as it is stored. */
  readonly certificate: ChosenCertificate;
  /** PEM of who vouches for senders, which then have to show a certificate; null: they show none. */
  readonly clientAuthorities: string | null;
  readonly peers: readonly PeerDraft[];
}

export interface PeerDraft {
  readonly name: string;
  readonly address: string;
  readonly site: string;
  readonly trusted: boolean;
}

export const EMPTY_PEER: PeerDraft = { name: '', address: '', site: '', trusted: false };

export function draftOf({ listener }: OrderFeeds): ListenerDraft {
  const { on, host, port, insideTunnel, peers, tls } = listener;
  return {
    ...{ on, host, port: String(port), insideTunnel, certificate: null },
    clientAuthorities: tls?.clientAuthorities ?? null,
    peers: peers.map(({ name, address, site, trusted }) => ({ name, address, site, trusted })),
  };
}

/** Whether senders can speak to this station over TLS, with what is stored and what was chosen. */
export function hasTls({ listener }: OrderFeeds, { certificate }: Pick<ListenerDraft, 'certificate'>): boolean {
  return certificate === null ? listener.tls !== null : certificate !== 'none';
}

export type FeedsRead =
  | { readonly ok: true; readonly feeds: OrderFeeds; readonly certificate: HeldCertificate | null }
  | { readonly ok: false; readonly problems: Readonly<Record<string, string>> };

/** The settings with what was typed, or what is wrong with it, in words by the field: "host", "peers.0.address". */
export function feedsOf(before: OrderFeeds, draft: ListenerDraft): FeedsRead {
  const { on, host, port, insideTunnel, certificate, clientAuthorities } = draft;
  const peers = draft.peers.map((peer) => {
    const known = before.listener.peers.find(({ address }) => address === peer.address.trim());
    return { ...known, ...peer, address: peer.address.trim() };
  });
  const held = certificate === null || certificate === 'none' ? null : certificate.held;
  const { tls: known } = before.listener;
  // What the station holds takes the place of these words there.
  const tls = hasTls(before, draft) ? { ...(held === null && known !== null ? known : HELD), clientAuthorities } : null;
  const typedPort = port.trim() === '' ? Number.NaN : Number(port);
  const listener = { ...before.listener, on, host: host.trim(), port: typedPort, insideTunnel, tls, peers };
  const read = OrderFeeds.safeParse({ ...before, listener });
  return read.success
    ? { ok: true, feeds: read.data, certificate: held }
    : { ok: false, problems: problemsOf(read.error.issues) };
}

const HELD = { certificate: 'held', privateKey: 'held' } as const;
const WORDS: Readonly<Record<string, string>> = {
  host: 'A number: 127.0.0.1, or 0.0.0.0 for every network.',
  port: 'A number from 0 to 65535.',
  name: 'Give the sender a name.',
  address: 'A number: 10.1.2.3. Names are not believed.',
  site: 'Type the site whose orders these are.',
  peers: 'An address is listed twice.',
  insideTunnel: 'Without a certificate only inside a VPN, or for this very computer.',
};

function problemsOf(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): Readonly<Record<string, string>> {
  const problems: Record<string, string> = {};
  for (const { path, message } of issues) {
    const [, ...place] = path.map(String);
    const refined = message.includes('twice') ? 'peers' : 'insideTunnel';
    const field = place.length === 0 ? refined : place.join('.');
    problems[field] ??= WORDS[field.split('.').at(-1) ?? ''] ?? `This is not right: ${message}.`;
  }
  return problems;
}
