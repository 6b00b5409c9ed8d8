import { describe, expect, it } from 'vitest';
import { CommandRegistry } from '../../../../renderer/app/commands/registry.ts';
import { DESK_COMMANDS } from '../../../../renderer/reading/commands.ts';
import { fromDeskState, toDeskState } from '../../../../renderer/reading/desk-state.ts';
import { History } from '../../../../renderer/reading/history.ts';
import { LinkedScroll } from '../../../../renderer/reading/linked-scroll.ts';
import { whenOf } from '../../../../renderer/reading/study-when.ts';
import { cellIds } from '../../../../renderer/reading/stores.ts';
import { hangCase } from '../../../../renderer/hanging/hang-case.ts';
import { stackedSeries } from '../../../../renderer/hanging/series-stacks.ts';
import { EMPTY_GLASS } from '../../../../renderer/viewer/glass-truth.ts';
import { INITIAL_VIEW } from '../../../../renderer/viewer/view-state.ts';
import { windowPresets } from '../../../../shared/rules/window-presets.ts';
import { ObjectId } from '../../../../shared/model/ids.ts';
import { DeskState } from '../../../../shared/model/measurement.ts';
import type { Point2 } from '../../../../shared/model/measurement.ts';
import { KeptLandmark } from '../../../../shared/model/measurement.ts';
import type { Rigid } from '../../../../shared/model/registration.ts';
import { inverse } from '../../../../shared/rules/registration/rigid.ts';
import { studyOf, volume } from '../../shared/hanging/studies.ts';

describe('commands of the desk', () => {
  it('have ids and keys of their own, readable by the registry', () => {
    const registry = new CommandRegistry();
    registry.registerCommands(
      DESK_COMMANDS.map(({ id, title, group, keys }) => ({
        id,
        title,
        group,
        keys,
        scope: 'image',
        run: () => undefined,
      })),
    );
    expect(registry.all()).toHaveLength(DESK_COMMANDS.length);
  });

  it('leave the keys that ui.md keeps for what is to come', () => {
    const taken = new Set(DESK_COMMANDS.flatMap((command) => command.keys));
    for (const key of ['D', 'Ctrl K', '?', '!']) expect(taken.has(key)).toBe(false);
  });

  it('have the keys of ui.md', () => {
    const keyOf = (id: string) => DESK_COMMANDS.find((command) => command.id === id)?.keys[0];
    expect([keyOf('tool.cobb'), keyOf('tool.length'), keyOf('tool.bidirectional')]).toEqual(['C', 'L', 'B']);
  });
});

describe('a place on the desk', () => {
  it('keeps its id when the layout grows', () => {
    expect(cellIds(2, 3)).toEqual(['v1-1', 'v1-2', 'v1-3', 'v2-1', 'v2-2', 'v2-3']);
    expect(cellIds(2, 3)).toEqual(expect.arrayContaining([...cellIds(1, 2)]));
  });
});

describe('undo and redo', () => {
  it('go back and forth, and a new step ends what was undone', () => {
    const said: string[] = [];
    const states: string[] = [];
    const history = new History((undo, redo) => states.push(`${undo} ${redo}`));
    const step = (name: string) => ({ undo: () => void said.push(`-${name}`), redo: () => void said.push(`+${name}`) });
    history.push(step('a'));
    history.push(step('b'));
    expect([history.undo(), history.undo(), history.undo()]).toEqual([true, true, false]);
    history.redo();
    history.push(step('c'));
    expect(history.redo()).toBe(false);
    expect(said).toEqual(['-b', '-a', '+a']);
    expect(states.at(-1)).toBe('true false');
  });
});

