import { afterEach, describe, expect, it } from 'vitest';
import { FrameServer } from '../../../../../electron/station/frames/frame-server.ts';
import type { FrameObject } from '../../../../../electron/station/frames/frame-server.ts';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import { BlobId, ObjectId } from '../../../../../shared/model/ids.ts';
import type { FramePriority } from '../../../../../shared/contract/frames.ts';
import type { ImageInfo } from '../../../../../shared/model/image.ts';
import { FrameWindow } from './frame-window.ts';
import { ScriptedPool } from './scripted-pool.ts';

const objectId = ObjectId.parse('0'.repeat(26));
const unknownId = ObjectId.parse('1'.repeat(26));
/** Only what the server reads: one frame of compressed grey, so that everything goes through the pool. */
const image = { transferSyntax: '1.2.840.10008.1.2.4.80', frames: 1 } as ImageInfo;
const object: FrameObject = { blobId: BlobId.parse('2'.repeat(26)), image };
const noBlobs = {
  read: async () => new Uint8Array(1),
  readNumbers: async () => ({ bytes: new Uint8Array(1), range: { min: 0, max: 0 } }),
};

const windows: FrameWindow[] = [];
afterEach(() => {
  for (const window of windows.splice(0)) window.close();
});

function serve(cacheBytes = 1_000_000): { server: FrameServer; pool: ScriptedPool } {
  const pool = new ScriptedPool();
  const objects = async (id: ObjectId): Promise<FrameObject> => {
    if (id === objectId) return object;
    throw new AppError('archive/unknown-object', 'no such object');
  };
  return { server: new FrameServer({ objects, blobs: noBlobs, pool, cacheBytes }), pool };
}

function open(server: FrameServer, credit: number | null): FrameWindow {
  const window = new FrameWindow();
  windows.push(window);
  server.attach(window.port);
  if (credit !== null) window.post({ t: 'hello', credit });
  return window;
}

function get(id: number, priority: FramePriority = 'near', frame = id, object: ObjectId = objectId) {
  return { t: 'get', id, objectId: object, frame, form: 'display', priority } as const;
}

