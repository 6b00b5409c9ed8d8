import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import { giveBack } from '../../kernel/give-back.ts';
import type { HttpAnswer } from '../http/http-client.ts';
import type { IncomingObject, RetrieveSink } from '../source.ts';
import { boundaryOf, mediaType } from './media-type.ts';
import { multipartEvents } from './multipart-parts.ts';

/** Largest object that is taken, bytes. */
export const MOST_OBJECT_BYTES = 8 * 1024 ** 3;

/**
 * Gives the objects of a WADO-RS answer to the sink as their bytes come. An object ends only where its framing proves that it is
 * whole; otherwise it is aborted, and the error is thrown.
 * @param asked the instance that was asked for; null where several were
 */
export async function receiveObjects(answer: HttpAnswer, sink: RetrieveSink, asked: string | null): Promise<void> {
  const type = mediaType(answer.header('content-type'));
  const boundary = boundaryOf(type);
  if (boundary !== null) return receiveParts(answer, boundary, sink, asked);
  if (type?.type === 'application/dicom' && hasProvenEnd(answer)) return receiveOne(answer, sink, asked);
  await answer.discard();
  throw wrong('the answer is no DICOM');
}

async function receiveParts(
  answer: HttpAnswer,
  boundary: string,
  sink: RetrieveSink,
  asked: string | null,
): Promise<void> {
  let taker: Taker | null = null;
  try {
    for await (const event of multipartEvents(givenBack(answer.body), boundary)) {
      switch (event.kind) {
        case 'part':
          taker = await Taker.begin(sink, asked ?? locatedUid(event.headers), partLength(event.headers));
          break;
        case 'data':
          await taker?.take(event.bytes);
          break;
        case 'end-part': {
          const whole: Taker | null = taker;
          taker = null;
          await whole?.end();
          break;
        }
        case 'close':
          break;
      }
    }
  } catch (error) {
    await taker?.abort(asAppError(error));
    throw error;
  }
}

async function receiveOne(answer: HttpAnswer, sink: RetrieveSink, asked: string | null): Promise<void> {
  const length = Number(answer.header('content-length') ?? Number.NaN);
  let taker: Taker | null = await Taker.begin(sink, asked, Number.isSafeInteger(length) ? length : null);
  try {
    for await (const bytes of givenBack(answer.body)) await taker.take(bytes);
    const whole: Taker = taker;
    taker = null;
    await whole.end();
  } catch (error) {
    await taker?.abort(asAppError(error));
    throw error;
  }
}

/**
 * Each chunk is gone when the next one is asked for: it was copied. A chunk that shares its memory with others is left alone; else the
 * garbage collector would go through all of the heap for every hundred images.
 */
async function* givenBack(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    giveBack([chunk]);
  }
}

/** Hands an object's bytes on as they come. */
class Taker {
  readonly #object: IncomingObject;
  #bytes = 0;

  static async begin(sink: RetrieveSink, sopUid: string | null, expectedBytes: number | null): Promise<Taker> {
    return new Taker(await sink.begin({ sopUid, expectedBytes }));
  }

  constructor(object: IncomingObject) {
    this.#object = object;
  }

  /** Waits until they are taken: only then the next chunk is asked of the line. */
  async take(bytes: Uint8Array): Promise<void> {
    this.#bytes += bytes.length;
    if (this.#bytes > MOST_OBJECT_BYTES) throw wrong('an object that does not end');
    await this.#object.write(bytes);
  }

  async end(): Promise<void> {
    await this.#object.end();
  }

  async abort(reason: AppError): Promise<void> {
    await this.#object.abort(reason);
  }
}

function partLength(headers: ReadonlyMap<string, string>): number | null {
  const type = mediaType(headers.get('content-type'));
  if (headers.has('content-type') && type?.type !== 'application/dicom') throw wrong('a part that is no DICOM');
  const length = headers.get('content-length');
  return length === undefined ? null : Number(length);
}

/** The last part of a Content-Location, where it names an instance. Said, not believed. */
function locatedUid(headers: ReadonlyMap<string, string>): string | null {
  return /\/instances\/([0-9.]{1,64})(?:$|[/?])/.exec(headers.get('content-location') ?? '')?.[1] ?? null;
}

/** A single object has no boundary behind it: without a length, or chunks, a cut line looks like its end. */
export function hasProvenEnd(answer: HttpAnswer): boolean {
  return answer.header('content-length') !== undefined || /\bchunked\b/i.test(answer.header('transfer-encoding') ?? '');
}

function wrong(why: string): AppError {
  return new AppError('source/wrong-answer', why, { context: { framing: 'wado' } });
}
