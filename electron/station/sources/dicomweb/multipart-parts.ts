import { MultipartSplitter } from './multipart.ts';
import type { MultipartCaps, MultipartEvent } from './multipart.ts';

export interface MultipartPart {
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Its bytes; ends without an error only when the boundary behind it came. Read it before the next part, or not at all. */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * The parts of a multipart body, one after the other, as its bytes come. Whatever of a part was not read is skipped.
 * @throws AppError source/wrong-answer for what is no multipart body, source/incomplete where it ends too early
 */
export async function* multipartParts(
  chunks: AsyncIterable<Uint8Array>,
  boundary: string,
  caps: MultipartCaps = {},
): AsyncGenerator<MultipartPart> {
  const events = multipartEvents(chunks, boundary, caps);
  try {
    let next = await events.next();
    while (!next.done) {
      if (next.value.kind === 'part') {
        const body = partBody(events);
        yield { headers: next.value.headers, body };
        while (!(await body.next()).done);
      }
      next = await events.next();
    }
  } finally {
    await events.return(undefined);
  }
}

/** The same as events. Reads to the end of the body, also behind its last boundary. */
export async function* multipartEvents(
  chunks: AsyncIterable<Uint8Array>,
  boundary: string,
  caps: MultipartCaps = {},
): AsyncGenerator<MultipartEvent> {
  const splitter = new MultipartSplitter(boundary, caps);
  for await (const chunk of chunks) yield* splitter.feed(chunk);
  splitter.finish();
}

/** Not a `for await`: that would end the events of the whole body when one part is left early. */
async function* partBody(events: AsyncGenerator<MultipartEvent>): AsyncGenerator<Uint8Array> {
  let next = await events.next();
  while (!next.done && next.value.kind === 'data') {
    yield next.value.bytes;
    next = await events.next();
  }
}
