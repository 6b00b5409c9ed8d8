import { randomBytes } from 'node:crypto';
import type { HttpAnswer } from '../http/http-client.ts';
import type { OutgoingObject, StoreReceipt } from '../source.ts';
import { JsonDataset } from './dicom-json.ts';
import { answerAsArray, jsonRows } from './json-rows.ts';
import { receiptOf } from './store-receipt.ts';
import type { StoreAnswer } from './store-receipt.ts';
import { isJson } from './web-link.ts';
import type { WebLink } from './web-link.ts';

/** Longest answer to one object, bytes. */
const MOST_ANSWER_BYTES = 1024 * 1024;
const FAILED_SEQUENCE = '00081198';
const STORED_SEQUENCE = '00081199';

/**
 * Sends objects by STOW-RS, one a request: so each has an answer of its own, and one that is refused keeps no other back. The body
 * is streamed. A receipt comes as soon as the answer is there.
 * @throws AppError source/credentials, source/busy and what the line does: what was being sent may be there or not
 */
export async function* storeObjects(
  link: WebLink,
  objects: readonly OutgoingObject[],
  signal: AbortSignal,
): AsyncGenerator<StoreReceipt> {
  for (const object of objects) {
    const answer = await send(link, object, signal);
    if (STOPS.has(answer.status)) throw await link.failure(answer);
    yield receiptOf(object.sopUid, await read(answer));
  }
}

/** It says nothing about the object: the next one would fare no better. */
const STOPS: ReadonlySet<number> = new Set([401, 407, 429, 503]);

function send(link: WebLink, object: OutgoingObject, signal: AbortSignal): Promise<HttpAnswer> {
  const boundary = `nightjar-${randomBytes(16).toString('hex')}`;
  const head = Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`);
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return link.client.send({
    // Without the study's UID: it would stand in every log on the way.
    url: link.url(['studies']),
    headers: {
      accept: 'application/dicom+json',
      'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
    },
    signal,
    body: {
      bytes: head.length + object.bytes + tail.length,
      open: async function* () {
        yield head;
        yield* object.open();
        yield tail;
      },
    },
    encoded: true,
    maxBytes: MOST_ANSWER_BYTES,
  });
}

/** What the answer says about its objects; nothing where it cannot be read. */
async function read(answer: HttpAnswer): Promise<StoreAnswer> {
  const { status } = answer;
  if (!isJson(answer) || !(status === 200 || status === 202 || status === 409)) {
    await answer.discard();
    return { status, stored: [], failed: [] };
  }
  const stored: StoreAnswer['stored'][number][] = [];
  const failed: StoreAnswer['failed'][number][] = [];
  for await (const row of jsonRows(answerAsArray(answer.body))) {
    const data = new JsonDataset(row);
    for (const item of data.items(STORED_SEQUENCE)) {
      stored.push({ sopUid: item.text('00081155'), warning: item.integer('00081196') });
    }
    for (const item of data.items(FAILED_SEQUENCE)) {
      failed.push({ sopUid: item.text('00081155'), reason: item.integer('00081197') });
    }
  }
  return { status, stored, failed };
}
