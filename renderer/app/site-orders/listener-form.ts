import { OrderFeeds } from '../../../shared/model/order-feeds.ts';

/** What is typed about the port for orders; the rest of the settings stays as it is. */
export interface ListenerDraft {
  readonly on: boolean;
  readonly host: string;
  readonly port: string;
  readonly insideTunnel: boolean;
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
  const { on, host, port, insideTunnel, peers } = listener;
  return {
    ...{ on, host, port: String(port), insideTunnel },
    peers: peers.map(({ name, address, site, trusted }) => ({ name, address, site, trusted })),
  };
}

/** The settings with what was typed, or what is wrong with it in words. */
export function feedsOf(
  before: OrderFeeds,
  draft: ListenerDraft,
): { readonly ok: true; readonly feeds: OrderFeeds } | { readonly ok: false; readonly words: string } {
  const { on, host, port, insideTunnel } = draft;
  const peers = draft.peers.map((peer) => {
    const known = before.listener.peers.find(({ address }) => address === peer.address.trim());
    return { ...known, ...peer, address: peer.address.trim() };
  });
  const listener = { ...before.listener, on, host: host.trim(), port: Number(port), insideTunnel, peers };
  const read = OrderFeeds.safeParse({ ...before, listener });
  return read.success ? { ok: true, feeds: read.data } : { ok: false, words: wrongWords(read.error.issues) };
}

function wrongWords(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  const places = issues.map(({ path }) => path.map(String));
  if (places.some((path) => path.includes('host')))
    return 'The address of this station is a number: 127.0.0.1, or 0.0.0.0 for all.';
  if (places.some((path) => path.includes('port'))) return 'The port is a number from 1 to 65535.';
  if (places.some((path) => path.includes('address'))) return 'The address of a sender is a number: 10.1.2.3.';
  if (places.some((path) => path.includes('peers') && path.length > 2))
    return 'Each sender has a name, an address and a site.';
  const [first] = issues;
  return first === undefined
    ? 'Something is wrong with it.'
    : `${first.message.charAt(0).toUpperCase()}${first.message.slice(1)}.`;
}
