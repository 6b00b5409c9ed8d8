import { gzipSync } from 'node:zlib';
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DicomWebSource } from '../../../../electron/station/sources/dicomweb/dicomweb-source.ts';
import type { OutgoingObject } from '../../../../electron/station/sources/source.ts';
import { codeRejected } from '../../../helpers/app-errors.ts';
import { json, lyingServer, MULTIPART, multipart, row } from './lying-server.ts';
import type { LyingServer } from './lying-server.ts';
import { all, ImpatientClock, never, opened } from './opened.ts';
import { RecordingSink } from './recording-sink.ts';

const STUDY = '0020000D';
const options = { signal: never };
const object: OutgoingObject = {
  sopUid: '1.2.3',
  sopClass: '1.2',
  studyUid: '1.2',
  transferSyntax: '1.2.840.10008.1.2.1',
  bytes: 200_000,
  open: async function* () {
    for (let at = 0; at < 20; at += 1) yield new Uint8Array(10_000).fill(at);
  },
};
const referenced = { '00081199': { vr: 'SQ', Value: [{ '00081155': { vr: 'UI', Value: ['1.2.3'] } }] } };
const refusedFor = (reason: number): object => ({
  '00081198': {
    vr: 'SQ',
    Value: [{ '00081155': { vr: 'UI', Value: ['1.2.3'] }, '00081197': { vr: 'US', Value: [reason] } }],
  },
});

let server: LyingServer;
let source: DicomWebSource;
let clock: ImpatientClock;

beforeAll(async () => {
  server = await lyingServer();
});
afterAll(() => server.close());
afterEach(() => source.close());

function open(more: object = {}, ports: Parameters<typeof opened>[2] = {}): DicomWebSource {
  clock = new ImpatientClock();
  source = opened(`${server.origin}/dicom-web/`, more, { clock, ...ports });
  return source;
}

const status = (answer: ServerResponse, code: number, headers: Readonly<Record<string, string>> = {}): void => {
  answer.writeHead(code, { 'content-type': 'text/html', ...headers }).end('<html>DOE^JANE</html>');
};

describe('QIDO-RS paging', () => {
  const uids = Array.from({ length: 23 }, (_, at) => `1.2.${at + 1}`);
  const page = (url: string | undefined): { readonly limit: number; readonly offset: number } => {
    const query = new URL(url ?? '', 'http://x').searchParams;
    return { limit: Number(query.get('limit')), offset: Number(query.get('offset')) };
  };
  const found = async (limit?: number): Promise<readonly string[]> =>
    (await all(open().studies({}, limit === undefined ? options : { ...options, limit }))).map((one) => one.studyUid);

  it('goes on to the end where a server caps its pages without a word', async () => {
    server.answerWith(({ url }, answer) => {
      const { offset } = page(url);
      json(
        answer,
        uids.slice(offset, offset + 5).map((uid) => row(STUDY, uid)),
      );
    });
    expect(await found()).toEqual(uids);
  });

  it('stops where a server does not know pages and gives everything each time', async () => {
    server.answerWith((_, answer) =>
      json(
        answer,
        uids.map((uid) => row(STUDY, uid)),
      ),
    );
    expect(await found()).toEqual(uids);
    expect(server.asked).toHaveLength(2);
  });

  it('gives each study once where pages overlap', async () => {
    server.answerWith(({ url }, answer) => {
      const { offset } = page(url);
      json(
        answer,
        uids.slice(Math.max(0, offset - 2), offset + 5).map((uid) => row(STUDY, uid)),
      );
    });
    expect(await found()).toEqual(uids);
  });

  it('takes no more than it was asked for', async () => {
    server.answerWith((_, answer) =>
      json(
        answer,
        uids.map((uid) => row(STUDY, uid)),
      ),
    );
    expect(await found(7)).toEqual(uids.slice(0, 7));
    expect(page(server.asked[0]?.url).limit).toBe(7);
  });

  it('takes no content for nothing found', async () => {
    server.answerWith((_, answer) => answer.writeHead(204).end());
    expect(await found()).toEqual([]);
  });

  it('F20: says so where a server has more and does not give it', async () => {
    const warning = { warning: '299 example.com: There are 77 additional results that can be requested' };
    server.answerWith((_, answer) =>
      json(
        answer,
        uids.map((uid) => row(STUDY, uid)),
        warning,
      ),
    );
    expect(await codeRejected(found())).toBe('source/incomplete');
  });

  it('writes what is looked for so that every server reads it', async () => {
    server.answerWith((_, answer) => json(answer, []));
    await all(open().studies({ patientName: 'Müller & Söhne^A*', studyDate: '20260101-' }, options));
    expect(server.asked[0]?.url).toContain('PatientName=M%C3%BCller%20%26%20S%C3%B6hne^A*&StudyDate=20260101-&');
  });

  it('F24: refuses series of another study than was asked for', async () => {
    server.answerWith((_, answer) => json(answer, [{ ...row(STUDY, '1.2.9'), ...row('0020000E', '1.2.9.1') }]));
    expect(await codeRejected(all(open().series('1.2.8', options)))).toBe('source/wrong-answer');
  });
});

