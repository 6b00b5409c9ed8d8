import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { goTogether, nextGroup, sharedWords } from '../../../../../renderer/reading/navigation/link-kinds.ts';
import { ViewLink } from '../../../../../renderer/reading/navigation/view-link.ts';
import type { Shared, ViewLinkParts } from '../../../../../renderer/reading/navigation/view-link.ts';
import { EMPTY_GLASS } from '../../../../../renderer/viewer/glass-truth.ts';
import { INITIAL_VIEW } from '../../../../../renderer/viewer/view-state.ts';
import type { ViewState } from '../../../../../renderer/viewer/view-state.ts';
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

describe('groups', () => {
  it('go round, and one that goes alone goes with none', () => {
    expect(nextGroup({}, 'v')).toBe('B');
    expect(nextGroup({ v: 'B' }, 'v')).toBe('alone');
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
