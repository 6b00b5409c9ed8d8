import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { goTogether, nextGroup, sharedWords } from '../../../../../renderer/reading/navigation/link-kinds.ts';
import {
  keptLinks,
  linksOfKept,
  linksOfStage,
  withOwnGroups,
} from '../../../../../renderer/reading/navigation/desk-links.ts';
import { heardChange, saidChange } from '../../../../../renderer/reading/navigation/said-view.ts';
import { ViewLink } from '../../../../../renderer/reading/navigation/view-link.ts';
import type { Shared, ViewLinkParts } from '../../../../../renderer/reading/navigation/view-link.ts';
import { EMPTY_GLASS } from '../../../../../renderer/viewer/glass-truth.ts';
import { INITIAL_VIEW } from '../../../../../renderer/viewer/view-state.ts';
import type { ViewState } from '../../../../../renderer/viewer/view-state.ts';
import { SaidChange } from '../../../../../shared/model/desk-message.ts';
import { imageOf } from '../../../shared/rules/image-fixture.ts';

interface Stub extends Shared {
  view: ViewState;
  target: number;
}

/** A viewport with one axial picture in it. */
function viewport(id: string, spacing: number, modality: string): Stub {
  const image = imageOf({
    modality,
    size: [100, 100],
    frame: { position: [0, 0, 0], orientation: [1, 0, 0, 0, 1, 0], pixelSpacing: [spacing, spacing] },
  });
  const refs = [1, 2, 3].map((frame) => ({ objectId: image.objectId, frame }));
  const stub: Stub = {
    id,
    stack: refs,
    truth: { ...EMPTY_GLASS, state: 'shown', image, ref: refs[0] ?? null, zoom: 1 },
    view: { ...INITIAL_VIEW, window: { center: 100, width: 200 } },
    target: 0,
    setView: (change) => void (stub.view = { ...stub.view, ...change }),
    scrollTo: (index) => void (stub.target = index),
  };
  return stub;
}

function linked(others: readonly Stub[], state: Partial<ReturnType<ViewLinkParts['runtime']['getState']>>) {
  const runtime = createStore<ReturnType<ViewLinkParts['runtime']['getState']>>()(() => ({
    ...{ linkedViews: [], linkGroups: {}, cine: false },
    ...state,
  }));
  return new ViewLink({
    runtime,
    handles: () => others,
    way: () => ({ kind: 'same' }),
    scrollsAlong: (_from, to) => to === 'placed',
  });
}

describe('what one viewport passes on', () => {
  it('is what is linked, to those of its group, and nothing else', () => {
    const [a, b, c] = [viewport('a', 1, 'CT'), viewport('b', 2, 'CT'), viewport('c', 1, 'MR')];
    const link = linked([a, b, c], { linkedViews: ['window', 'zoom', 'pan'], linkGroups: { c: 'B' } });
    const after: ViewState = { ...a.view, window: { center: 0, width: 100 }, scale: 3, center: [60, 50] };
    link.viewed(a, { before: a.view, after });
    expect(b.view).toMatchObject({ window: { center: 0, width: 100 }, scale: 6, center: [30, 25] });
    expect(c.view).toEqual({ ...INITIAL_VIEW, window: { center: 100, width: 200 } });
    const none = linked([a, b], { linkedViews: ['zoom'] });
    none.viewed(a, { before: after, after: { ...after, window: null, rotation: 90 } });
    expect(b.view.window).toEqual({ center: 0, width: 100 });
  });

  it('carries the change of a window to another kind of picture, and each back to its own', () => {
    const [a, c] = [viewport('a', 1, 'CT'), viewport('c', 1, 'MR')];
    const link = linked([a, c], { linkedViews: ['window'] });
    link.viewed(a, { before: a.view, after: { ...a.view, window: { center: 150, width: 100 } } });
    expect(c.view.window).toEqual({ center: 150, width: 100 });
    link.viewed(a, { before: { ...a.view, window: { center: 50, width: 100 } }, after: { ...a.view, window: { center: 50, width: 50 } } }); // prettier-ignore
    expect(c.view.window).toEqual({ center: 150, width: 50 });
    link.viewed(a, { before: a.view, after: { ...a.view, window: null } });
    expect(c.view.window).toBeNull();
  });

  it('steps a cine of others number by number, but not those that a place ties', () => {
    const [a, b, placed] = [viewport('a', 1, 'XA'), viewport('b', 1, 'XA'), viewport('placed', 1, 'CT')];
    linked([a, b, placed], { linkedViews: ['cine'], cine: true }).scrolled(a, 4);
    expect([b.target, placed.target]).toEqual([1, 0]);
    linked([a, b], { linkedViews: ['cine'], cine: false }).scrolled(a, 2);
    expect(b.target).toBe(1);
  });
});