describe('what a server answers instead', () => {
  it.each([
    [400, 'source/refused'],
    [403, 'source/refused'],
    [404, 'source/not-found'],
    [500, 'source/server-error'],
    [501, 'source/no-such-way'],
    [502, 'source/server-error'],
    [504, 'source/timed-out'],
    [200, 'source/wrong-answer'],
    [304, 'source/wrong-answer'],
  ])(
    'F21: a page with status %i to a query and to a retrieve is %s, and none of its words are kept',
    async (code, known) => {
      server.answerWith((_, answer) => status(answer, code));
      for (const asking of [
        () => all(open().studies({}, options)),
        () => open().retrieve({ studyUid: '1.2.3', seriesUid: '1.2.4' }, new RecordingSink(), never),
      ]) {
        const failure = await asking().catch((error: unknown) => error);
        expect(failure).toMatchObject({ code: known });
        expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toMatch(/DOE|1\.2\.3/);
        await source.close();
      }
    },
  );

  it('F21: a busy server is asked again when it says so, and no sooner', async () => {
    let asks = 0;
    server.answerWith((_, answer) => {
      asks += 1;
      if (asks < 3) status(answer, asks === 1 ? 503 : 429, { 'retry-after': '7' });
      else json(answer, []);
    });
    expect(await all(open().studies({}, options))).toEqual([]);
    expect(clock.waits).toEqual([7000, 7000]);
  });

  it('F21: a server that stays busy, or for long, is said to be busy, with the time it named', async () => {
    server.answerWith((_, answer) => status(answer, 503));
    expect(await codeRejected(all(open().studies({}, options)))).toBe('source/busy');
    expect(clock.waits).toEqual([500, 1000, 2000]);
    await source.close();
    server.answerWith((_, answer) => status(answer, 503, { 'retry-after': '3600' }));
    const failure = await all(open().studies({}, options)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'source/busy', retry: 'later', context: { retryAfterMs: 3_600_000 } });
    expect(clock.waits).toEqual([]);
  });

  it('F21: a token that ran out is renewed once, and the request is sent again with the new one', async () => {
    let token = 'old';
    const tokens = {
      token: async () => token,
      refresh: async () => {
        token = 'new';
      },
    };
    server.answerWith((request, answer) => {
      if (request.headers.authorization === 'Bearer new') json(answer, []);
      else status(answer, 401);
    });
    const auth = { kind: 'oidc', issuer: 'https://login.example', clientId: 'nightjar' };
    expect(await all(open({ auth }, { tokens }).studies({}, options))).toEqual([]);
    expect(server.asked).toHaveLength(2);
  });

  it('F21: a station that is refused with a new token, too, does not ask on and on', async () => {
    let refreshed = 0;
    const tokens = {
      token: async () => `t${refreshed}`,
      refresh: async () => {
        refreshed += 1;
      },
    };
    server.answerWith((_, answer) => status(answer, 401));
    const auth = { kind: 'oidc', issuer: 'https://login.example', clientId: 'nightjar' };
    expect(await codeRejected(all(open({ auth }, { tokens }).studies({}, options)))).toBe('source/credentials');
    expect([refreshed, server.asked.length]).toEqual([1, 2]);
  });

  it('a redirect within the server is followed, credentials included; a loop is not followed for ever', async () => {
    const basic = { auth: { kind: 'basic', user: 'reader' } };
    server.answerWith((request, answer) => {
      if (request.url?.startsWith('/moved') && request.headers.authorization) json(answer, []);
      else answer.writeHead(307, { location: '/moved/studies' }).end();
    });
    expect(await all(open(basic, { secrets: { password: 'x' } }).studies({}, options))).toEqual([]);
    await source.close();
    server.answerWith((request, answer) => answer.writeHead(302, { location: request.url ?? '/' }).end());
    expect(await codeRejected(all(open().studies({}, options)))).toBe('source/wrong-answer');
    expect(server.asked).toHaveLength(6);
  });

  it('a redirect to another server without TLS is not followed', async () => {
    const other = await lyingServer();
    server.answerWith((_, answer) => answer.writeHead(302, { location: `${other.origin}/studies` }).end());
    expect(await codeRejected(all(open().studies({}, options)))).toBe('source/wrong-answer');
    expect(other.connections()).toBe(0);
    await other.close();
  });

  it('reads an answer that comes deflated', async () => {
    const body = gzipSync(JSON.stringify([row(STUDY, '1.2.3')]));
    server.answerWith(({ url }, answer) => {
      if (url?.includes('offset=0')) {
        answer.writeHead(200, { 'content-type': 'application/dicom+json', 'content-encoding': 'gzip' }).end(body);
      } else json(answer, []);
    });
    expect(await all(open().studies({}, options))).toHaveLength(1);
  });

  it('F43: an answer that is small on the line and huge in memory is dropped on the way', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from('['), Buffer.alloc(80 * 1024 * 1024, 0x20)]), { level: 1 });
    server.answerWith((_, answer) => {
      answer.writeHead(200, { 'content-type': 'application/dicom+json', 'content-encoding': 'gzip' }).end(bomb);
    });
    expect(await codeRejected(all(open().studies({}, options)))).toBe('source/wrong-answer');
  });

  it('F43: an encoding that was not asked for, or that is damaged, is refused', async () => {
    const whole = gzipSync(multipart('b', [new Uint8Array(1000)]));
    server.answerWith((_, answer) => {
      answer.writeHead(200, { 'content-type': MULTIPART('b'), 'content-encoding': 'gzip' }).end(whole);
    });
    const request = { studyUid: '1.2', seriesUid: '1.3' };
    expect(await codeRejected(open().retrieve(request, new RecordingSink(), never))).toBe('source/wrong-answer');
    await source.close();
    server.answerWith((_, answer) => {
      const cut = gzipSync('[{}]').subarray(0, 15);
      answer.writeHead(200, { 'content-type': 'application/dicom+json', 'content-encoding': 'gzip' }).end(cut);
    });
    expect(await codeRejected(all(open().studies({}, options)))).toBe('source/wrong-answer');
  });

  it('asks in other words where a server refuses the first ones, and remembers what it understood', async () => {
    const file = new Uint8Array(5000).fill(7);
    server.answerWith((request, answer) => {
      if (request.headers.accept === 'application/dicom; transfer-syntax=*') {
        answer.writeHead(200, { 'content-type': 'application/dicom', 'content-length': file.length }).end(file);
      } else status(answer, request.headers.accept?.includes('"') ? 406 : 400);
    });
    const sink = new RecordingSink();
    await open({ parallel: 1 }).retrieve({ studyUid: '1.2', seriesUid: '1.3', sopUids: ['1.4', '1.5'] }, sink, never);
    expect(sink.whole.map((got) => got.equals(file))).toEqual([true, true]);
    expect(server.asked).toHaveLength(4);
  });
});

