import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { RequestListener, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDicomWeb } from '../../../electron/station/sources/dicomweb/dicomweb-source.ts';
import type { TransferRecord } from '../../../electron/station/transfer/retrieve/transfer-table.ts';
import type { TransferId } from '../../../shared/model/ids.ts';
import { json, lyingServer, MULTIPART, multipart } from '../../integration/sources/dicomweb/lying-server.ts';
import type { LyingServer } from '../../integration/sources/dicomweb/lying-server.ts';
import type { Held } from '../../integration/transfer/retrieve/file-source.ts';
import { hashes, image, makeStudy, transferBench } from '../../integration/transfer/retrieve/transfer-fixture.ts';
import type { Bench } from '../../integration/transfer/retrieve/transfer-fixture.ts';

const HTML = { 'content-type': 'text/html' };
const WAITS = { connectMs: 5000, answerMs: 2000, idleMs: 500 };
const IMAGES = 4;

/** How a server lies once to a request for objects. */
type Lie = (answer: ServerResponse, objects: readonly Held[]) => void;

const whole: Lie = (answer, objects) => sent(answer, multipart('b', bytesOf(objects)));

describe('a server that answers a request for objects with something else', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-lies-'));
  const dir = path.join(folder, 'store');
  let server: LyingServer;
  let bench: Bench;
  let held: readonly Held[];
  /** One for each request that is lied to; then the truth is told. */
  let lies: Lie[];

  beforeAll(async () => {
    server = await lyingServer();
    server.answerWith(answers);
    bench = await transferBench(dir, ({ settings }) => {
      if (settings.kind !== 'dicomweb') throw new Error('another kind of source');
      return openDicomWeb(
        { ...settings, url: `${server.origin}/dicom-web`, parallel: 1, waits: WAITS },
        { secrets: {} },
      );
    });
  });
  afterAll(async () => {
    await bench.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  beforeEach(() => {
    held = makeStudy(1, IMAGES, { pixels: 1024 });
    lies = [];
  });

  const answers: RequestListener = (request, answer) => {
    const { pathname } = new URL(request.url ?? '', 'http://peer');
    const words = pathname.split('/').slice(2);
    if (pathname.endsWith('/studies')) return json(answer, [studyRow(held)]);
    if (words.length === 3 && words[2] === 'series') return json(answer, [seriesRow(held)]);
    if (words.length === 5 && words[4] === 'instances') return json(answer, held.map(instanceRow));
    const uid = words[5];
    const lie = lies.shift() ?? whole;
    lie(answer, uid === undefined ? held : held.filter(({ sopUid }) => sopUid === uid));
  };

  const ask = (): TransferId =>
    bench.transfers.ask({ sourceId: bench.sourceId, studyUid: uid(held), seriesUid: null, rank: 'open', way: null });

  /** Asked for once, and then as often as it takes. */
  async function untilDone(first: TransferRecord): Promise<TransferRecord> {
    let row = first;
    for (let turn = 0; turn < 4 && row.state !== 'done'; turn += 1) row = await bench.transfers.desk.wait(ask());
    return row;
  }

  async function isWhole(): Promise<void> {
    expect(await bench.stored(`${uid(held)}.`)).toEqual(hashes(held));
    const strays = bench.store.index.prepare<[string], number>('SELECT count(*) FROM stray_object WHERE study_uid = ?');
    expect(strays.pluck().get(uid(held))).toBe(0);
    expect(readdirSync(path.join(dir, 'tmp'))).toEqual([]);
  }

  const LIES: readonly (readonly [string, Lie])[] = [
    ['500', (answer) => answer.writeHead(500).end()],
    ['503 that asks to wait', (answer) => answer.writeHead(503, { 'retry-after': '0' }).end()],
    ['a page with 200', (answer) => answer.writeHead(200, HTML).end('<!doctype html>')],
    ['a page with 502', (answer) => answer.writeHead(502, HTML).end('<!doctype html>')],
    ['no content', (answer) => answer.writeHead(204).end()],
    ['another boundary than it says', (answer, all) => sent(answer, multipart('other', bytesOf(all)))],
    ['a part with a shorter length than it has', (answer, all) => sent(answer, relabelled(all, -1))],
    ['a part with a longer length than it has', (answer, all) => sent(answer, relabelled(all, +40))],
    ['a body that is shorter than it says', (answer, all) => short(answer, multipart('b', bytesOf(all)))],
    ['a body that ends within a part', (answer, all) => sent(answer, multipart('b', bytesOf(all)).subarray(0, 5000))],
    ['an object that ends early in a part that is whole', (answer, all) => sent(answer, multipart('b', cut(all, 300)))],
    ['an object whose pixels end early', (answer, all) => sent(answer, multipart('b', cut(all, 1900)))],
    [
      'empty parts',
      (answer, all) =>
        sent(
          answer,
          multipart(
            'b',
            all.map(() => new Uint8Array(0)),
          ),
        ),
    ],
    [
      'what is no DICOM',
      (answer, all) =>
        sent(
          answer,
          multipart(
            'b',
            all.map(() => Buffer.alloc(900, 'text')),
          ),
        ),
    ],
    ['fewer objects', (answer, all) => sent(answer, multipart('b', bytesOf(all.slice(1))))],
    [
      'one object as often as there are',
      (answer, all) =>
        sent(
          answer,
          multipart(
            'b',
            all.map(() => bytesOf(all)[0] ?? Buffer.alloc(0)),
          ),
        ),
    ],
    [
      'a whole answer and then something else',
      (answer, all) => {
        sent(answer, Buffer.concat([multipart('b', bytesOf(all)), Buffer.alloc(300, 'x')]));
      },
    ],
  ];

  it.each(LIES)('F19 F21: %s: what is whole is kept, nothing short is, and the rest comes', async (_what, lie) => {
    lies = [lie];
    const first = await bench.transfers.desk.wait(ask());
    const here = await bench.stored(`${uid(held)}.`);
    for (const [sopUid, hash] of here) expect(hash, sopUid).toBe(hashes(held).get(sopUid));
    if (first.state === 'done') expect(here.size).toBe(IMAGES);
    expect((await untilDone(first)).state).toBe('done');
    await isWhole();
  });

  const WHATEVER = LIES.filter(([what]) => !what.includes('early'));
  it.each(WHATEVER)('F19 F20 F21: %s, whatever is asked: it is never said to be whole', async (_what, lie) => {
    lies = Array.from({ length: 200 }, () => lie);
    const row = await bench.transfers.desk.wait(ask());
    const here = await bench.stored(`${uid(held)}.`);
    for (const [sopUid, hash] of here) expect(hash, sopUid).toBe(hashes(held).get(sopUid));
    const standing = bench.transfers.siteStudies.get(bench.sourceId, uid(held));
    const isSaidToBeWhole = row.state === 'done' || standing?.completeAt !== null;
    expect([isSaidToBeWhole, here.size === IMAGES]).not.toEqual([true, false]);
    bench.transfers.desk.cancel(row.transferId);
  });

  it('F19: an object that is cut short at the site itself is taken in the end as it is, and is not said to be readable', async () => {
    lies = Array.from({ length: 200 }, (): Lie => (answer, all) => sent(answer, multipart('b', cut(all, 300))));
    expect((await untilDone(await bench.transfers.desk.wait(ask()))).state).toBe('done');
    const short = held.map((one) => ({ ...one, bytes: one.bytes.subarray(0, one.bytes.length - 300) }));
    expect(await bench.stored(`${uid(held)}.`)).toEqual(hashes(short));
    const counts = () => [...bench.transfers.here.counts(uid(held)).values()];
    await expect.poll(() => counts()[0]?.verified, { timeout: 30_000 }).toBe(IMAGES);
    expect(counts()).toEqual([{ received: IMAGES, verified: IMAGES, decodable: 0 }]);
  });

  it('F24: an image of another patient in the middle is kept apart, the others are here, and a new request is told apart', async () => {
    const [one] = held.slice(2);
    if (one === undefined) throw new Error('no image');
    const wrong = image(one.studyUid, one.seriesUid, one.sopUid, 3, { patientId: 'P2', pixels: 1024 });
    const lie: Lie = (answer, all) => {
      sent(
        answer,
        multipart(
          'b',
          all.map((each) => (each === one ? wrong : each.bytes)),
        ),
      );
    };
    lies = Array.from({ length: 200 }, () => lie);
    const row = await bench.transfers.desk.wait(ask());
    expect(row).toMatchObject({ state: 'failed', error: { code: 'source/other-patient' } });
    expect(await bench.stored(`${uid(held)}.`)).toEqual(hashes(held.filter((each) => each !== one)));
    lies = [];
    expect((await bench.transfers.desk.wait(ask())).state).toBe('done');
    expect(await bench.stored(`${uid(held)}.`)).toEqual(hashes(held));
  });
});

function uid(held: readonly Held[]): string {
  return held[0]?.studyUid ?? '';
}

function bytesOf(objects: readonly Held[]): Uint8Array[] {
  return objects.map(({ bytes }) => bytes);
}

function cut(objects: readonly Held[], by: number): Uint8Array[] {
  return bytesOf(objects).map((bytes) => bytes.subarray(0, bytes.length - by));
}

function sent(answer: ServerResponse, body: Uint8Array): void {
  answer.writeHead(200, { 'content-type': MULTIPART('b') }).end(body);
}

function short(answer: ServerResponse, body: Uint8Array): void {
  answer.writeHead(200, { 'content-type': MULTIPART('b'), 'content-length': body.length + 500 });
  answer.write(body, () => answer.socket?.end());
}

function relabelled(objects: readonly Held[], by: number): Buffer {
  const body = multipart('b', bytesOf(objects)).toString('latin1');
  return Buffer.from(
    body.replace(/Content-Length: (\d+)/, (_all, length) => `Content-Length: ${Number(length) + by}`),
    'latin1',
  );
}

function text(vr: string, ...values: readonly unknown[]): object {
  return { vr, Value: values };
}

function studyRow(held: readonly Held[]): object {
  return {
    '0020000D': text('UI', uid(held)),
    '00100010': text('PN', { Alphabetic: 'DOE^JANE' }),
    '00100020': text('LO', 'P1'),
    '00100030': text('DA', '19700101'),
    '00080061': text('CS', 'CT'),
    '00201208': text('IS', held.length),
  };
}

function seriesRow(held: readonly Held[]): object {
  const [first] = held;
  return {
    '0020000D': text('UI', uid(held)),
    '0020000E': text('UI', first?.seriesUid),
    '00080060': text('CS', 'CT'),
    '00201209': text('IS', held.length),
  };
}

function instanceRow({ studyUid, seriesUid, sopUid }: Held): object {
  return { '0020000D': text('UI', studyUid), '0020000E': text('UI', seriesUid), '00080018': text('UI', sopUid) };
}
