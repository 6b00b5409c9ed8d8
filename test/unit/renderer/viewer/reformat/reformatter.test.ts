import { imageLoader } from '@cornerstonejs/core';
import { afterEach, describe, expect, it } from 'vitest';
import { FrameClient } from '../../../../../renderer/client/index.ts';
import { toImageId } from '../../../../../renderer/viewer/image-id.ts';
import { ImageSource } from '../../../../../renderer/viewer/image-source.ts';
import { ReformatCore } from '../../../../../renderer/viewer/reformat/reformat-core.ts';
import type { FromReformat, ReformatPort } from '../../../../../renderer/viewer/reformat/reformat-messages.ts';
import { Reformatter } from '../../../../../renderer/viewer/reformat/reformatter.ts';
import type { ToStation } from '../../../../../shared/contract/frames.ts';
import { asAppError } from '../../../../../shared/errors/app-error.ts';
import { standardPlanes } from '../../../../../shared/volume/plane-stack.ts';
import { evenPlaces, phantom, volumeOf } from '../../../shared/volume/phantom.ts';

const PLACES = evenPlaces(8, 2);
const made = phantom({ columns: 6, rows: 5, places: PLACES, value: ([x, y, z]) => 1000 + 100 * z + 10 * y + x });

/** The worker's own work behind a port that answers when the test says so. */
function workerPort() {
  const core = new ReformatCore();
  const due: FromReformat[] = [];
  let listen: (answer: FromReformat) => void = () => undefined;
  let ended = false;
  const port: ReformatPort = {
    postMessage: (message) => {
      const answer = core.take(message);
      if (answer) due.push(answer);
    },
    onAnswer: (hear) => void (listen = hear),
    onDead: () => undefined,
    end: () => void (ended = true),
  };
  const answer = (): void => {
    for (const one of due.splice(0)) listen(one);
  };
  return { port, answer, isEnded: () => ended, asked: () => due.length };
}

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});
const turn = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 0));

async function until(done: () => boolean): Promise<void> {
  for (let turns = 0; turns < 2000 && !done(); turns += 1) await turn();
  expect(done()).toBe(true);
}

/** An image source before a station that sends a slice when the test says so, and three planes of the phantom. */
function desk() {
  const { port1, port2 } = new MessageChannel();
  const asked: Extract<ToStation, { t: 'get' }>[] = [];
  port2.onmessage = ({ data }: MessageEvent<ToStation>) => {
    if (data.t === 'get') asked.push(data);
  };
  const frames = new FrameClient(() => Promise.resolve(port1));
  const source = new ImageSource(frames);
  const plan = volumeOf(made);
  source.add(plan.frames.map(({ image }) => image));
  const send = (count: number): void => {
    for (const { id, objectId, frame, token } of asked.splice(0, count)) {
      const own = plan.frames.find(({ image }) => image.objectId === objectId);
      const pixels = own ? made.pixelsOf(own) : new Int16Array();
      const header = { objectId, frame, rows: 5, columns: 6, samples: 1, type: 'int16', photometric: 'MONOCHROME2' };
      const range = { min: Math.min(...pixels), max: Math.max(...pixels) };
      port2.postMessage({
        t: 'frame',
        id,
        token,
        header: { ...header, ...range },
        data: new Uint8Array(pixels.slice().buffer),
      });
    }
  };
  const worker = workerPort();
  const planes = (['axial', 'coronal', 'sagittal'] as const).map((name) => standardPlanes(plan.grid, name));
  const reformatter = new Reformatter(source, plan, planes, null, () => worker.port);
  open.push(() => {
    reformatter.dispose();
    source.dispose();
    frames.close();
    port2.close();
  });
  return { source, reformatter, worker, asked, send, plan };
}