describe('STOW-RS', () => {
  it('streams an object with its length, and gives the receipt that names it', async () => {
    let received = 0;
    server.answerWith((request, answer) => {
      request.on('data', (chunk: Buffer) => (received += chunk.length));
      request.on('end', () => json(answer, referenced));
    });
    expect(await all(open().store([object], never))).toEqual([{ sopUid: '1.2.3', state: 'stored', status: '200' }]);
    expect(received).toBe(Number(server.asked[0]?.headers['content-length']));
    expect(received).toBeGreaterThan(object.bytes);
    expect(server.asked[0]?.url).toBe('/dicom-web/studies');
  });

  it.each([
    [409, refusedFor(0xa900), 'refused', '409/0xA900'],
    [409, refusedFor(0xa700), 'failed', '409/0xA700'],
    [202, refusedFor(0x0110), 'failed', '202/0x0110'],
    [200, {}, 'unknown', '200/unconfirmed'],
    [200, [referenced], 'stored', '200'],
    [413, {}, 'refused', '413'],
    [500, {}, 'unknown', '500'],
  ])('an answer %i %j is %s', async (code, body, state, text) => {
    server.answerWith((request, answer) => {
      request.resume().on('end', () => {
        answer.writeHead(code, { 'content-type': 'application/dicom+json' }).end(JSON.stringify(body));
      });
    });
    expect(await all(open().store([object], never))).toEqual([{ sopUid: '1.2.3', state, status: text }]);
  });

  it('takes a page of a gateway for no receipt', async () => {
    server.answerWith((request, answer) => request.resume().on('end', () => status(answer, 200)));
    expect(await all(open().store([object], never))).toMatchObject([{ state: 'unknown', status: '200/unconfirmed' }]);
  });

  it('F21: does not send twice by itself to a server that is busy, or whose answer is lost', async () => {
    server.answerWith((request, answer) => request.resume().on('end', () => status(answer, 503)));
    expect(await codeRejected(all(open().store([object], never)))).toBe('source/busy');
    expect(server.asked).toHaveLength(1);
    await source.close();
    server.answerWith((request) => request.resume().on('end', () => request.socket.destroy()));
    expect(await codeRejected(all(open().store([object], never)))).toBe('source/unreachable');
    expect(server.asked).toHaveLength(1);
  });

  it('F21: sends an object again, from its beginning, with a new token', async () => {
    let token = 'old';
    const tokens = { token: async () => token, refresh: async () => void (token = 'new') };
    server.answerWith((request, answer) => {
      request.resume().on('end', () => {
        if (request.headers.authorization === 'Bearer new') json(answer, referenced);
        else status(answer, 401);
      });
    });
    const auth = { kind: 'oidc', issuer: 'https://login.example', clientId: 'nightjar' };
    expect(await all(open({ auth }, { tokens }).store([object], never))).toMatchObject([{ state: 'stored' }]);
  });

  it('is not possible at a source that takes no results', () => {
    expect(open({ store: false }).capabilities.store).toBeNull();
  });
});
