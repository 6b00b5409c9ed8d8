import { Agent, buildConnector, Pool, ProxyAgent } from 'undici';
import type { Dispatcher } from 'undici';
import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { DicomWebSettings, SourceSecrets } from '../../../../shared/model/source-settings.ts';
import { survivingHangUps } from './hung-up.ts';
import { secureContext } from './trust.ts';

/** Longest block of headers of an answer, bytes. */
const MOST_HEADER_BYTES = 32 * 1024;
/** How long an idle connection is kept where the server does not say, milliseconds; and at most. */
const KEEP_MS = 4000;
const MOST_KEEP_MS = 30_000;

/** The connections of one source. Nothing is shared with other sources, and nothing is global. */
export interface Dispatchers {
  /** To the site itself: shows the client certificate. */
  readonly own: Dispatcher;
  /** To where the site redirects: shows nothing. */
  readonly foreign: () => Dispatcher;
  /** Ends what is on its way. */
  destroy(): Promise<void>;
}

/** @throws AppError source/certificate where the given certificates cannot be read, at once or with the first request */
export function openDispatchers(settings: DicomWebSettings, secrets: SourceSecrets): Dispatchers {
  const opened: Dispatcher[] = [];
  const open = (certificate: SourceSecrets['certificate']): Dispatcher => {
    const one = dispatcher(settings, secrets, certificate);
    opened.push(one);
    return one;
  };
  const own = open(secrets.certificate);
  let foreign: Dispatcher | null = null;
  return {
    own,
    foreign: () => (foreign ??= open(undefined)),
    destroy: async () => {
      await Promise.all(opened.map((one) => one.destroy()));
    },
  };
}

function dispatcher(
  settings: DicomWebSettings,
  secrets: SourceSecrets,
  certificate: SourceSecrets['certificate'],
): Dispatcher {
  const { waits, proxy, parallel } = settings;
  const connect = (): buildConnector.BuildOptions => ({
    timeout: waits.connectMs,
    // Said although it is the default: an environment variable can change the default.
    rejectUnauthorized: true,
    secureContext: secureContext(settings.tls.authorities, certificate ?? null),
  });
  const options = {
    // One more than there are transfers, so that a question does not wait for an image.
    connections: parallel + 1,
    pipelining: 1,
    maxHeaderSize: MOST_HEADER_BYTES,
    headersTimeout: waits.answerMs,
    bodyTimeout: waits.idleMs,
    keepAliveTimeout: KEEP_MS,
    keepAliveMaxTimeout: MOST_KEEP_MS,
  };
  if (proxy === null) return new Agent({ ...options, connect: survivingHangUps(connector(settings, connect)) });
  const password = secrets.proxyPassword ?? '';
  return new ProxyAgent({
    ...options,
    uri: `http://${proxy.host.includes(':') ? `[${proxy.host}]` : proxy.host}:${proxy.port}`,
    ...(proxy.user === null
      ? {}
      : { token: `Basic ${Buffer.from(`${proxy.user}:${password}`, 'utf8').toString('base64')}` }),
    requestTls: connect(),
    proxyTls: { timeout: waits.connectMs },
    // What goes through the proxy, on connections that it made.
    factory: (origin, given) => new Pool(origin, surviving(given)),
    // What the proxy answers to CONNECT is part of connecting.
    clientFactory: (origin, given) => new Pool(origin, { ...given, headersTimeout: waits.connectMs }),
  });
}

function surviving(given: object): Pool.Options {
  const own: Pool.Options = given;
  return typeof own.connect === 'function' ? { ...own, connect: survivingHangUps(own.connect) } : own;
}

/** Reads the certificates with the first connection that needs them: it takes its time, and plain http needs none. */
function connector(
  { url, waits }: DicomWebSettings,
  secured: () => buildConnector.BuildOptions,
): buildConnector.connector {
  const plain = buildConnector({ timeout: waits.connectMs });
  let overTls = url.startsWith('https:') ? buildConnector(secured()) : null;
  return (options, callback) => {
    if (options.protocol !== 'https:') {
      plain(options, callback);
      return;
    }
    try {
      overTls ??= buildConnector(secured());
    } catch (error) {
      callback(asAppError(error), null);
      return;
    }
    overTls(options, callback);
  };
}
