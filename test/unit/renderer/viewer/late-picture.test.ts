// @vitest-environment jsdom
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { GlassRoom } from '../helpers/glass-room.ts';
import { plainWindow } from '../helpers/plain-canvas.ts';
import type { Animation } from '../helpers/plain-canvas.ts';

let animation: Animation;
beforeAll(() => {
  animation = plainWindow();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('a series that is stepped over before its picture came', () => {
  it('takes the glass from the one that is wanted for no longer than a drawing', async () => {
    const room = new GlassRoom(animation);
    try {
      const opened = room.open(0);
      await room.drain();
      await opened;
      const [handle] = room.session.handles;
      const [over, wanted] = handle?.stack ?? [];
      if (!handle || !over || !wanted) throw new Error('the case has no two pictures');
      const { source } = room.session.engine;
      source.forget(over);
      source.forget(wanted);
      handle.setStack([over], 0);
      await room.turn();
      const before = room.waiting;
      handle.setStack([wanted], 0);
      await room.turn();
      // What was asked for last is answered first.
      expect(room.waiting).toBeGreaterThan(before);
      while (room.waiting > before) room.answer(room.waiting - 1);
      await room.turn();
      expect(handle.truth).toMatchObject({ state: 'shown', ref: wanted });
      await room.drain();
      expect(handle.truth).toMatchObject({ state: 'shown', ref: wanted });
    } finally {
      room.dispose();
    }
  });
});
