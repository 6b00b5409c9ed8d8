import { AppError } from '../../../../shared/errors/app-error.ts';
import type { HttpAnswer } from '../http/http-client.ts';
import type { RetrieveOutcome, RetrieveRequest, RetrieveSink } from '../source.ts';
import { inLanes } from './lanes.ts';
import { findSeries } from './query.ts';
import { receiveObjects } from './receive.ts';
import type { WebLink } from './web-link.ts';

/**
 * Ways to ask for objects as they are stored, the standard's first (Part 18, 8.7.3 and 10.4.1.1). Servers differ in what they
 * refuse; the last ones leave the transfer syntax to the server.
 */
const ACCEPTS = [
  'multipart/related; type="application/dicom"; transfer-syntax=*',
  'multipart/related; type=application/dicom; transfer-syntax=*',
  'application/dicom; transfer-syntax=*',
  'multipart/related; type="application/dicom"',
  'application/dicom',
] as const;

type Failed = RetrieveOutcome['failed'][number];

/** Fetches by WADO-RS. Remembers which way of asking a server understands. */
export class WadoRetriever {
  readonly #link: WebLink;
  readonly #parallel: number;
  #accept = 0;

  constructor(link: WebLink, parallel: number) {
    this.#link = link;
    this.#parallel = parallel;
  }

  async retrieve(request: RetrieveRequest, sink: RetrieveSink, signal: AbortSignal): Promise<RetrieveOutcome> {
    const failed: Failed[] = [];
    const { studyUid, seriesUid, sopUids } = request;
    const study = ['studies', studyUid];
    if (sopUids !== undefined) {
      if (seriesUid === undefined) throw new AppError('request/bad', 'instances are asked for with their series');
      const series = [...study, 'series', seriesUid, 'instances'];
      const works = sopUids.map((uid) => async (stop: AbortSignal) => {
        await this.#instance([...series, uid], uid, sink, failed, stop);
      });
      await inLanes(works, this.#parallel, signal);
    } else {
      const whole = seriesUid === undefined ? await this.#wholes(studyUid, signal) : [[...study, 'series', seriesUid]];
      const works = whole.map((path) => (stop: AbortSignal) => this.#fetch(path, null, sink, failed, stop));
      await inLanes(works, this.#parallel, signal);
    }
    return { announced: null, failed, warnings: 0 };
  }

  /** A study as its series, where there are several: they come side by side. */
  async #wholes(studyUid: string, signal: AbortSignal): Promise<readonly (readonly string[])[]> {
    const study = ['studies', studyUid];
    const paths: string[][] = [];
    if (this.#parallel === 1) return [study];
    try {
      for await (const { seriesUid } of findSeries(this.#link, studyUid, { signal })) {
        paths.push([...study, 'series', seriesUid]);
      }
    } catch (error) {
      // It need not be able to list series in order to give a study.
      if (!(error instanceof AppError) || !CANNOT_LIST.has(error.code)) throw error;
      return [study];
    }
    return paths.length > 1 ? paths : [study];
  }

  async #instance(
    path: readonly string[],
    uid: string,
    sink: RetrieveSink,
    failed: Failed[],
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await this.#fetch(path, uid, sink, failed, signal);
    } catch (error) {
      // One that is not there does not keep the others from coming.
      if (!(error instanceof AppError) || error.code !== 'source/not-found') throw error;
      failed.push({ sopUid: uid, status: String(error.context['status'] ?? 404) });
    }
  }

  async #fetch(
    path: readonly string[],
    uid: string | null,
    sink: RetrieveSink,
    failed: Failed[],
    signal: AbortSignal,
  ): Promise<void> {
    const answer = await this.#ask(path, signal);
    if (answer.status !== 200 && answer.status !== 206) throw await this.#link.failure(answer);
    // Part 18, table 10.4.3-1: it has more than it could give in this way.
    if (answer.status === 206) failed.push({ sopUid: null, status: '206' });
    await receiveObjects(answer, sink, uid);
  }

  async #ask(path: readonly string[], signal: AbortSignal): Promise<HttpAnswer> {
    const url = this.#link.url(path);
    const first = this.#accept;
    for (let turn = 0; ; turn += 1) {
      const way = (first + turn) % ACCEPTS.length;
      const answer = await this.#link.get(url, ACCEPTS[way] ?? ACCEPTS[0], signal);
      const isRefused = answer.status === 406 || answer.status === 400 || answer.status === 415;
      if (!isRefused || turn === ACCEPTS.length - 1) {
        if (!isRefused) this.#accept = way;
        return answer;
      }
      await answer.discard();
    }
  }
}

const CANNOT_LIST: ReadonlySet<string> = new Set([
  'source/refused',
  'source/not-found',
  'source/no-such-way',
  'source/wrong-answer',
  'source/server-error',
]);
