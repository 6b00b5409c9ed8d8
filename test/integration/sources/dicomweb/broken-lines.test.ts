import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DicomWebSource } from '../../../../electron/station/sources/dicomweb/dicomweb-source.ts';
import { codeRejected } from '../../../helpers/app-errors.ts';
import { json, lyingServer, MULTIPART, multipart } from './lying-server.ts';
import type { LyingServer } from './lying-server.ts';
import { all, never, opened } from './opened.ts';
import { RecordingSink } from './recording-sink.ts';

const OBJECTS = [1, 2, 3].map((value) => new Uint8Array(30_000).fill(value));
const BODY = multipart('line', OBJECTS);
const HEADERS = { 'content-type': MULTIPART('line') };
const request = { studyUid: '1.2', seriesUid: '1.3' };
const options = { signal: never };

let server: LyingServer;
let source: DicomWebSource;

beforeAll(async () => {
  server = await lyingServer();
});
afterAll(() => server.close());
afterEach(() => source.close());

const open = (more: object = {}): DicomWebSource => (source = opened(`${server.origin}/dicom-web`, more));

/** Whatever a retrieve ends with: no object is kept that is not one of ours, whole. */
async function retrieved(): Promise<{ readonly sink: RecordingSink; readonly code: string | null }> {
  const sink = new RecordingSink();
  const code = await codeRejected(open().retrieve(request, sink, never));
  await source.close();
  expect(sink.whole.every((got, at) => got.equals(OBJECTS[at] ?? Buffer.alloc(0)))).toBe(true);
  expect(sink.begun.length).toBe(sink.whole.length + sink.aborted.length);
  return { sink, code };
}