describe('the desk as it was left', () => {
  /** Of pictures that were made in the window. */
  const made = ObjectId.parse('0'.repeat(26));
  const current = studyOf(1, [volume('chest', 'CT', 20)]);
  const prior = studyOf(2, [volume('old', 'CT', 10)]);
  const chest = current.series[0];
  const stack = chest ? stackedSeries(chest).main.refs : [];
  const view = {
    ...INITIAL_VIEW,
    window: { center: 40, width: 80 },
    rotation: 90,
    flip: true,
    invert: true,
    scale: 1.5,
    center: [12.5, -3] as Point2,
  };
  const layout = { rows: 1, columns: 2, cells: cellIds(1, 2), active: 'v1-2' };
  const cell = {
    studyId: current.study.studyId,
    seriesUid: chest?.seriesUid ?? '',
    role: 'current' as const,
    start: stack[7] ?? null,
    view,
  };
  const composition = { hangingName: '', cells: { 'v1-1': cell, 'v1-2': null } };

  it('comes back with its slice, window, turn and layout', () => {
    const saved = DeskState.parse(toDeskState(layout, composition, () => null));
    const back = fromDeskState(saved, current, [prior]);
    expect(back).toMatchObject({ rows: 1, columns: 2, active: 'v1-2' });
    expect(back?.cells['v1-1']).toEqual(cell);
  });

  it('comes back with its colours and with what lay over it, where that is open', () => {
    const over = { studyId: prior.study.studyId, seriesUid: '1.2', stack: 0 };
    const scale = { name: 'SUV 0 to 5', scale: { low: 0, high: 5 } };
    const fused = { over, map: 'pet' as const, opacity: 0.3, scale };
    const own = { ...cell, fused, view: { ...view, colourMap: 'hot-iron' as const } };
    const saved = DeskState.parse(
      toDeskState(layout, { ...composition, cells: { 'v1-1': own, 'v1-2': null } }, () => null),
    );
    expect(fromDeskState(saved, current, [prior])?.cells['v1-1']).toEqual(own);
    expect(fromDeskState(saved, current, [])?.cells['v1-1']).toEqual({ ...cell, view: own.view });
  });

  it.each([
    { kind: 'mask' as const, chosen: null },
    { kind: 'mask' as const, chosen: { masks: [2, 3], shift: [0.3, -0.1] as [number, number] } },
    { kind: 'series' as const, taken: { studyId: prior.study.studyId, seriesUid: '1.2', stack: 1 } },
  ])('comes back with what was subtracted, at its stored picture and in its own window: %o', (subtracted) => {
    const own = { ...cell, subtracted, view: { ...view, preset: null, window: { center: 0, width: 90 } } };
    const there = {
      truth: { ...EMPTY_GLASS, ref: { objectId: made, frame: 1 } },
      view: own.view,
      stored: stack[9] ?? null,
    };
    const saved = DeskState.parse(toDeskState(layout, { cells: { 'v1-1': own, 'v1-2': null } }, () => there));
    expect(fromDeskState(saved, current, [prior])?.cells['v1-1']).toEqual({ ...own, start: stack[9] });
  });

  it('comes back with the curve that was chosen by its name, and with numbers where the curve is gone', () => {
    const curve = (name: string) => ({ first: 0, bits: 8, explanation: name, data: [0, 100, 255] });
    const study = studyOf(3, [volume('hand', 'DX', 2, 0, 2, { voiLuts: [curve('SOFT'), curve('HARD')] })]);
    const [series] = study.series;
    const image = series?.images[0];
    if (!series || !image) throw new Error('no picture');
    const preset = windowPresets(image, 1).find(({ name }) => name === 'HARD') ?? null;
    expect(preset?.show.kind).toBe('lut');
    const start = { objectId: image.objectId, frame: 1 };
    const chosen = {
      studyId: study.study.studyId,
      seriesUid: series.seriesUid,
      role: 'current' as const,
      start,
      view: { ...INITIAL_VIEW, preset },
    };
    const one = { rows: 1, columns: 1, cells: cellIds(1, 1), active: 'v1-1' };
    const kept = DeskState.parse(toDeskState(one, { cells: { 'v1-1': chosen } }, () => null));
    expect(fromDeskState(kept, study, [])?.cells['v1-1']?.view.preset).toEqual(preset);
    const bare = { ...study, series: [{ ...series, images: [{ ...image, voiLuts: [] }] }] };
    const window = { center: 10, width: 20 };
    const numbers = { ...kept, viewports: kept.viewports.map((viewport) => ({ ...viewport, window })) };
    expect(fromDeskState(numbers, bare, [])?.cells['v1-1']?.view).toMatchObject({ preset: null, window });
  });

  it('is not forced on a study that has nothing of it any more', () => {
    const saved = toDeskState(layout, composition, () => null);
    expect(fromDeskState(saved, prior, [])).toBeNull();
  });
});

