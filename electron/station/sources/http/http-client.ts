import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { DicomWebSettings, SourceSecrets } from '../../../../shared/model/source-settings.ts';
import type { SourceClock } from '../source-clock.ts';
import { answerBody } from './answer-body.ts';
import { authorization } from './authorization.ts';
import type { Authorization, TokenSupplier } from './authorization.ts';
import { openDispatchers } from './dispatchers.ts';
import type { Dispatchers } from './dispatchers.ts';
import { isDeadSocket, lineError } from './line-error.ts';
import { OidcTokens } from './oidc-tokens.ts';
import { MOST_REDIRECTS, redirectTarget } from './redirect.ts';
import { MOST_ASKS, MOST_WAIT_MS, ownWaitMs, retryAfterMs } from './retry-after.ts';
import { blameTunnel } from './tunnel.ts';
import { listenTo } from './web-socket.ts';
import type { ListenOptions } from './web-socket.ts';

/** What is read of an answer that nobody wants, so that its connection can be kept, bytes. */
const MOST_DISCARDED = 64 * 1024;

export interface HttpRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** A body is sent by POST, read from its beginning for every try. Without one it is a GET, which may be sent twice. */
  readonly body?: { readonly bytes: number; open(): AsyncIterable<Uint8Array> };
  /** By which a body is sent, POST where it is absent. */
  readonly method?: 'POST' | 'PUT' | 'DELETE';
  /** Whether the answer may come deflated. */
  readonly encoded: boolean;
  /** Most bytes of the answer, inflated; null: whoever reads it counts. */
  readonly maxBytes: number | null;
}

export interface HttpAnswer {
  readonly status: number;
  /** Of the last redirect. */
  readonly url: URL;
  /** By its name in lower case; several of one name are joined. */
  header(name: string): string | undefined;
  /** Read it to its end or leave it; what the line does throws AppError source/…, never a stream's own error. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Instead of reading the body. */
  discard(): Promise<void>;
}

export interface HttpPorts {
  readonly secrets: SourceSecrets;
  readonly clock: SourceClock;
  /** Null: the client fetches them itself from the identity provider that the settings name. */
  readonly tokens: TokenSupplier | null;
  /** A provider gave another refresh token in place of the one among the secrets. Left out: it is lost with the client. */
  readonly keepRefreshToken?: (token: string) => Promise<void>;
}

/** Speaks HTTP with one site: who we are, whom we trust, the way through proxy and tunnel, and what may be tried again. */
export class HttpClient {
  readonly #settings: DicomWebSettings;
  readonly #clock: SourceClock;
  readonly #authorization: Authorization;
  readonly #dispatchers: Dispatchers;

  /** @throws AppError source/certificate, source/credentials where what is stored cannot be used */
  constructor(settings: DicomWebSettings, ports: HttpPorts) {
    this.#settings = settings;
    this.#clock = ports.clock;
    this.#dispatchers = openDispatchers(settings, ports.secrets);
    const tokens = ports.tokens ?? ownTokens(settings, ports, this.#dispatchers);
    this.#authorization = authorization(settings.auth, ports.secrets, tokens);
  }

  /**
   * The answer, whatever its status, except where something could be done: a new token on 401, a redirect followed, a pause where
   * the server is busy, a new connection for one that died.
   */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const way: Way = { url: request.url, isOwn: true, redirects: 0, asks: 1, renewed: false, revived: false };
    for (;;) {
      const header = way.isOwn ? await this.#authorization.header() : null;
      const answer = await this.#once(request, way, header);
      if (answer === null) continue;
      if (await this.#again(request, way, header, answer)) continue;
      return answer;
    }
  }

  /** Hears what the site sends by itself, as `listenTo` says. */
  async listen(request: Omit<ListenOptions, 'dispatcher' | 'headers'>): Promise<void> {
    const header = await this.#authorization.header();
    const headers: Record<string, string> = header === null ? {} : { authorization: header };
    await listenTo({ ...request, headers, dispatcher: this.#dispatchers.own });
  }

  /** Drops every connection. */
  async close(): Promise<void> {
    await this.#dispatchers.destroy();
  }

  /** One try; null where a kept connection had died and another one may be taken. */
  async #once(request: HttpRequest, way: Way, header: string | null): Promise<HttpAnswer | null> {
    try {
      const got = await this.#dispatch(request, way, header);
      return this.#answer(request, way.url, got);
    } catch (error) {
      const known = this.#line(error, way.url, request.signal);
      if (isDeadSocket(known) && request.body === undefined && !way.revived) {
        way.revived = true;
        return null;
      }
      throw await blameTunnel(known, this.#settings.tunnelHost);
    }
  }

  #dispatch(request: HttpRequest, way: Way, header: string | null): Promise<Dispatcher.ResponseData> {
    const { body, headers, signal, method = 'POST' } = request;
    signal.throwIfAborted();
    return (way.isOwn ? this.#dispatchers.own : this.#dispatchers.foreign()).request({
      origin: way.url.origin,
      path: `${way.url.pathname}${way.url.search}`,
      method: body === undefined ? 'GET' : method,
      signal,
      headers: {
        ...headers,
        'accept-encoding': request.encoded ? 'gzip, deflate' : 'identity',
        ...(header === null ? {} : { authorization: header }),
        ...(body === undefined ? {} : { 'content-length': String(body.bytes) }),
      },
      body: body === undefined ? null : Readable.from(body.open(), { objectMode: false }),
    });
  }

  /** Whether the request is to be sent once more, as `way` says now. */
  async #again(request: HttpRequest, way: Way, header: string | null, answer: HttpAnswer): Promise<boolean> {
    switch (answer.status) {
      case 401:
        return this.#renew(way, header, answer);
      case 429:
      case 503:
        return this.#pause(request, way, answer);
      case 301:
      case 302:
      case 303:
      case 307:
      case 308:
        return follow(request, way, answer);
      default:
        return false;
    }
  }

