// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { caseOf, hangStage, stackedSeries } from '../../../../renderer/hanging/index.ts';
import { stageDesk } from '../../../../renderer/reading/hang-desk.ts';
import { habitOf } from '../../../../renderer/reading/hanging/habit-of.ts';
import type { HangingSaid } from '../../../../renderer/reading/hanging/habit-of.ts';
import { createDeskStores } from '../../../../renderer/reading/stores.ts';
import type { Composed } from '../../../../renderer/reading/stores.ts';
import { ONE_MONITOR } from '../../../../shared/hanging/protocol/case-facts.ts';
import type { DeskStage } from '../../../../shared/hanging/protocol/on-desk.ts';
import type { HungViewport } from '../../../../shared/hanging/protocol/stages.ts';
import { studyOf, volume } from '../../shared/hanging/studies.ts';

const LUNG = { center: -600, width: 1500 };
const HU = { modality: 'CT', rescaleType: 'HU' };

/** A stage of two viewports, hung; and what stands in its second one. */
function hung(modality = 'CT') {
  const series = [1, 2].map((n) => volume(`s${n}`, modality, 9, 0, 2, { ...HU, modality } as never));
  const studies = { current: studyOf(1, series), priors: [] };
  const stacks = { of: stackedSeries };
  const { facts } = caseOf(studies, stacks, { reader: null, monitors: ONE_MONITOR });
  const viewports = facts.study.stacks.map((stack, at): HungViewport => ({
    ...{ label: `view ${at}`, kind: 'stack', place: { monitor: 0, x: at / 2, y: 0, width: 0.5, height: 1 } },
    ...{
      role: 'current',
      stack: { ...stack, hounsfield: modality === 'CT' },
      over: null,
      reason: null,
      remark: null,
      look: {},
    },
    display: { kind: 'stack', id: `d${at}`, label: `view ${at}`, set: `set${at}`, missing: { do: 'leave-out' } },
  }));
  const stage: DeskStage = { id: 'one', name: 'One', viewports, leftOut: [], planes: false };
  const laid = stageDesk(hangStage(stage, { studies, stacks, monitor: 0, pitch: null }), 'One');
  const stores = createDeskStores();
  stores.layout.setState(laid.layout);
  stores.composition.setState(laid.composition);
  const protocol = { id: 'p', scope: 'shipped', version: 3 } as const;
  const now: HangingSaid = { hanging: { protocol }, stages: [stage], stage: 0, asLeft: false, laid };
  const hanging = { store: createStore<HangingSaid>()(() => now) };
  const put = (change: Partial<Composed>): void =>
    stores.composition.setState(({ cells }) => {
      const cell = cells['v1-2'];
      return cell ? { cells: { ...cells, 'v1-2': { ...cell, ...change } } } : {};
    });
  const cell = laid.composition.cells['v1-2'];
  if (!cell) throw new Error('nothing hangs there');
  return { desk: { stores, hanging, handle: () => null }, put, cell };
}

const UNCHANGED = { window: null, sort: null };

describe('what a reader changed after hanging', () => {
  it('is nothing as long as all stands as it was hung', () => {
    expect(habitOf(hung().desk)).toEqual({
      ...{ protocol: 'p', scope: 'shipped', version: 3, stage: 'one', layout: null },
      views: [{ display: 'd0', ...UNCHANGED }, { display: 'd1', ...UNCHANGED }], // prettier-ignore
    });
  });

  it('is a window in Hounsfield units, and an order; not a window of other units', () => {
    const { desk, put, cell } = hung();
    put({ view: { ...cell.view, window: LUNG }, order: { by: 'time' } });
    expect(habitOf(desk)?.views[1]).toEqual({ display: 'd1', window: LUNG, sort: { by: 'time' } });
    const mr = hung('MR');
    mr.put({ view: { ...mr.cell.view, window: LUNG } });
    expect(habitOf(mr.desk)?.views[1]).toEqual({ display: 'd1', ...UNCHANGED });
  });

  it('is another layout where each viewport shows what was hung there; nothing is said of what was replaced', () => {
    const { desk, put } = hung();
    desk.stores.layout.setState({ rows: 1, columns: 1, cells: ['v1-1'] });
    expect(habitOf(desk)?.layout).toEqual({ rows: 1, columns: 1, displays: ['d0'] });
    put({ seriesUid: 'another' });
    expect(habitOf(desk)?.views).toEqual([{ display: 'd0', ...UNCHANGED }]);
    desk.stores.layout.setState({ rows: 2, columns: 1, cells: ['v1-1', 'v2-1'] });
    expect(habitOf(desk)?.layout).toBeNull();
  });

  it('is not asked of a desk that came back as it was left', () => {
    const { desk } = hung();
    desk.hanging.store.setState({ asLeft: true });
    expect(habitOf(desk)).toBeNull();
  });
});