describe('the date of a study', () => {
  it('has its time only where another one is of the same day', () => {
    const [a, b, c] = [
      { studyDate: '20250102', studyTime: '0830' },
      { studyDate: '20250102', studyTime: '1415' },
      { studyDate: '20250103', studyTime: '0900' },
    ] as const;
    expect(whenOf(b, [a, b, c])).toBe('2025-01-02 14:15');
    expect(whenOf(c, [a, b, c])).toBe('2025-01-03');
  });
});

describe('hanging a case', () => {
  it('begins in the middle, and the prior of the same frame of reference at the same place', () => {
    const current = studyOf(1, [volume('chest', 'CT', 21, 0, 2)]);
    const prior = studyOf(2, [volume('chest', 'CT', 41, 0, 1)]);
    const hung = hangCase(current, prior);
    const [mine, theirs] = hung.viewports;
    const places = [current, prior].map((study) => (study.series[0] ? stackedSeries(study.series[0]).main.refs : []));
    expect(places[0]?.findIndex((ref) => ref.objectId === mine?.start?.objectId)).toBe(10);
    expect(places[1]?.findIndex((ref) => ref.objectId === theirs?.start?.objectId)).toBe(20);
  });
});

/** Stands for a viewport: only what linking asks of it. A real one needs a canvas and Cornerstone. */
function standIn(target: number) {
  const moves: number[] = [];
  const handle = {
    target,
    scrollTo(index: number): void {
      handle.target = index;
      moves.push(index);
    },
  };
  return { handle, moves };
}

