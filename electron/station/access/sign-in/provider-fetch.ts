import { request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { CustomFetch } from 'openid-client';
import type { ClientCertificate } from '../../../../shared/model/identity-provider.ts';

/** Metadata, keys and tokens are small; more is no answer. */
const MOST_BYTES = 1024 * 1024;

export interface ProviderTrust {
  /** PEM of who vouches for the provider's server, in place of whoever the computer trusts; null: those. */
  readonly authorities: string | null;
  readonly certificate: ClientCertificate | null;
}

/**
 * How a provider of a hospital with an authority of its own is asked. Its certificate and its name are always checked; there is no
 * way round that. Null where nothing is special: then the fetch of the runtime does.
 */
export function providerFetch({ authorities, certificate }: ProviderTrust): CustomFetch | null {
  if (authorities === null && certificate === null) return null;
  return (url, { method, headers, body, signal }) =>
    // Plain http goes to this very machine only: `IdentityProvider` says so.
    new URL(url).protocol === 'http:'
      ? fetch(url, { method, headers, redirect: 'manual', ...(signal ? { signal } : {}), ...bodyOf(body) })
      : new Promise((resolve, reject) => {
          const asking = request(
            url,
            {
              ...{ method, headers, minVersion: 'TLSv1.2', rejectUnauthorized: true, agent: false },
              ...(signal ? { signal } : {}),
              ...(authorities === null ? {} : { ca: authorities }),
              ...(certificate === null ? {} : { cert: certificate.certificate, key: certificate.privateKey }),
            },
            (answer) => void take(answer).then(resolve, reject),
          );
          // As fetch says it: what is behind decides whether it was the line.
          asking.on('error', (error) => reject(new TypeError('the request failed', { cause: error })));
          asking.end(textOf(body));
        });
}

async function take(answer: IncomingMessage): Promise<Response> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) {
      answer.destroy();
      throw new TypeError('the answer is too long');
    }
    pieces.push(piece);
  }
  const status = answer.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headersDistinct)) {
    for (const one of value ?? []) headers.append(name, one);
  }
  const isEmpty = status === 204 || status === 205 || status === 304;
  return new Response(isEmpty ? null : Buffer.concat(pieces), { status, headers });
}

function bodyOf(body: unknown): { readonly body?: string } {
  const text = textOf(body);
  return text === undefined ? {} : { body: text };
}

/** What is sent is a form, or nothing. */
function textOf(body: unknown): string | undefined {
  if (body === null || body === undefined) return undefined;
  if (typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new TypeError('only forms are sent to a provider');
}