describe('planes of a volume in the window', () => {
  it('are pictures like any other: made when asked for, with the values of their places', async () => {
    const { source, reformatter, worker, asked, send } = desk();
    await until(() => asked.length === PLACES.length);
    send(PLACES.length);
    await until(() => reformatter.progress.here === PLACES.length);
    const coronal = reformatter.stacks[1];
    const ref = coronal?.refs[2];
    if (!ref) throw new Error('no plane');
    const loading = imageLoader.loadAndCacheImage(toImageId(ref));
    await until(() => worker.asked() > 0);
    worker.answer();
    await loading;
    const frame = source.decoded(ref);
    expect(frame?.header).toMatchObject({ type: 'int16', columns: 6, rows: 8, min: expect.any(Number) as number });
    // From the head down: y is 0 on the third of five rows.
    const column = Array.from({ length: 8 }, (_unused, y) => frame?.pixels[y * 6]);
    expect(column).toEqual(PLACES.toReversed().map((z) => Math.round(1000 + 100 * z - 2.5)));
    expect(source.image(ref.objectId)?.reformat).toEqual({
      plane: 'coronal',
      interpolated: false,
      slab: null,
      remarks: [],
    });
  });

  it('while slices come the glass fills and nothing jumps', async () => {
    const { source, reformatter, worker, asked, send } = desk();
    await until(() => asked.length === PLACES.length);
    send(3);
    await until(() => reformatter.progress.here === 3);
    const ref = reformatter.stacks[1]?.refs[2];
    if (!ref) throw new Error('no plane');
    const loading = imageLoader.loadAndCacheImage(toImageId(ref));
    await until(() => worker.asked() > 0);
    worker.answer();
    await loading;
    source.onGlass('one', ref);
    const before = source.image(ref.objectId);
    const known = (): number => {
      const frame = source.decoded(ref);
      const padding = source.image(ref.objectId)?.padding?.value;
      return [...(frame?.pixels ?? [])].filter((value) => value !== padding).length / 6;
    };
    expect(known()).toBe(3);
    await until(() => (source.image(ref.objectId)?.reformat?.remarks.join(' ') ?? '').includes('LOADING 3/8 SLICES'));
    let drawn = 0;
    reformatter.onChange(() => (drawn += 1));
    send(5);
    await until(() => {
      worker.answer();
      return drawn > 0 && known() === 8;
    });
    const after = source.image(ref.objectId);
    expect(after?.reformat?.remarks).toEqual([]);
    expect(after?.perFrame).toEqual(before?.perFrame);
  });

  it('F50: a plane of a closed study that comes late is dropped; the worker is ended and its pictures are gone', async () => {
    const { source, reformatter, worker, asked, send } = desk();
    await until(() => asked.length === PLACES.length);
    send(PLACES.length);
    await until(() => reformatter.progress.here === PLACES.length);
    const [first, second] = reformatter.stacks[0]?.refs ?? [];
    if (!first || !second) throw new Error('no planes');
    const late = imageLoader.loadAndCacheImage(toImageId(first)).then(
      () => 'shown',
      (error: unknown) => asAppError(error).code,
    );
    await until(() => worker.asked() > 0);
    source.clear();
    worker.answer();
    expect(await late).toBe('request/cancelled');
    expect(source.decoded(first)).toBeNull();
    expect(source.late).toBe(1);
    reformatter.dispose();
    expect(worker.isEnded()).toBe(true);
    expect(source.image(first.objectId)).toBeNull();
    const never = imageLoader.loadAndCacheImage(toImageId(second)).then(
      () => 'shown',
      (error: unknown) => asAppError(error).code,
    );
    expect(await never).toBe('archive/unknown-object');
  });

  it('leaving frees every plane, and whoever waits hears of it', async () => {
    const { source, reformatter, worker, asked, send } = desk();
    await until(() => asked.length === PLACES.length);
    send(PLACES.length);
    await until(() => reformatter.progress.here === PLACES.length);
    const [first] = reformatter.stacks[0]?.refs ?? [];
    if (!first) throw new Error('no planes');
    const waiting = imageLoader.loadAndCacheImage(toImageId(first)).then(
      () => 'shown',
      (error: unknown) => asAppError(error).code,
    );
    await until(() => worker.asked() > 0);
    reformatter.dispose();
    expect(await waiting).toBe('request/cancelled');
    worker.answer();
    expect(source.decoded(first)).toBeNull();
    expect(worker.isEnded()).toBe(true);
  });
});
