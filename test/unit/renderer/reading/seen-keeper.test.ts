import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SeriesStacks, stackedSeries } from '../../../../renderer/hanging/index.ts';
import { SeenKeeper } from '../../../../renderer/reading/seen-keeper.ts';
import { createDeskStores } from '../../../../renderer/reading/stores.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../../../shared/errors/codes.ts';
import type { SeenFrame } from '../../../../shared/model/seen.ts';
import { studyOf, volume } from '../../shared/hanging/studies.ts';
import { FakeStation } from '../helpers/fake-station.ts';

const study = studyOf(1, [volume('chest', 'CT', 5)]);
const [series] = study.series;
// In display order.
const objects = series ? stackedSeries(series).main.refs.map((ref) => ref.objectId) : [];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function keeper(refusals: ErrorCode[] = []) {
  const saved: SeenFrame[][] = [];
  const station = new FakeStation({
    'reading.saveSeen': ({ frames }) => {
      const code = refusals.shift();
      if (code !== undefined) throw new AppError(code, 'no');
      saved.push(frames as SeenFrame[]);
      return { savedAt: '2026-01-01T00:00:00.000Z' };
    },
    'reading.seen': () => ({
      objects: objects.slice(0, 2).map((objectId) => ({ objectId, frames: [1] })),
      aside: ['x'],
    }),
    'reading.setAside': () => ({ savedAt: '2026-01-01T00:00:00.000Z' }),
  });
  const stores = createDeskStores();
  stores.open.setState({ status: 'open', token: 1, current: study, priors: [], reader: null }, true);
  const one = new SeenKeeper({ stores, stacks: new SeriesStacks(), call: station.call });
  const show = (...places: number[]): void => {
    for (const place of places) {
      const objectId = objects[place];
      if (objectId) one.shown(series?.seriesUid ?? '', place, { objectId, frame: 1 });
    }
  };
  return {
    one,
    show,
    saved,
    stores,
    places: () => [...(stores.runtime.getState().seen[series?.seriesUid ?? ''] ?? [])],
  };
}

describe('the keeper of what was seen', () => {
  it('writes each picture once, together and a little later', async () => {
    const { show, saved, places } = keeper();
    show(0, 1, 1, 0, 2);
    expect(saved).toEqual([]);
    await vi.advanceTimersByTimeAsync(500);
    show(2);
    await vi.advanceTimersByTimeAsync(500);
    expect(saved.map((frames) => frames.map(({ objectId }) => objects.indexOf(objectId)))).toEqual([[0, 1, 2]]);
    expect(places()).toEqual([0, 1, 2]);
  });

  it('keeps what could not be written and tries again', async () => {
    const { show, saved } = keeper(['access/locked', 'process/died']);
    show(0);
    await vi.advanceTimersByTimeAsync(1000);
    show(1);
    await vi.advanceTimersByTimeAsync(6000);
    expect(saved.flat().map(({ objectId }) => objects.indexOf(objectId))).toEqual([0, 1]);
  });

  it('gives up only what the station will never take', async () => {
    const { show, saved } = keeper(['archive/unknown-object']);
    show(0);
    await vi.advanceTimersByTimeAsync(500);
    show(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(saved.flat().map(({ objectId }) => objects.indexOf(objectId))).toEqual([1]);
  });

  it('writes at once when the report is about to be checked', async () => {
    const { one, show, saved } = keeper();
    show(3);
    await one.flush();
    expect(saved).toHaveLength(1);
  });

  it('marks what was seen before this sitting and does not write it again', async () => {
    const { one, show, saved, places, stores } = keeper();
    await one.load(study, () => true);
    expect([places().toSorted(), [...stores.runtime.getState().aside]]).toEqual([[0, 1], ['x']]);
    show(0, 1);
    await one.flush();
    expect(saved).toEqual([]);
  });

  it('marks nothing when another case was opened meanwhile', async () => {
    const { one, places } = keeper();
    await one.load(study, () => false);
    expect(places()).toEqual([]);
  });
});