/** Ways in which a server may frame a body, and how it ends it early. */
const FRAMINGS: readonly (readonly [string, (answer: ServerResponse, body: Buffer) => void])[] = [
  [
    'that has said its length',
    (answer, body) => {
      answer.writeHead(200, { ...HEADERS, 'content-length': BODY.length, connection: 'close' });
      answer.write(body, () => answer.socket?.end());
    },
  ],
  [
    'in chunks',
    (answer, body) => {
      answer.writeHead(200, HEADERS);
      answer.write(body, () => answer.socket?.end());
    },
  ],
  [
    'that only its end ends',
    ({ socket }, body) => {
      socket?.end(
        Buffer.concat([
          Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: ${MULTIPART('line')}\r\nConnection: close\r\n\r\n`),
          body,
        ]),
      );
    },
  ],
];

describe('a retrieve over a line that breaks', () => {
  it.each(FRAMINGS)('F19: keeps no short object of a body %s, cut at each tenth', async (_, send) => {
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const length = Math.floor((BODY.length * tenth) / 10);
      server.answerWith((_, answer) => send(answer, BODY.subarray(0, length)));
      const { sink, code } = await retrieved();
      expect(['source/unreachable', 'source/incomplete', 'source/wrong-answer'], `${tenth} tenths`).toContain(code);
      expect(sink.whole.length).toBeLessThan(OBJECTS.length);
    }
    server.answerWith((_, answer) => send(answer, BODY));
    const { sink } = await retrieved();
    expect(sink.whole).toHaveLength(OBJECTS.length);
  });

  it('F19: aborts the object on its way when the connection is torn down within it', async () => {
    server.answerWith((_, answer) => {
      answer.writeHead(200, HEADERS);
      answer.write(BODY.subarray(0, 45_000), () => answer.socket?.resetAndDestroy());
    });
    const { sink, code } = await retrieved();
    expect(code).toBe('source/unreachable');
    expect([sink.whole.length, sink.aborted.length]).toEqual([1, 1]);
  });

  it('F19: takes a length that is too short or too long for no whole answer', async () => {
    for (const length of [BODY.length - 7, BODY.length + 1000]) {
      server.answerWith((_, answer) => {
        const head = `HTTP/1.1 200 OK\r\nContent-Type: ${MULTIPART('line')}\r\nContent-Length: ${length}\r\n\r\n`;
        answer.socket?.end(Buffer.concat([Buffer.from(head), BODY]));
      });
      const { code } = await retrieved();
      expect(['source/unreachable', 'source/incomplete', 'source/wrong-answer'], `${length}`).toContain(code);
    }
  });

  it('F19: refuses a boundary that is not the one that was said, and a part with a wrong length', async () => {
    server.answerWith((_, answer) => answer.writeHead(200, { 'content-type': MULTIPART('other') }).end(BODY));
    expect(await retrieved()).toMatchObject({ code: 'source/wrong-answer', sink: { begun: [] } });
    const lying = Buffer.from(
      BODY.toString('latin1').replace('Content-Length: 30000', 'Content-Length: 29999'),
      'latin1',
    );
    server.answerWith((_, answer) => answer.writeHead(200, HEADERS).end(lying));
    expect(await retrieved()).toMatchObject({ code: 'source/wrong-answer', sink: { whole: [] } });
  });

  it('F19: takes a single object only where something proves its end', async () => {
    const [file = new Uint8Array()] = OBJECTS;
    const type = 'Content-Type: application/dicom\r\n';
    server.answerWith((_, { socket }) => {
      socket?.end(Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${type}Connection: close\r\n\r\n`), file]));
    });
    expect((await retrieved()).code).toBe('source/wrong-answer');
    server.answerWith((_, answer) => answer.writeHead(200, { 'content-type': 'application/dicom' }).end(file));
    expect(await retrieved()).toMatchObject({ code: null, sink: { whole: [Buffer.from(file)] } });
  });

  it('F18: gives a stalled answer up after its time, while others go on', async () => {
    server.answerWith(({ url }, answer) => {
      if (url?.includes('series?')) json(answer, []);
      else answer.writeHead(200, HEADERS).write(BODY.subarray(0, 45_000));
    });
    const sink = new RecordingSink();
    const stalled = codeRejected(open().retrieve(request, sink, never));
    expect(await all(source.series('1.2', options))).toEqual([]);
    expect(await stalled).toBe('source/timed-out');
    expect([sink.whole.length, sink.aborted.map(({ code }) => code)]).toEqual([1, ['source/timed-out']]);
  });

  it('F18: gives up a server that takes a question and says nothing, or one byte of its headers at a time', async () => {
    server.answerWith(() => undefined);
    expect((await retrieved()).code).toBe('source/timed-out');
    server.answerWith(({ socket }) => {
      const drip = setInterval(() => socket.write('H'), 50);
      socket.write('HTTP/1.1 200 OK\r\nX: ').valueOf();
      socket.once('close', () => clearInterval(drip));
    });
    expect((await retrieved()).code).toBe('source/timed-out');
  });

  it('refuses headers that do not end, without keeping them', async () => {
    let sent = 0;
    server.answerWith(({ socket }) => {
      const line = Buffer.from(`X-Header: ${'x'.repeat(1000)}\r\n`);
      const more = (): void => {
        while (!socket.destroyed && sent < 50_000_000) {
          sent += line.length;
          if (!socket.write(line)) return;
        }
      };
      socket.on('drain', more).write('HTTP/1.1 200 OK\r\n');
      more();
    });
    expect((await retrieved()).code).toBe('source/wrong-answer');
    expect(sent).toBeLessThan(50_000_000);
  });

  it('refuses what is no HTTP at all', async () => {
    server.answerWith(({ socket }) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    expect((await retrieved()).code).toBe('source/wrong-answer');
  });

  it('stops at once when it is cancelled, and says so', async () => {
    const stop = new AbortController();
    server.answerWith((_, answer) => {
      answer.writeHead(200, HEADERS).write(BODY.subarray(0, 45_000), () => setImmediate(() => stop.abort()));
    });
    const sink = new RecordingSink();
    expect(await codeRejected(open().retrieve(request, sink, stop.signal))).toBe('request/cancelled');
    expect(sink.begun.length).toBe(sink.whole.length + sink.aborted.length);
  });

  it('F18: asks once more on a new connection when a kept one has died', async () => {
    let answers = 0;
    server.answerWith((asked, answer) => {
      answers += 1;
      // The second question on the first connection finds it closed.
      if (answers === 2) asked.socket.destroy();
      else json(answer, []);
    });
    open();
    await all(source.studies({}, options));
    await all(source.studies({}, options));
    expect(answers).toBe(3);
  });

  it('F18: does not ask for ever where every connection dies', async () => {
    server.answerWith(({ socket }) => void socket.destroy());
    expect((await retrieved()).code).toBe('source/unreachable');
    expect(server.asked).toHaveLength(2);
  });
});

