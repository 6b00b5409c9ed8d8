// @vitest-environment jsdom
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Measurement } from '../../../../shared/model/measurement.ts';
import { drawOn } from '../helpers/glass-acts.ts';
import { GlassRoom } from '../helpers/glass-room.ts';
import { plainWindow } from '../helpers/plain-canvas.ts';
import type { Animation } from '../helpers/plain-canvas.ts';

let animation: Animation;
beforeAll(() => {
  animation = plainWindow();
});
afterAll(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const RANGE = { min: -5, max: 5 };
const PLANE = {
  seriesUid: '1.2.3',
  frameOfReference: '1.2.9',
  origin: [0, 0, 0] as [number, number, number],
  orientation: [1, 0, 0, 0, 0, -1] as [number, number, number, number, number, number],
  spacing: [2, 0.5] as [number, number],
  slab: null,
};

describe('a drawing that is measured anew', () => {
  it('is measured where it was drawn: one on a plane that is not open keeps its values, and is not read off a stored picture', async () => {
    const room = new GlassRoom(animation);
    try {
      room.open(0).catch(() => undefined);
      await room.drain();
      const { session } = room;
      const { ref } = session.handles[0]?.truth ?? {};
      if (!ref) throw new Error('no picture is shown');
      const drawn = new Set(session.stores.saved.getState().measurements.map(({ measurementId }) => measurementId));
      drawOn(ref, 'rectangle', [
        [0, 0],
        [3, 3],
      ]);
      while (room.waiting > 0) {
        room.answer(room.waiting - 1);
        await room.turn();
      }
      const of = (): readonly Measurement[] => session.stores.saved.getState().measurements;
      const one = of().find(({ measurementId }) => !drawn.has(measurementId));
      if (!one) throw new Error('nothing was drawn');
      session.measurements.choose(one.measurementId, { range: RANGE });
      expect(of().find(({ measurementId }) => measurementId === one.measurementId)?.range).toEqual(RANGE);
      const onPlane: Measurement = { ...one, plane: PLANE };
      session.stores.saved.setState({ measurements: [onPlane] });
      session.measurements.choose(one.measurementId, { range: { min: 1, max: 2 } });
      expect(of()).toEqual([onPlane]);
    } finally {
      room.dispose();
    }
  });
});
