// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { SeriesStacks } from '../../../../renderer/hanging/index.ts';
import type { HungDesk } from '../../../../renderer/reading/hang-desk.ts';
import { HangingKeeper } from '../../../../renderer/reading/hanging/hanging-keeper.ts';
import type { HangingParts } from '../../../../renderer/reading/hanging/hanging-keeper.ts';
import { createDeskStores } from '../../../../renderer/reading/stores.ts';
import { INITIAL_VIEW } from '../../../../renderer/viewer/view-state.ts';
import type { DeskMonitor } from '../../../../shared/hanging/desk-monitors.ts';
import { ProtocolMatcher } from '../../../../shared/hanging/protocol/match.ts';
import type { PriorInfo, StudyForReading } from '../../../../shared/model/study.ts';
import { protocolOf } from '../../shared/hanging/protocol/cases.ts';
import { objectId, studyOf, volume } from '../../shared/hanging/studies.ts';

const prior = studyOf(2, [volume('old', 'CT', 10)]);
const { studyId, studyUid, studyDate, modalities, description, bodyParts, site, reportState } = prior.study;
const info: PriorInfo = {
  ...{ studyId, studyUid, studyDate, modalities, description, bodyParts, site, reportState },
  ...{ relevance: 0.9, reasons: [] },
};
const current: StudyForReading = { ...studyOf(1, [volume('chest', 'CT', 20)]), priors: [info] };

/** A case that was opened before its prior was here. @param handle what stands in a viewport, where the reader moved it */
function opened(
  handle: HangingParts['handle'] = () => null,
  more: Partial<HangingParts> = {},
  protocol = protocolOf(),
) {
  const stores = createDeskStores();
  const laid: HungDesk[] = [];
  const known = { matcher: new ProtocolMatcher([protocol]), reader: { name: 'R', groups: [] } };
  const keeper = new HangingKeeper({
    ...{ stores, handle, stacks: new SeriesStacks(), pitch: () => null, remember: () => undefined },
    lay: (desk) => {
      laid.push(desk);
      stores.layout.setState(desk.layout);
      stores.composition.setState(desk.composition);
    },
    say: () => undefined,
    rules: () => Promise.resolve(known),
    failed: (error) => {
      throw error;
    },
    ...more,
  });
  const open = (priors: readonly StudyForReading[]) =>
    stores.open.setState({ status: 'open', token: 1, current, priors, reader: null }, true);
  keeper.open({ current, priors: [] }, null, known, () => open([]));
  return { keeper, stores, laid, open };
}

describe('a case whose prior comes late', () => {
  it('follows while nothing was touched', () => {
    const { keeper, laid, open } = opened();
    expect(laid.map(({ layout }) => layout.cells.length)).toEqual([1]);
    expect(keeper.kept).toEqual({ protocol: 'ct', version: 1, stage: 'pair' });
    open([prior]);
    keeper.priorCame();
    expect(laid.map(({ layout }) => layout.cells.length)).toEqual([1, 2]);
    keeper.priorCame();
    expect(laid).toHaveLength(2);
  });

  it('waits for the reader who scrolled, and hangs with it when asked', async () => {
    const scrolled = { stack: [{ objectId: objectId('another'), frame: 1 }], target: 0, view: INITIAL_VIEW };
    const { keeper, laid, open } = opened(() => scrolled);
    open([prior]);
    keeper.priorCame();
    expect(laid).toHaveLength(1);
    expect(keeper.store.getState().priorsHere).toBe(true);
    await keeper.again();
    expect(laid.map(({ layout }) => layout.cells.length)).toEqual([1, 2]);
    expect(keeper.store.getState().priorsHere).toBe(false);
  });
});

describe('a hanging that names two monitors', () => {
  const box = (show: string) => ({ boxes: [{ x: 0, y: 0, width: 1, height: 1, show }] });
  const overTwo = protocolOf({
    stages: [{ id: 'two', name: 'Two', screens: [box('main'), box('prior')], partial: 'ADAPT_LAYOUT' }],
  });
  const desk: DeskMonitor = { place: 'desk', role: 'any', orientation: 'landscape' };
  const left: DeskMonitor = { place: 'left', role: 'diagnostic', orientation: 'portrait' };
  const right: DeskMonitor = { place: 'right', role: 'diagnostic', orientation: 'portrait' };

  function hung(monitors: { now: readonly DeskMonitor[]; touched: boolean }) {
    const made = opened(
      () => null,
      { monitors: () => monitors.now, touchedElsewhere: () => monitors.touched },
      overTwo,
    );
    made.open([prior]);
    made.keeper.choose('ct');
    const said = (): readonly string[] => {
      const last = made.laid.at(-1);
      const roles = ({ composition, layout }: HungDesk): string =>
        layout.cells.map((id) => composition.cells[id]?.role ?? 'none').join(' ');
      return last ? [roles(last), ...[...(last.elsewhere ?? [])].map(([place, one]) => `${place}: ${roles(one)}`)] : [];
    };
    return { ...made, said };
  }

  it('stands over both windows, shares one when the other is gone, and hangs again when it is back', () => {
    const monitors = { now: [left, desk], touched: false };
    const { keeper, said } = hung(monitors);
    expect(said()).toEqual(['prior', 'left: current']);
    monitors.now = [desk];
    keeper.windowsChanged();
    expect(said()).toEqual(['current prior']);
    monitors.now = [left, desk];
    keeper.windowsChanged();
    expect(said()).toEqual(['prior', 'left: current']);
    monitors.now = [left, right];
    keeper.windowsChanged();
    expect(said()).toEqual(['current', 'left: current', 'right: prior']);
  });

  it('leaves what the reader touched in any window, offers to hang anew, and takes the offer back', async () => {
    const monitors = { now: [left, desk], touched: true };
    const { keeper, laid, said } = hung(monitors);
    const count = laid.length;
    monitors.now = [desk];
    keeper.windowsChanged();
    expect([laid.length, keeper.store.getState().windowsNew]).toEqual([count, true]);
    monitors.now = [left, desk];
    keeper.windowsChanged();
    expect([laid.length, keeper.store.getState().windowsNew]).toEqual([count, false]);
    monitors.now = [desk];
    keeper.windowsChanged();
    await keeper.again();
    expect(said()).toEqual(['current prior']);
    expect(keeper.store.getState().windowsNew).toBe(false);
  });
});
