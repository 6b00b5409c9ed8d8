import { describe, expect, it } from 'vitest';
import { standsAs } from '../../../../../renderer/reading/windows/stands-as.ts';
import type { WindowDesk } from '../../../../../shared/model/measurement.ts';
import { objectId, studyOf } from '../../../shared/hanging/studies.ts';

type Viewport = WindowDesk['viewports'][number];

const viewport: Viewport = {
  viewportId: 'v1-1',
  studyId: studyOf(1, []).study.studyId,
  seriesUid: '1.2.3',
  objectId: objectId('middle'),
  frame: 1,
  window: null,
  invert: false,
  rotation: 0,
  flip: false,
  zoom: null,
  center: null,
  preset: 'lung',
};
const desk = (change: Partial<Viewport> = {}): WindowDesk => ({
  layout: { rows: 1, columns: 1 },
  activeViewport: 'v1-1',
  viewports: [{ ...viewport, ...change }],
});

describe('a window that was dealt its part of a case', () => {
  it('stands as it was dealt once its picture gave the preset its numbers', () => {
    expect(standsAs(desk(), desk({ window: { center: -600, width: 1500 } }))).toBe(true);
    expect(standsAs(desk(), { ...desk(), activeViewport: null })).toBe(true);
  });

  it.each<[string, Partial<Viewport>]>([
    ['scrolled', { objectId: objectId('next') }],
    ['to another frame', { frame: 2 }],
    ['zoomed', { zoom: 2 }],
    ['panned', { center: [10, 10] }],
    ['windowed', { preset: null, window: { center: 40, width: 400 } }],
    ['inverted', { invert: true }],
    ['turned', { rotation: 90 }],
    ['emptied', { seriesUid: null }],
  ])('is the reader’s when it was %s', (_what, change) => {
    expect(standsAs(desk(), desk(change))).toBe(false);
  });

  it('is the reader’s when it was divided otherwise', () => {
    expect(standsAs(desk(), { ...desk(), layout: { rows: 1, columns: 2 } })).toBe(false);
  });
});