describe('the pieces of an object', () => {
  it.each([10, 30_000, 1_500_000])('of %i bytes share no byte with those of the next one', async (size) => {
    const objects = [1, 2].map((value) => new Uint8Array(size).fill(value));
    for (const withLengths of [true, false]) {
      server.answerWith((_, answer) => answer.writeHead(200, HEADERS).end(multipart('line', objects, withLengths)));
      const sink = new RecordingSink();
      const begin = sink.begin.bind(sink);
      sink.begin = async (facts) => {
        const incoming = await begin(facts);
        return {
          ...incoming,
          write: async (piece) => {
            await incoming.write(Uint8Array.from(piece));
            piece.fill(0xee);
          },
        };
      };
      await open().retrieve(request, sink, never);
      await source.close();
      expect(sink.whole.map((got, at) => got.equals(objects[at] ?? Buffer.alloc(0)))).toEqual([true, true]);
    }
  });
});

describe('a site that is not there', () => {
  /** A port on which nothing listens. */
  async function closedPort(): Promise<number> {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    return port;
  }

  it('F15: is said to be unreachable, by every call', async () => {
    source = opened(`http://127.0.0.1:${await closedPort()}/dicom-web`);
    expect(await codeRejected(source.probe(never))).toBe('source/unreachable');
    expect(await codeRejected(all(source.studies({}, options)))).toBe('source/unreachable');
    expect(await codeRejected(source.retrieve(request, new RecordingSink(), never))).toBe('source/unreachable');
  });

  it('F15: is not blamed where it is the VPN that is down', async () => {
    const url = `http://127.0.0.1:${await closedPort()}/dicom-web`;
    const down = { host: '127.0.0.1', port: await closedPort() };
    source = opened(url, { tunnelHost: down });
    expect(await codeRejected(source.probe(never))).toBe('source/tunnel-down');
    await source.close();
    source = opened(url, { tunnelHost: { host: '127.0.0.1', port: server.port } });
    expect(await codeRejected(source.probe(never))).toBe('source/unreachable');
  });

  it('is named in the test of the connection, with what can be done, and nothing behind it is tried', async () => {
    source = opened(`http://127.0.0.1:${await closedPort()}/dicom-web`);
    const steps = await all(source.test(never));
    expect(steps.map(({ state }) => state)).toEqual(['ok', 'failed', ...Array.from({ length: 5 }, () => 'skipped')]);
    expect(steps[1]).toMatchObject({ step: 'port', words: 'The computer is there, but nothing answers on this port.' });
  });

  it('answers a probe with whatever it answers, and is alive', async () => {
    server.answerWith((_, answer) => answer.writeHead(500).end());
    await open().probe(never);
  });

  it('that answers with a sign-in page passes no test', async () => {
    server.answerWith((_, answer) => answer.writeHead(200, { 'content-type': 'text/html' }).end('<html>'));
    const steps = await all(open().test(never));
    expect(steps.find(({ state }) => state === 'failed')).toMatchObject({
      step: 'association',
      words: 'The server answers, but not with DICOMweb. (HTTP 200)',
    });
  });
});