  async #renew(way: Way, header: string | null, answer: HttpAnswer): Promise<boolean> {
    if (way.renewed || !way.isOwn) return false;
    way.renewed = true;
    if (!(await this.#authorization.renew(header))) return false;
    await answer.discard();
    return true;
  }

  /** What was sent to a busy server may have been taken all the same: only questions are asked again here. */
  async #pause(request: HttpRequest, way: Way, answer: HttpAnswer): Promise<boolean> {
    if (request.body !== undefined || way.asks >= MOST_ASKS) return false;
    const ms = retryAfterMs(answer.header('retry-after'), this.#clock.nowIso()) ?? ownWaitMs(way.asks);
    if (ms > MOST_WAIT_MS) return false;
    await answer.discard();
    await this.#clock.wait(ms, request.signal);
    way.asks += 1;
    return true;
  }

  #answer(request: HttpRequest, url: URL, got: Dispatcher.ResponseData): HttpAnswer {
    const header = (name: string): string | undefined => {
      const value = got.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    };
    return {
      status: got.statusCode,
      url,
      header,
      body: this.#body(request, url, got.body, header('content-encoding')),
      discard: async () => {
        await got.body.dump({ limit: MOST_DISCARDED });
      },
    };
  }

  async *#body(
    request: HttpRequest,
    url: URL,
    raw: Readable,
    encoding: string | undefined,
  ): AsyncGenerator<Uint8Array> {
    const { maxBytes, encoded } = request;
    try {
      yield* answerBody(raw, encoding, { maxBytes, encoded, now: () => this.#clock.monotonic() });
    } catch (error) {
      throw await blameTunnel(this.#line(error, url, request.signal), this.#settings.tunnelHost);
    }
  }

  #line(error: unknown, url: URL, signal: AbortSignal): AppError {
    return lineError(error, { host: url.host, proxyPort: this.#settings.proxy?.port ?? null }, signal);
  }
}

function ownTokens(
  { auth }: DicomWebSettings,
  { secrets, clock, keepRefreshToken = () => Promise.resolve() }: HttpPorts,
  dispatchers: Dispatchers,
): TokenSupplier | null {
  if (auth.kind !== 'oidc') return null;
  return new OidcTokens(auth, secrets, { dispatchers, now: () => clock.monotonic(), keepRefreshToken });
}

/** Where a request is now, and what was tried already. */
interface Way {
  url: URL;
  /** At the site itself, which may know who we are. */
  isOwn: boolean;
  redirects: number;
  asks: number;
  renewed: boolean;
  revived: boolean;
}

async function follow(request: HttpRequest, way: Way, answer: HttpAnswer): Promise<boolean> {
  await answer.discard();
  const { url, sameServer } = redirectTarget(way.url, answer.header('location'));
  // Results go to the site that they are for, and a body is repeated only where the server says so.
  const mayRepeat = sameServer && (answer.status === 307 || answer.status === 308);
  if (way.redirects >= MOST_REDIRECTS || (request.body !== undefined && !mayRepeat)) {
    throw new AppError('source/wrong-answer', 'a redirect that is not followed', {
      context: { host: way.url.host, reason: 'redirect-not-followed', status: answer.status },
    });
  }
  way.redirects += 1;
  way.url = url;
  // Who was sent away once is not trusted again when sent back.
  way.isOwn &&= sameServer;
  return true;
}
