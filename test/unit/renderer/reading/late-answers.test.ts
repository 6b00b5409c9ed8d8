// @vitest-environment jsdom
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LesionKeeper } from '../../../../renderer/reading/lesions/lesion-keeper.ts';
import { createDeskStores } from '../../../../renderer/reading/stores.ts';
import { StudyId } from '../../../../shared/model/ids.ts';
import type { LesionFinding } from '../../../../shared/model/lesion.ts';
import { FakeStation } from '../helpers/fake-station.ts';
import { drawOn } from '../helpers/glass-acts.ts';
import { numberOf, STUDIES } from '../helpers/glass-case.ts';
import { ledgerOf, SAVED_AT } from '../helpers/glass-objects.ts';
import { GlassRoom } from '../helpers/glass-room.ts';
import { plainWindow } from '../helpers/plain-canvas.ts';
import type { Animation } from '../helpers/plain-canvas.ts';

const GONE: LesionFinding = { kind: 'gone', measurements: [], into: null, reason: '' };
let animation: Animation;
beforeAll(() => {
  animation = plainWindow();
});
afterAll(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('F50: answers that come late', () => {
  it('a lesion that was entered as its case was left is entered, and its ledger never stands beside the next patient', async () => {
    const stores = createDeskStores();
    const marked: string[] = [];
    const station = new FakeStation({
      'reading.lesions': ({ studyId }) => ledgerOf(numberOf(studyId), StudyId.parse(studyId)),
      'reading.markLesion': ({ about }) => {
        marked.push(about);
        return { savedAt: SAVED_AT, trackingUid: '2.25.1', ledger: ledgerOf(numberOf(about), StudyId.parse(about)) };
      },
    });
    let settled = (): void => undefined;
    const settle = () => new Promise<void>((resolve) => (settled = resolve));
    const keeper = new LesionKeeper({ call: station.call, failed: () => undefined, stores, settle });
    const open = (number: number): void => {
      const current = STUDIES[number];
      if (current) stores.open.setState({ status: 'open', token: number, current, priors: [], reader: null }, true);
    };
    const lesion = { trackingUid: null, role: 'target', nature: 'mass', organ: 'liver', finding: GONE } as const;
    const [first, second] = STUDIES.map(({ study }) => study.studyId);
    open(0);
    if (!first) throw new Error('there are no cases');
    const mark = keeper.mark({ studyId: first, ...lesion });
    keeper.clear();
    open(1);
    const load = keeper.load();
    settled();
    await Promise.all([mark, load]);
    expect(marked).toEqual([first]);
    const { ledger } = keeper.store.getState();
    expect(ledger?.points.flatMap(({ studies }) => studies.map(({ studyId }) => studyId))).toEqual([second]);
  });

  it('a label of the spine keeps the level that stood there when it was pressed, whichever press is answered first', async () => {
    const room = new GlassRoom(animation);
    try {
      room.open(0).catch(() => undefined);
      await room.drain();
      const { session } = room;
      session.stores.tools.setState({ spine: { next: 'L5', order: 'up' } });
      const [handle] = session.handles;
      if (!handle?.truth.ref) throw new Error('no picture is shown');
      drawOn(handle.truth.ref, 'spine-label', [[1, 1]]);
      drawOn(handle.truth.ref, 'spine-label', [[3, 3]]);
      while (room.waiting > 0) {
        room.answer(room.waiting - 1);
        await room.turn();
      }
      const labels = session.stores.saved.getState().measurements.filter(({ ordinal }) => ordinal > 100);
      expect(labels.map(({ points, text }) => [points[0], text])).toEqual([
        [[1, 1], 'L5'],
        [[3, 3], 'L4'],
      ]);
    } finally {
      room.dispose();
    }
  });
});
