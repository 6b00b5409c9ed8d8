import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openDispatchers } from '../../../../electron/station/sources/http/dispatchers.ts';
import type { Dispatchers } from '../../../../electron/station/sources/http/dispatchers.ts';
import { DicomWebSettings } from '../../../../shared/model/source-settings.ts';

/** What undici reads ahead of whoever takes it, bytes: an answer of that size stops its parser with the last piece. */
const AHEAD = 65_536;
const BODY = Buffer.alloc(AHEAD, 'a');

let server: Server;
let dispatchers: Dispatchers;
afterEach(async () => {
  await dispatchers.destroy();
  server.close();
});

/** Asks a server that writes this and goes; reads the answer only when the line is gone. */
async function askedAfterTheEnd(head: string, body: Buffer, reset = false): Promise<Buffer> {
  let isGone: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => (isGone = resolve));
  server = createServer((socket) => {
    socket.on('error', () => undefined).once('close', isGone);
    socket.once('data', () => {
      socket.write(`HTTP/1.1 200 OK\r\n${head}Connection: close\r\n\r\n`);
      socket.write(body, () => (reset ? setImmediate(() => socket.resetAndDestroy()) : socket.end()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const waits = { connectMs: 2000, answerMs: 5000, idleMs: 5000 };
  dispatchers = openDispatchers(
    DicomWebSettings.parse({ kind: 'dicomweb', name: 'Nord', site: 'Nord', url: origin, waits }),
    {},
  );
  const answer = await dispatchers.own.request({ origin, path: '/', method: 'GET' });
  await gone;
  return Buffer.from(await answer.body.arrayBuffer());
}

describe('a server that hangs up before its answer was taken', () => {
  it.each([
    ['that has said its length', `Content-Length: ${BODY.length}\r\n`],
    ['that only its end ends', ''],
  ])('does not end the program: a whole body %s is read whole', { timeout: 20_000 }, async (_, head) => {
    expect((await askedAfterTheEnd(head, BODY)).equals(BODY)).toBe(true);
  });

  it('does not end the program, and is no whole answer, where its body is cut', { timeout: 20_000 }, async () => {
    await expect(askedAfterTheEnd(`Content-Length: ${BODY.length + 1}\r\n`, BODY)).rejects.toThrow();
  });

  it('does not end the program where it breaks the line', { timeout: 20_000 }, async () => {
    await expect(askedAfterTheEnd(`Content-Length: ${BODY.length + 1}\r\n`, BODY, true)).rejects.toThrow();
  });
});
