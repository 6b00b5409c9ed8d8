import { imageLoader } from '@cornerstonejs/core';
import { afterEach, describe, expect, it } from 'vitest';
import { FrameClient } from '../../../renderer/client/index.ts';
import { toImageId } from '../../../renderer/viewer/image-id.ts';
import type { FrameRef } from '../../../renderer/viewer/image-id.ts';
import { ImageSource } from '../../../renderer/viewer/image-source.ts';
import type { ToStation } from '../../../shared/contract/frames.ts';
import { volume } from '../../unit/shared/hanging/studies.ts';

const SIDE = 32;
const PICTURE_BYTES = SIDE * SIDE;
const FITTING = 10;

const open: { dispose: () => void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.dispose();
});

/** The window's real pictures and Cornerstone's real cache, with memory for ten, over a station that answers at once. */
function windowWithLittleMemory(): ImageSource {
  const { port1, port2 } = new MessageChannel();
  port2.onmessage = ({ data }: MessageEvent<ToStation>) => {
    if (data.t !== 'get') return;
    const { id, objectId, frame } = data;
    const shape = { rows: SIDE, columns: SIDE, samples: 1, type: 'uint8', photometric: 'MONOCHROME2', min: 0, max: 9 };
    const token = data.token === undefined ? {} : { token: data.token };
    port2.postMessage({
      t: 'frame',
      id,
      header: { objectId, frame, ...shape },
      data: new Uint8Array(PICTURE_BYTES),
      ...token,
    });
  };
  const frames = new FrameClient(() => Promise.resolve(port1));
  const source = new ImageSource(frames, FITTING * PICTURE_BYTES);
  open.push({ dispose: () => (source.dispose(), frames.close(), port2.close()) });
  return source;
}

function stackOf(source: ImageSource, name: string, isCurrent: boolean): readonly FrameRef[] {
  const { images } = volume(name, 'CT', FITTING * 3, 0, 2);
  source.add(images, isCurrent);
  return images.map(({ objectId }) => ({ objectId, frame: 1 }));
}

async function load(stack: readonly FrameRef[]): Promise<void> {
  for (const ref of stack) await imageLoader.loadAndCacheImage(toImageId(ref));
}

const loaded = (source: ImageSource, stack: readonly FrameRef[]): number =>
  stack.filter((ref) => source.isLoaded(ref)).length;

describe('F12: a window whose pictures do not all fit', () => {
  it('lets those of priors go before any of the study that is read, whatever is older', async () => {
    const source = windowWithLittleMemory();
    const [current, prior] = [stackOf(source, 'current', true), stackOf(source, 'prior', false)];
    await load(current.slice(0, 6));
    await load(prior);
    expect([loaded(source, current), loaded(source, prior)]).toEqual([6, 4]);
    await load(current.slice(6, 10));
    expect([loaded(source, current), loaded(source, prior)]).toEqual([10, 0]);
  });

  it('keeps the pixels of what is on the glass, of a prior too, and lets the oldest go', async () => {
    const source = windowWithLittleMemory();
    const [current, prior] = [stackOf(source, 'current', true), stackOf(source, 'prior', false)];
    const [oldest, compared] = [current[0], prior[0]];
    if (!oldest || !compared) throw new Error('the stacks are empty');
    await load([oldest, compared]);
    source.onGlass('v1', oldest);
    source.onGlass('v2', compared);
    await load(current.slice(1));
    // What is measured is measured on these: without them a region would have no values.
    expect(source.decoded(oldest)?.pixels).toHaveLength(PICTURE_BYTES);
    expect(source.decoded(compared)?.pixels).toHaveLength(PICTURE_BYTES);
    expect(loaded(source, current) + loaded(source, prior)).toBe(FITTING);
    expect(current.slice(-8).every((ref) => source.isLoaded(ref))).toBe(true);
    source.onGlass('v2', null);
    await load(current.slice(1, 2));
    expect(source.isLoaded(compared)).toBe(false);
  });

  it('gives way when its room shrinks, as another window opens: priors first, what is on the glass never', async () => {
    const source = windowWithLittleMemory();
    const [current, prior] = [stackOf(source, 'current', true), stackOf(source, 'prior', false)];
    await load(prior.slice(0, 4));
    await load(current.slice(0, 6));
    const [shown, compared] = [current[0], prior[0]];
    if (!shown || !compared) throw new Error('the stacks are empty');
    source.onGlass('v1', shown);
    source.onGlass('v2', compared);
    source.memory = 7 * PICTURE_BYTES;
    expect([loaded(source, current), loaded(source, prior)]).toEqual([6, 1]);
    source.memory = 3 * PICTURE_BYTES;
    expect([loaded(source, current), loaded(source, prior)]).toEqual([2, 1]);
    expect([source.isLoaded(shown), source.isLoaded(compared)]).toEqual([true, true]);
    // Less than what is on the glass: that stays all the same.
    source.memory = PICTURE_BYTES;
    expect([loaded(source, current), loaded(source, prior)]).toEqual([1, 1]);
    // Room again: what comes next stays.
    source.memory = FITTING * PICTURE_BYTES;
    await load(current.slice(1, 9));
    expect([loaded(source, current), loaded(source, prior)]).toEqual([9, 1]);
  });

  it('shows a picture again that had to go', async () => {
    const source = windowWithLittleMemory();
    const current = stackOf(source, 'current', true);
    await load(current);
    const [first] = current;
    if (!first) throw new Error('the stack is empty');
    expect(source.isLoaded(first)).toBe(false);
    await load([first]);
    expect(source.decoded(first)?.pixels).toHaveLength(PICTURE_BYTES);
    expect(loaded(source, current)).toBe(FITTING);
  });
});
