import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { watchHands } from '../../../../electron/main/hands.ts';

describe('a hand on the window', () => {
  it('is told at once, and then every two seconds at most', () => {
    const contents = new EventEmitter();
    const told: number[] = [];
    let now = 0;
    watchHands(
      contents,
      () => told.push(now),
      () => now,
    );
    for (now = 0; now <= 4500; now += 100) contents.emit('input-event', {}, { type: 'mouseMove' });
    expect(told).toEqual([0, 2000, 4000]);
  });

  it('is no window that moves under a resting pointer', () => {
    const contents = new EventEmitter();
    const told: string[] = [];
    watchHands(contents, () => told.push('told'));
    for (const type of ['mouseEnter', 'mouseLeave', 'undefined']) contents.emit('input-event', {}, { type });
    expect(told).toEqual([]);
    contents.emit('input-event', {}, { type: 'rawKeyDown' });
    expect(told).toEqual(['told']);
  });
});
