import { AppError } from '../../../../shared/errors/app-error.ts';
import type { HttpAnswer, HttpClient } from '../http/http-client.ts';
import { statusError } from '../http/status-error.ts';
import type { SourceClock } from '../source-clock.ts';
import { jsonRows } from './json-rows.ts';
import { mediaType } from './media-type.ts';

/** Most bytes of one page or of the metadata of one series, inflated. */
export const MOST_JSON_BYTES = 64 * 1024 * 1024;

/** One DICOMweb service: its root, and the client that reaches it. */
export class WebLink {
  readonly client: HttpClient;
  readonly clock: SourceClock;
  readonly #root: string;

  constructor(root: string, client: HttpClient, clock: SourceClock) {
    this.#root = root.replace(/\/+$/, '');
    this.client = client;
    this.clock = clock;
  }

  /**
   * The address of a resource.
   * @param path parts of the path, each encoded here: "studies", uid, "series"
   */
  url(path: readonly string[], query: readonly (readonly [string, string])[] = []): URL {
    const url = new URL(`${this.#root}/${path.map(encodeURIComponent).join('/')}`);
    url.search = query.map(([name, value]) => `${name}=${encoded(value)}`).join('&');
    return url;
  }

  get(url: URL, accept: string, signal: AbortSignal): Promise<HttpAnswer> {
    return this.client.send({ url, headers: { accept }, signal, encoded: false, maxBytes: null });
  }

  /** An answer in DICOM JSON; the caller looks at its status. */
  askJson(url: URL, signal: AbortSignal): Promise<HttpAnswer> {
    return this.client.send({
      ...{ url, signal, encoded: true, maxBytes: MOST_JSON_BYTES },
      headers: { accept: 'application/dicom+json' },
    });
  }

  /**
   * The rows of an answer in DICOM JSON; none where it says that it has no content.
   * @throws AppError by its status, or source/wrong-answer where it is no DICOM JSON
   */
  async *rows(answer: HttpAnswer): AsyncGenerator<Readonly<Record<string, unknown>>> {
    if (answer.status === 204) {
      await answer.discard();
      return;
    }
    if (answer.status !== 200 && answer.status !== 206) throw await this.failure(answer);
    if (!isJson(answer)) throw await this.notThis(answer, 'no-json');
    yield* jsonRows(answer.body);
  }

  /** What an answer of another status than the hoped for means. */
  async failure(answer: HttpAnswer): Promise<AppError> {
    const error = statusError(answer, this.clock.nowIso());
    await answer.discard();
    return error;
  }

  /** The status is right and the content is not. */
  async notThis(answer: HttpAnswer, reason: string): Promise<AppError> {
    await answer.discard();
    return new AppError('source/wrong-answer', `the answer is ${reason}`, {
      context: { host: answer.url.host, status: answer.status, reason },
    });
  }
}

/** DICOM JSON goes by two names (Part 18, 8.7.3); no other is taken: a sign-in page is answered with 200, too. */
export function isJson(answer: HttpAnswer): boolean {
  const type = mediaType(answer.header('content-type'))?.type;
  return type === 'application/dicom+json' || type === 'application/json';
}

/**
 * Not URLSearchParams: it writes a space as +, which not every server reads as one. The ^ between the parts of a name stays, as
 * browsers leave it: Orthanc 1.10 does not decode what is written in its place.
 */
function encoded(value: string): string {
  return encodeURIComponent(value).replaceAll('%5E', '^');
}
