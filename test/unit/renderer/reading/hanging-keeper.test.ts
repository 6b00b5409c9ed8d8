// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { SeriesStacks } from '../../../../renderer/hanging/index.ts';
import type { HungDesk } from '../../../../renderer/reading/hang-desk.ts';
import { HangingKeeper } from '../../../../renderer/reading/hanging/hanging-keeper.ts';
import type { HangingParts } from '../../../../renderer/reading/hanging/hanging-keeper.ts';
import { createDeskStores } from '../../../../renderer/reading/stores.ts';
import { INITIAL_VIEW } from '../../../../renderer/viewer/view-state.ts';
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
function opened(handle: HangingParts['handle'] = () => null) {
  const stores = createDeskStores();
  const laid: HungDesk[] = [];
  const known = { matcher: new ProtocolMatcher([protocolOf()]), reader: { name: 'R', groups: [] } };
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
