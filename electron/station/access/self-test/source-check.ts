import type { ProfileSource } from '../../../../shared/model/site-services.ts';
import { failedLine } from './found.ts';
import type { Found } from './found.ts';
import { reach } from './reach.ts';

/** How a source is reached. A web address without a port has that of its kind. */
export function peerOf(source: ProfileSource): {
  readonly host: string;
  readonly port: number;
  readonly by: 'tcp' | 'tls';
} {
  if (source.kind === 'dimse') return { host: source.host, port: source.port, by: source.tls ? 'tls' : 'tcp' };
  const { hostname, port, protocol } = new URL(source.url);
  const by = protocol === 'https:' ? 'tls' : 'tcp';
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (by === 'tls' ? 443 : 80) : Number(port), by };
}

/**
 * Whether the machine of a source answers. Whether it would give studies is not asked: this version of the program has no client
 * for it, and does not act as if.
 */
export async function checkSource(source: ProfileSource): Promise<Found> {
  const peer = peerOf(source);
  const found = await reach({ ...peer, authorities: null, own: null });
  if (found !== null) return failedLine(`${peer.host}:${peer.port}`, found);
  const by = peer.by === 'tls' ? 'TLS, with a certificate this computer trusts' : 'TCP, without encryption';
  return {
    ...{
      state: 'not-yet',
      result: `${peer.host}:${peer.port} is reached by ${by}. Asking it for studies is not there yet.`,
    },
    next: 'Until then import its studies from a folder or a disc.',
  };
}
