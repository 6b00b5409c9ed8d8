import { afterEach, describe, expect, it } from 'vitest';
import { FRAME_CREDIT_BYTES, ToStation } from '../../../../shared/contract/frames.ts';
import { ObjectId } from '../../../../shared/model/ids.ts';
import { FrameClient } from '../../../../renderer/client/frame-client.ts';

const OBJECT = ObjectId.parse('0123456789abcdefghjkmnpqrs');
const HEADER = {
  objectId: OBJECT,
  frame: 1,
  rows: 1,
  columns: 2,
  samples: 1,
  type: 'uint8',
  photometric: 'MONOCHROME2',
  min: 0,
  max: 9,
} as const;

/** The station's end of a real message channel: what it received, and a way to wait for the next message. */
function station(): {
  client: FrameClient;
  next: () => Promise<ToStation>;
  port: () => MessagePort;
  opened: () => number;
} {
  const received: ToStation[] = [];
  const waiting: ((message: ToStation) => void)[] = [];
  let port: MessagePort | null = null;
  let opened = 0;
  const client = new FrameClient(async () => {
    const channel = new MessageChannel();
    opened += 1;
    port = channel.port2;
    channel.port2.onmessage = (event: MessageEvent<unknown>) => {
      const message = ToStation.parse(event.data);
      const waiter = waiting.shift();
      if (waiter) waiter(message);
      else received.push(message);
    };
    return channel.port1;
  });
  open.push(() => {
    client.close();
    port?.close();
  });
  return {
    client,
    next: () => {
      const message = received.shift();
      return message ? Promise.resolve(message) : new Promise((resolve) => waiting.push(resolve));
    },
    port: () => {
      if (!port) throw new Error('not connected');
      return port;
    },
    opened: () => opened,
  };
}

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

describe('FrameClient', () => {
  it('grants credit, asks, and pays back what it took in', async () => {
    const { client, next, port } = station();
    const frame = client.get(OBJECT, 1, { form: 'display', priority: 'shown' });
    expect(await next()).toEqual({ t: 'hello', credit: FRAME_CREDIT_BYTES });
    expect(await next()).toEqual({ t: 'get', id: 0, objectId: OBJECT, frame: 1, form: 'display', priority: 'shown' });
    port().postMessage({ t: 'frame', id: 0, header: HEADER, data: new Uint8Array([3, 9]) });
    expect(await frame).toEqual({ header: HEADER, data: new Uint8Array([3, 9]) });
    expect(await next()).toEqual({ t: 'credit', bytes: 2 });
  });

  it('pays back together what comes while more is on its way', async () => {
    const { client, next, port } = station();
    const options = { form: 'display', priority: 'near' } as const;
    const frames = [1, 2, 3].map((frame) => client.get(OBJECT, frame, options));
    for (let message = 0; message < 4; message += 1) await next();
    for (let id = 0; id < 3; id += 1) port().postMessage({ t: 'frame', id, header: HEADER, data: new Uint8Array(2) });
    await Promise.all(frames);
    expect(await next()).toEqual({ t: 'credit', bytes: 6 });
  });

  it('rejects with the code of the station', async () => {
    const { client, next, port } = station();
    const frame = client.get(OBJECT, 2, { form: 'display', priority: 'near' });
    await next();
    await next();
    const error = { code: 'dicom/pixel-data-damaged', message: 'x', context: {}, retry: 'never' };
    port().postMessage({ t: 'fail', id: 0, error });
    await expect(frame).rejects.toMatchObject({ code: 'dicom/pixel-data-damaged' });
  });

  it('cancels at the station, and lets a late frame pass without harm', async () => {
    const { client, next, port } = station();
    const aborter = new AbortController();
    const frame = client.get(OBJECT, 1, { form: 'display', priority: 'ahead', signal: aborter.signal });
    await next();
    await next();
    aborter.abort();
    await expect(frame).rejects.toMatchObject({ code: 'request/cancelled' });
    expect(await next()).toEqual({ t: 'cancel', id: 0 });
    port().postMessage({ t: 'frame', id: 0, header: HEADER, data: new Uint8Array(2) });
    expect(await next()).toEqual({ t: 'credit', bytes: 2 });
  });

  it('asks again on a new port for what it still waits for', async () => {
    const { client, next, port, opened } = station();
    const frame = client.get(OBJECT, 1, { form: 'thumbnail', priority: 'idle' });
    await next();
    await next();
    await client.reconnect();
    expect(opened()).toBe(2);
    expect((await next()).t).toBe('hello');
    expect(await next()).toMatchObject({ t: 'get', id: 0, form: 'thumbnail' });
    port().postMessage({ t: 'frame', id: 0, header: HEADER, data: new Uint8Array(2) });
    await expect(frame).resolves.toMatchObject({ header: HEADER });
  });

  it('rejects what is open when the window closes', async () => {
    const { client, next } = station();
    const frame = client.get(OBJECT, 1, { form: 'display', priority: 'shown' });
    await next();
    client.close();
    await expect(frame).rejects.toMatchObject({ code: 'request/cancelled' });
  });
});
