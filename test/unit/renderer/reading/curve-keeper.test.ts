import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Measurement } from '../../../../shared/model/measurement.ts';
import { ObjectId, MeasurementId } from '../../../../shared/model/ids.ts';
import type { TimeCurve } from '../../../../shared/model/time-curve.ts';
import { CurveKeeper, curveOf } from '../../../../renderer/reading/curve/curve-keeper.ts';
import type { CurveStation } from '../../../../renderer/reading/curve/curve-keeper.ts';

type Drawn = Parameters<CurveKeeper['want']>[0] & object;

function region(ordinal: number, corner = 10): Drawn {
  const id = String(ordinal).padStart(26, '0');
  const points: Measurement['points'] = [
    [0, 0],
    [corner, corner],
  ];
  return { measurementId: MeasurementId.parse(id), objectId: ObjectId.parse(id), frame: 1, tool: 'rectangle', points };
}
const refused = (reason: string): TimeCurve => ({ ok: false, code: 'one-moment', reason });

/** A station whose answers come when the test says so. */
function station() {
  const asked: { readonly askId: string; readonly answer: (curve: TimeCurve) => void }[] = [];
  const stopped: string[] = [];
  const own: CurveStation = {
    curve: ({ askId }) => new Promise((answer) => asked.push({ askId, answer })),
    stop: (askId) => Promise.resolve(stopped.push(askId)),
  };
  return { asked, stopped, own };
}

describe('the curve of a region', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is asked for when the region rests, and what was asked before is stopped and never shown', async () => {
    const { asked, stopped, own } = station();
    const keeper = new CurveKeeper(own);
    for (const corner of [10, 11, 12]) keeper.want(region(1, corner), 1);
    await vi.runAllTimersAsync();
    expect(asked).toHaveLength(1);
    keeper.want(region(2), 1);
    await vi.runAllTimersAsync();
    expect(stopped).toEqual([asked[0]?.askId]);
    asked[0]?.answer(refused('of the first'));
    await vi.runAllTimersAsync();
    expect(keeper.store.getState()).toMatchObject({ of: curveOf(region(2), 1), curve: null, error: null });
    asked[1]?.answer(refused('of the second'));
    await vi.runAllTimersAsync();
    expect(keeper.store.getState().curve).toEqual(refused('of the second'));
    // The same region again, as when it is saved, asks nothing.
    keeper.want(region(2), 1);
    await vi.runAllTimersAsync();
    expect(asked).toHaveLength(2);
  });

  it('keeps what it went over while the next one is worked out: the panel does not change its name in between', async () => {
    const { asked, own } = station();
    const keeper = new CurveKeeper(own);
    const overB: TimeCurve = { ok: true, over: 'b', clock: null, quantity: 'mean', unit: '1', points: [], findings: [], basis: [], warnings: [] }; // prettier-ignore
    keeper.want(region(1), 1);
    await vi.runAllTimersAsync();
    asked[0]?.answer(overB);
    await vi.runAllTimersAsync();
    keeper.want(region(2), 1);
    expect(keeper.store.getState()).toMatchObject({ curve: null, over: 'b' });
    await vi.runAllTimersAsync();
    asked[1]?.answer(refused('of the second'));
    await vi.runAllTimersAsync();
    expect(keeper.store.getState().over).toBe('time');
  });

  it('goes with its region: an answer that comes when nothing is wanted stands nowhere', async () => {
    const { asked, stopped, own } = station();
    const keeper = new CurveKeeper(own);
    keeper.want(region(1), 3);
    await vi.runAllTimersAsync();
    keeper.want(null, 3);
    asked[0]?.answer(refused('late'));
    await vi.runAllTimersAsync();
    expect(stopped).toHaveLength(1);
    expect(keeper.store.getState()).toMatchObject({ of: null, curve: null, error: null });
  });
});
