import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FramePriority } from '../../../../shared/contract/frames.ts';
import { AheadGate } from '../../../../renderer/viewer/ahead-gate.ts';
import { Prefetcher } from '../../../../renderer/viewer/prefetch.ts';
import type { FrameRef } from '../../../../renderer/viewer/image-id.ts';
import type { ImageSource } from '../../../../renderer/viewer/image-source.ts';
import { MOST_PICTURE_BYTES } from '../../../../shared/rules/picture-memory.ts';
import { volume } from '../../shared/hanging/studies.ts';

const stack = volume('s', 'CT', 60, 0, 2).images.map(({ objectId }): FrameRef => ({ objectId, frame: 1 }));
const placeOf = (ref: FrameRef): number => stack.indexOf(ref);

/** Stands in for the pictures, so that the test says when each one is here. */
function pictures({ made = false } = {}) {
  const here = new Set<number>();
  const asked: number[] = [];
  const coming = new Map<number, () => void>();
  const source = {
    ahead: new AheadGate(),
    isLoaded: (ref: FrameRef) => here.has(placeOf(ref)),
    isMade: () => made,
    image: () => null,
    memory: MOST_PICTURE_BYTES,
    prioritise: () => undefined,
    prefetch: (ref: FrameRef, _priority: FramePriority) => {
      asked.push(placeOf(ref));
      return new Promise<void>((resolve) => void coming.set(placeOf(ref), resolve));
    },
  } as Pick<
    ImageSource,
    'ahead' | 'isLoaded' | 'isMade' | 'image' | 'memory' | 'prioritise' | 'prefetch'
  > as ImageSource;
  const bring = async (): Promise<void> => {
    for (const [place, resolve] of [...coming]) {
      coming.delete(place);
      here.add(place);
      resolve();
    }
    await vi.advanceTimersByTimeAsync(0);
  };
  return { source, asked, coming, bring };
}

describe('the pictures loaded ahead', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('come near ones first, few while the reader moves, a dozen at a time when he rests, and each once', async () => {
    const { source, asked, coming, bring } = pictures();
    const ahead = new Prefetcher(source);
    ahead.setStack(stack);
    ahead.arrive(30);
    expect(asked).toHaveLength(6);
    await vi.advanceTimersByTimeAsync(200);
    expect(coming.size).toBe(12);
    while (coming.size > 0) await bring();
    expect([...asked].toSorted((a, b) => a - b)).toEqual(
      stack.map((_, place) => place).filter((place) => place !== 30),
    );
    expect(asked.slice(0, 4)).toEqual([31, 32, 33, 29]);
    ahead.dispose();
  });

  it('wait while what is looked at elsewhere is still on its way, and no longer than was said', async () => {
    const { source, asked } = pictures();
    const ahead = new Prefetcher(source);
    ahead.setStack(stack);
    source.ahead.hold(1500);
    ahead.arrive(30);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toEqual([]);
    source.ahead.open();
    expect(asked).toHaveLength(12);
    source.ahead.hold(1500);
    ahead.arrive(31);
    await vi.advanceTimersByTimeAsync(1600);
    expect(source.ahead.held).toBe(false);
    ahead.dispose();
  });

  it('of planes that are made here are the next one of a reader who scrolls, asked for after the one looked at', async () => {
    const { source, asked } = pictures({ made: true });
    const ahead = new Prefetcher(source);
    ahead.setStack(stack);
    ahead.arrive(0);
    await vi.advanceTimersByTimeAsync(500);
    expect(asked).toEqual([]);
    ahead.arrive(30);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(500);
    expect(asked).toEqual([31]);
    ahead.arrive(29);
    await vi.advanceTimersByTimeAsync(500);
    expect(asked).toEqual([31, 28]);
    ahead.dispose();
  });

  it('begin anew where the reader went', async () => {
    const { source, asked, bring } = pictures();
    const ahead = new Prefetcher(source);
    ahead.setStack(stack);
    ahead.arrive(10);
    await bring();
    ahead.arrive(50);
    expect(asked.at(6)).toBe(51);
    ahead.dispose();
  });
});