describe('what a viewport of another window passes on', () => {
  it('does what one of this window would do, by its message alone', () => {
    const [a, here, there] = [viewport('v', 1, 'CT'), viewport('b', 2, 'CT'), viewport('b', 2, 'CT')];
    const before: ViewState = { ...a.view, preset: null };
    const after: ViewState = { ...before, window: { center: 0, width: 100 }, scale: 3, center: [60, 50] };
    const said = saidChange(a, { before, after });
    if (!said) throw new Error('nothing was said');
    const heard = heardChange('left/v', SaidChange.parse(JSON.parse(JSON.stringify(said))), () => a.truth.image);
    if (!heard) throw new Error('nothing was heard');
    const state = { linkedViews: ['window', 'zoom', 'pan'] as const };
    expect(linked([a, here], state).viewed(a, { before, after })).toBe(true);
    linked([there], state).viewed(heard.leader, heard.change);
    expect(there.view).toEqual(here.view);
    expect(there.view).toMatchObject({ window: { center: 0, width: 100 }, scale: 6, center: [30, 25] });
    // Its own windowing is not undone by a zoom of the other.
    const zoomed = saidChange(a, { before: after, after: { ...after, scale: 4 } });
    const again =
      zoomed && heardChange('left/v', SaidChange.parse(JSON.parse(JSON.stringify(zoomed))), () => a.truth.image);
    if (again) linked([here], { ...state, linkGroups: { 'left/v': 'A' } }).viewed(again.leader, { ...again.change });
    expect(here.view).toMatchObject({ window: { center: 0, width: 100 }, scale: 8, center: [30, 25] });
    const apart = linked([there], { ...state, linkGroups: { 'left/v': 'B' } });
    if (again) apart.viewed(again.leader, again.change);
    expect(there.view.scale).toBe(6);
    expect(heardChange('left/v', said, () => null)).toBeNull();
  });
});

describe('what goes together on a desk', () => {
  it('is kept with it and comes back, and what every desk begins with is not written', () => {
    const state = {
      linked: false,
      linkedViews: ['window'] as const,
      linkGroups: { 'v1-1': 'B', 'left/v1-1': 'C' } as const,
    };
    const kept = keptLinks(state, ['v1-1', 'v1-2']);
    expect(kept).toEqual({ scroll: false, views: ['window'], groups: [{ viewportId: 'v1-1', group: 'B' }] });
    expect(kept && linksOfKept(kept)).toEqual({ ...state, linkGroups: { 'v1-1': 'B' } });
    expect(keptLinks({ linked: true, linkedViews: [], linkGroups: { 'left/v1-1': 'B' } }, ['v1-1'])).toBeNull();
  });

  it('is what a hanging asks for, each of its groups a letter of its own', () => {
    const of = (group: string, ...what: ('scroll' | 'window')[]) => [{ group, of: what }];
    const sync = {
      a: of('lung', 'scroll'),
      b: of('lung', 'scroll'),
      c: of('bone', 'scroll'),
      d: of('key', 'scroll'),
      e: undefined,
    };
    expect(linksOfStage(sync)).toEqual({ linked: true, linkGroups: { a: 'A', b: 'A', c: 'B', d: 'C', e: 'alone' } });
    expect(linksOfStage({ a: of('all', 'scroll'), b: of('all', 'scroll') })).toEqual({ linked: true });
    expect(linksOfStage({ a: of('all', 'window'), b: undefined })).toEqual({
      ...{ linkedViews: ['window'], linkGroups: { a: 'A', b: 'alone' } },
    });
    expect(linksOfStage({ a: undefined })).toBeNull();
    expect(withOwnGroups({ a: 'B', 'left/a': 'C' }, { b: 'B' })).toEqual({ b: 'B', 'left/a': 'C' });
  });
});

describe('groups', () => {
  it('go round, and one that goes alone goes with none', () => {
    expect(nextGroup({}, 'v')).toBe('B');
    expect(nextGroup({ v: 'B' }, 'v')).toBe('alone');
    expect(nextGroup({ v: 'B', 'left/v': 'B' }, 'v')).toBe('C');
    expect(nextGroup({ v: 'alone' }, 'v')).toBe('A');
    expect(goTogether({ v: 'alone', w: 'alone' }, 'v', 'w')).toBe(false);
    expect(goTogether({}, 'v', 'w')).toBe(true);
  });

  it('are said in a word', () => {
    const base = { views: ['window', 'pan'] as const, groups: {}, others: ['w'], panGuessed: true };
    expect(sharedWords('v', base)).toBe('together: window, pan (approximate)');
    expect(sharedWords('v', { ...base, groups: { v: 'B' } })).toBe('group B');
    expect(sharedWords('v', { ...base, groups: { v: 'alone' } })).toBe('goes alone');
    expect(sharedWords('v', { ...base, views: [] })).toBe('');
  });
});
