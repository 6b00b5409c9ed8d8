// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { SeriesStacks } from '../../../../renderer/hanging/index.ts';
import type { HungDesk } from '../../../../renderer/reading/hang-desk.ts';
import { toDeskState } from '../../../../renderer/reading/desk-state.ts';
import { HangingKeeper } from '../../../../renderer/reading/hanging/hanging-keeper.ts';
import { seenCase } from '../../../../renderer/reading/hanging/seen-case.ts';
import { createDeskStores } from '../../../../renderer/reading/stores.ts';
import type { Composed } from '../../../../renderer/reading/stores.ts';
import { INITIAL_VIEW } from '../../../../renderer/viewer/view-state.ts';
import type { DeskMonitor } from '../../../../shared/hanging/desk-monitors.ts';
import { differsFromSeen, proposeByExample, protocolOf } from '../../../../shared/hanging/protocol/by-example.ts';
import { ProtocolMatcher } from '../../../../shared/hanging/protocol/match.ts';
import { HangingProtocol } from '../../../../shared/hanging/protocol/protocol.ts';
import { standardPlane } from '../../../../shared/model/desk-plane.ts';
import type { WindowPlace } from '../../../../shared/model/desk-window.ts';
import type { WindowDesk } from '../../../../shared/model/measurement.ts';
import type { StudyForReading } from '../../../../shared/model/study.ts';
import { studyOf, volume } from '../../shared/hanging/studies.ts';

const petCt = (number: number, series: StudyForReading['series']): StudyForReading => {
  const made = studyOf(number, series);
  return { ...made, study: { ...made.study, modalities: ['CT', 'PT'] } };
};
const example = petCt(1, [volume('chest', 'CT', 20), volume('pet', 'PT', 20)]);
/** Another patient's, whose series came the other way round under other names. */
const another = petCt(2, [volume('b', 'PT', 30), volume('a', 'CT', 30)]);
const DESK: DeskMonitor = { place: 'desk', role: 'any', orientation: 'landscape' };
const LEFT: DeskMonitor = { place: 'left', role: 'diagnostic', orientation: 'portrait' };

function opened(study: StudyForReading, monitors: readonly DeskMonitor[], protocols: readonly HangingProtocol[] = []) {
  const stores = createDeskStores();
  const laid: HungDesk[] = [];
  const desks = new Map<WindowPlace, WindowDesk>();
  const stacks = new SeriesStacks();
  const hanging = new HangingKeeper({
    ...{ stores, stacks, handle: () => null, pitch: () => null, remember: () => undefined },
    ...{ monitors: () => monitors, desks: () => desks, say: () => undefined, rules: undefined },
    lay: (desk) => {
      laid.push(desk);
      stores.layout.setState(desk.layout);
      stores.composition.setState(desk.composition);
    },
    failed: (error) => {
      throw error;
    },
  });
  const known = { matcher: new ProtocolMatcher(protocols), reader: { name: 'R', groups: [] } };
  hanging.open({ current: study, priors: [] }, null, known, () =>
    stores.open.setState({ status: 'open', token: 1, current: study, priors: [], reader: null }, true),
  );
  return { stores, stacks, hanging, laid, desks, mpr: { host: null }, handle: () => null };
}
const cellOf = (seriesUid: string, change: Partial<Composed> = {}): Composed => ({
  ...{
    studyId: example.study.studyId,
    seriesUid: `2.25.7.${seriesUid}`,
    role: 'current',
    start: null,
    view: INITIAL_VIEW,
    ...change,
  },
});
const two = { rows: 1, columns: 2, cells: ['v1-1', 'v1-2'], places: {}, active: 'v1-1', full: false };

function saved(desk: ReturnType<typeof opened>) {
  const seen = seenCase(desk);
  const proposal = seen && proposeByExample(seen);
  if (!proposal) throw new Error('nothing was proposed');
  const document = HangingProtocol.parse(protocolOf(proposal));
  expect(differsFromSeen(proposal, document)).toEqual([]);
  return { proposal, document };
}

describe('what stands on the desk', () => {
  it('with a plane and a slab becomes a protocol that hangs them for another patient', () => {
    const desk = opened(example, [DESK]);
    const slab = { mode: 'max', thickness: 10 } as const;
    desk.stores.layout.setState(two);
    desk.stores.composition.setState({
      cells: {
        'v1-1': cellOf('pet', { plane: standardPlane('coronal', slab) }),
        'v1-2': cellOf('chest', { plane: { ...standardPlane('sagittal'), name: 'oblique' } }),
      },
    });
    const { proposal, document } = saved(desk);
    expect(proposal.lost).toEqual(['Viewport 2: no protocol asks for an oblique plane; its slices are kept.']);
    const cells = opened(another, [DESK], [document]).laid.at(-1)?.composition.cells;
    expect(cells?.['v1-1']).toMatchObject({ seriesUid: '2.25.7.b', plane: { name: 'coronal', slab } });
    // In a low room the two stand one below the other.
    expect(cells?.['v2-1']).toMatchObject({ seriesUid: '2.25.7.a' });
    expect(cells?.['v2-1']).not.toHaveProperty('plane');
  });

  it('is named by what is looked at, not by the requisition and the key images of its study', () => {
    const { study, ...rest } = example;
    const withPaper = { ...rest, study: { ...study, modalities: ['CT', 'DOC', 'KO', 'PT'] } };
    const desk = opened(withPaper, [DESK]);
    desk.stores.layout.setState({ ...two, columns: 1, cells: ['v1-1'] });
    desk.stores.composition.setState({ cells: { 'v1-1': cellOf('chest') } });
    expect(seenCase(desk)?.name).toBe('CT chest as I like it');
  });

  it('in two windows stands in both for another patient', () => {
    const desk = opened(example, [LEFT, DESK]);
    desk.stores.layout.setState({ ...two, columns: 1, cells: ['v1-1'] });
    desk.stores.composition.setState({ cells: { 'v1-1': cellOf('chest') } });
    const one = { ...two, columns: 1, cells: ['v1-1'] };
    desk.desks.set(
      'left',
      toDeskState(one, { cells: { 'v1-1': cellOf('pet') } }, () => null),
    );
    const { document } = saved(desk);
    const hung = opened(another, [LEFT, DESK], [document]).laid.at(-1);
    const shown = (one: HungDesk | undefined): unknown =>
      one?.layout.cells.map((id) => one.composition.cells[id]?.seriesUid);
    expect(shown(hung?.elsewhere?.get('left'))).toEqual(['2.25.7.b']);
    expect(shown(hung)).toEqual(['2.25.7.a']);
  });
});