describe('frame server', () => {
  it('answers a greeting, then frames by request id', async () => {
    const { server } = serve();
    const window = open(server, 10_000);
    window.post(get(1));
    const [hello, frame] = await window.count(2);
    expect(hello).toEqual({ t: 'hello' });
    expect(frame).toMatchObject({ t: 'frame', id: 1, header: { objectId, frame: 1, min: 1 } });
    expect(frame?.t === 'frame' && frame.data.every((byte) => byte === 1)).toBe(true);
  });

  it('sends no more than the credit, but for the frame that crosses the line, and goes on with more', async () => {
    const { server, pool } = serve();
    const window = open(server, 1500);
    for (let id = 1; id <= 10; id += 1) window.post(get(id));
    await window.count(3);
    await window.settle();
    expect(window.ids()).toHaveLength(2);
    // What is decoded ahead of credit is bounded too.
    expect(pool.asked.length).toBeLessThanOrEqual(6);
    window.post({ t: 'credit', bytes: 1000 });
    await window.count(4);
    await window.settle();
    expect(window.ids()).toHaveLength(3);
    window.post({ t: 'credit', bytes: 100_000 });
    await window.count(11);
    expect([...window.ids()].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('sends nothing without credit', async () => {
    const { server, pool } = serve();
    const window = open(server, 0);
    window.post(get(1));
    await window.settle();
    expect(window.ids()).toEqual([]);
    expect(pool.asked).toEqual([]);
  });

  it('starts what is shown first, and what became urgent while it waited', async () => {
    const { server, pool } = serve();
    pool.held = true;
    const window = open(server, 100_000);
    for (let id = 1; id <= 8; id += 1) window.post(get(id, 'idle'));
    window.post(get(9, 'shown'));
    window.post({ t: 'priority', id: 8, priority: 'shown' });
    window.post({ t: 'priority', id: 2, priority: 'near' });
    await window.settle();
    expect(pool.asked).toEqual([1, 2, 3, 4, 9, 8]);
    expect(pool.priorityOf(2)).toBe('near');
  });

  it('gives up work that is cancelled and says nothing more about it', async () => {
    const { server, pool } = serve();
    pool.held = true;
    const window = open(server, 100_000);
    window.post(get(1));
    window.post(get(2));
    await window.settle();
    window.post({ t: 'cancel', id: 1 });
    await window.settle();
    expect(pool.open).toEqual([2]);
    pool.finish(2);
    await window.count(2);
    await window.settle();
    expect(window.received).toMatchObject([{ t: 'hello' }, { t: 'frame', id: 2 }]);
  });

  it('decodes a frame once for two windows, and goes on when one of them leaves', async () => {
    const { server, pool } = serve();
    pool.held = true;
    const [one, two] = [open(server, 100_000), open(server, 100_000)];
    one.post(get(1, 'idle', 5));
    two.post(get(1, 'shown', 5));
    await one.settle();
    await two.settle();
    expect(pool.asked).toEqual([5]);
    expect(pool.priorityOf(5)).toBe('shown');
    one.post({ t: 'cancel', id: 1 });
    await one.settle();
    pool.finish(5);
    await two.count(2);
    expect(two.ids()).toEqual([1]);
    two.post(get(2, 'shown', 5));
    await two.count(3);
    expect(pool.asked).toEqual([5]);
  });

  it('keeps decoded frames up to the bytes it may, and forgets them when told', async () => {
    const { server, pool } = serve(3000);
    const window = open(server, 100_000);
    window.post(get(1, 'shown', 1));
    window.post(get(2, 'shown', 2));
    window.post(get(3, 'shown', 3));
    await window.count(4);
    window.post(get(4, 'shown', 3));
    window.post(get(5, 'shown', 1));
    await window.count(6);
    expect(pool.asked).toEqual([1, 2, 3, 1]);
    server.forget(objectId);
    window.post(get(6, 'shown', 1));
    await window.count(7);
    expect(pool.asked).toEqual([1, 2, 3, 1, 1]);
  });

  it('does not keep what it cut out of an object as it is: to read it again costs no more', async () => {
    const shape = { rows: 1, columns: 4, samplesPerPixel: 1, photometric: 'MONOCHROME2', planar: false, highBit: 7 };
    const pixels = { ...shape, bitsAllocated: 8, bitsStored: 8, signed: false, nativeOffset: 100 };
    const native = { blobId: object.blobId, image: { frames: 3, pixels } as ImageInfo };
    const read: number[] = [];
    const readNumbers = async (_blob: BlobId, offset: number) => {
      read.push(offset);
      return { bytes: Uint8Array.from([1, 2, 3, 4]), range: { min: 1, max: 4 } };
    };
    const blobs = { ...noBlobs, readNumbers };
    const options = { objects: async () => native, blobs, pool: new ScriptedPool(), cacheBytes: 1_000_000 };
    const window = open(new FrameServer(options), 10_000);
    window.post(get(1, 'shown', 2));
    await window.count(2);
    window.post(get(2, 'shown', 2));
    await window.count(3);
    expect(read).toEqual([104, 104]);
  });

  it('asks for no row of an object that it was told of, until it is to forget it', async () => {
    const asked: ObjectId[] = [];
    const objects = async (id: ObjectId): Promise<FrameObject> => {
      asked.push(id);
      return object;
    };
    const pool = new ScriptedPool();
    const server = new FrameServer({ objects, blobs: noBlobs, pool, cacheBytes: 1 });
    server.know([{ objectId, ...object }]);
    await server.stored(objectId, 1);
    expect([asked, pool.asked]).toEqual([[], [1]]);
    server.forget();
    await server.stored(objectId, 1);
    expect(asked).toEqual([objectId]);
  });

  it('tells a failure with its code and goes on', async () => {
    const { server } = serve();
    const window = open(server, 100_000);
    window.post(get(1, 'shown', 13));
    window.post(get(2, 'shown', 1, unknownId));
    window.post(get(3, 'shown', 2));
    const messages = await window.count(4);
    expect(messages).toContainEqual(expect.objectContaining({ t: 'fail', id: 1 }));
    const codes = messages.flatMap((message) => (message.t === 'fail' ? [message.error.code] : []));
    expect(codes.sort()).toEqual(['archive/unknown-object', 'dicom/pixel-data-damaged']);
    expect(window.ids()).toEqual([3]);
  });

  it('refuses what is not part of the protocol', async () => {
    const { server } = serve();
    const window = open(server, null);
    window.post(get(1));
    window.post({ t: 'hello', credit: 10_000 });
    window.post({ t: 'get', id: 7, objectId: '../etc/passwd', frame: 0 });
    window.post({ t: 'nonsense' });
    window.post({ ...get(8), extra: true });
    const messages = await window.count(5);
    const refusals = messages.flatMap((message) => (message.t === 'fail' ? [[message.id, message.error.code]] : []));
    expect(refusals).toEqual([
      [1, 'request/bad'],
      [7, 'request/bad'],
      [-1, 'request/bad'],
      [8, 'request/bad'],
    ]);
  });

  it('refuses a second request with an id in use and still answers the first', async () => {
    const { server, pool } = serve();
    pool.held = true;
    const window = open(server, 100_000);
    window.post(get(1, 'shown', 4));
    window.post(get(1, 'shown', 5));
    await window.count(2);
    pool.finish(4);
    const messages = await window.count(3);
    expect(messages[1]).toMatchObject({ t: 'fail', id: 1, error: { code: 'request/bad' } });
    expect(messages[2]).toMatchObject({ t: 'frame', id: 1, header: { frame: 4 } });
  });

  it('forgets what was asked before a new greeting', async () => {
    const { server, pool } = serve();
    pool.held = true;
    const window = open(server, 100_000);
    window.post(get(1));
    await window.settle();
    window.post({ t: 'hello', credit: 100_000 });
    window.post(get(1, 'shown', 6));
    await window.settle();
    expect(pool.open).toEqual([6]);
    pool.finish(6);
    const messages = await window.count(3);
    expect(messages).toMatchObject([{ t: 'hello' }, { t: 'hello' }, { t: 'frame', id: 1, header: { frame: 6 } }]);
  });

  it('sends nothing after a window has gone', async () => {
    const { server, pool } = serve();
    pool.held = true;
    const window = new FrameWindow();
    const posted: unknown[] = [];
    const port = { ...window.port, post: (message: unknown) => posted.push(message) };
    const detach = server.attach(port);
    window.post({ t: 'hello', credit: 100_000 });
    window.post(get(1));
    const until = open(server, 1000);
    await until.count(1);
    await until.settle();
    expect(pool.open).toEqual([1]);
    detach();
    expect(pool.open).toEqual([]);
    expect(posted).toEqual([{ t: 'hello' }]);
    expect(server.windows).toBe(1);
  });

  it('gives stored values to the station, and never mixes them with what a window shows', async () => {
    const { server, pool } = serve();
    await expect(server.stored(objectId, 3)).resolves.toMatchObject({ header: { frame: 3 } });
    const window = open(server, 10_000);
    window.post(get(1, 'shown', 3));
    await window.count(2);
    expect(pool.asked).toEqual([3, 3]);
  });
});