describe('linked scrolling', () => {
  it('carries the prior along only from where the reader said that both show the same place, until it is switched off', () => {
    const link = new LinkedScroll();
    const a = standIn(10);
    const b = standIn(4);
    const own = volume('a', 'CT', 30, 0, 2);
    const other = volume('b', 'CT', 15, 100, 4, { frameOfReference: '1.2.8' });
    link.set('v1-1', { handle: a.handle, stack: stackedSeries(own).main.link, studyId: 's1', role: 'current' });
    link.set('v1-2', { handle: b.handle, stack: stackedSeries(other).main.link, studyId: 's2', role: 'prior' });
    expect(link.tieOf('v1-1')).toEqual({ kind: null, why: 'other frame of reference' });
    link.moved('v1-1', 12);
    expect(b.moves).toEqual([]);
    expect(link.linkHere('v1-1')).toBe(1);
    expect(link.tieOf('v1-2')).toEqual({ kind: 'approximate', why: null });
    link.moved('v1-1', 14);
    expect(b.moves).toEqual([6]);
    link.enabled = false;
    link.moved('v1-1', 18);
    expect(b.moves).toEqual([6]);
    expect(link.tieOf('v1-1')).toEqual({ kind: null, why: null });
  });

  it('keeps a landmark both ways and for every stack of its frames of reference, and forgets it with the case', () => {
    const link = new LinkedScroll();
    const a = standIn(10);
    const b = standIn(4);
    const one = {
      handle: a.handle,
      stack: stackedSeries(volume('a', 'CT', 30, 0, 2)).main.link,
      studyId: 's1',
      role: 'current',
    } as const;
    const prior = { frameOfReference: '1.2.8' };
    const other = { handle: b.handle, studyId: 's2', role: 'prior' } as const;
    link.set('v1-1', one);
    link.set('v1-2', { ...other, stack: stackedSeries(volume('b', 'CT', 15, 100, 4, prior)).main.link });
    link.linkHere('v1-2');
    link.moved('v1-2', 6);
    expect(a.moves).toEqual([14]);
    // Thinner slices of the same prior.
    link.set('v1-2', { ...other, stack: stackedSeries(volume('c', 'CT', 60, 100, 1, prior)).main.link });
    expect(link.tieOf('v1-1').kind).toBe('approximate');
    link.moved('v1-1', 10);
    expect(b.moves).toEqual([19]);
    link.forget();
    expect(link.tieOf('v1-1').kind).toBeNull();
  });

  it('goes by a registration, both ways, until the reader says something else of the same frames of reference', () => {
    const matrix: Rigid = {
      turn: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      shift: [0, 0, -17.5],
    };
    const registered = (from: string | null, to: string | null) => {
      if (from === '1.2.8' && to === '1.2.9') return { matrix, by: 'registered by Ada' };
      return from === '1.2.9' && to === '1.2.8' ? { matrix: inverse(matrix), by: 'registered by Ada' } : null;
    };
    const link = new LinkedScroll(undefined, registered);
    const a = standIn(10);
    const b = standIn(4);
    // Currents from 0 by 2.5 mm; the table of the prior stood 17.5 mm higher, by 7.5 mm.
    const current = stackedSeries(volume('a', 'CT', 60, 0, 2.5)).main.link;
    const prior = stackedSeries(volume('b', 'CT', 20, 17.5, 7.5, { frameOfReference: '1.2.8' })).main.link;
    link.set('v1-1', { handle: a.handle, stack: current, studyId: 's1', role: 'current' });
    link.set('v1-2', { handle: b.handle, stack: prior, studyId: 's2', role: 'prior' });
    expect(link.tieOf('v1-1')).toEqual({ kind: 'approximate', why: null, by: 'registered by Ada' });
    link.moved('v1-2', 5);
    link.moved('v1-1', 30);
    expect([a.moves, b.moves]).toEqual([[17], [9]]);
    link.linkHere('v1-1');
    expect(link.tieOf('v1-1')).toEqual({ kind: 'approximate', why: null });
    link.forgetBetween(['1.2.8', '1.2.9']);
    expect(link.kept).toEqual([]);
    expect(link.tieOf('v1-2').by).toBe('registered by Ada');
  });

  it('comes back with the desk of the case, both ways, and stays approximate', () => {
    const link = new LinkedScroll();
    const a = standIn(10);
    const b = standIn(4);
    const own = { handle: a.handle, stack: stackedSeries(volume('a', 'CT', 30, 0, 2)).main.link } as const;
    const prior = stackedSeries(volume('b', 'CT', 15, 100, 4, { frameOfReference: '1.2.8' })).main.link;
    link.set('v1-1', { ...own, studyId: 's1', role: 'current' });
    link.set('v1-2', { handle: b.handle, stack: prior, studyId: 's2', role: 'prior' });
    link.linkHere('v1-1');
    link.linkHere('v1-2');
    const [kept, ...more] = link.kept;
    expect(more).toEqual([]);
    expect(KeptLandmark.parse(kept)).toEqual(kept);
    link.forget();
    expect(link.kept).toEqual([]);
    link.restore(kept ? [kept] : []);
    expect(link.tieOf('v1-1')).toEqual({ kind: 'approximate', why: null });
    link.moved('v1-1', 14);
    link.moved('v1-2', 4);
    expect([a.moves, b.moves]).toEqual([[10], [6]]);
  });

  it('does not assume an offset within one study', () => {
    const link = new LinkedScroll();
    const b = standIn(4);
    link.set('v1-1', {
      handle: standIn(3).handle,
      stack: stackedSeries(volume('a', 'CT', 30)).main.link,
      studyId: 's1',
      role: 'current',
    });
    const moved = volume('b', 'CT', 15, 0, 2, { frameOfReference: '1.2.8' });
    link.set('v1-2', { handle: b.handle, stack: stackedSeries(moved).main.link, studyId: 's1', role: 'current' });
    link.moved('v1-1', 14);
    expect(b.moves).toEqual([]);
  });
});
