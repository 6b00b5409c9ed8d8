import { describe, expect, it } from 'vitest';
import { stateView } from '../../../../renderer/viewer/state-view.ts';
import { imageUnder } from '../../../../renderer/viewer/state-grey.ts';
import type { StateGlass } from '../../../../renderer/viewer/state-view.ts';
import type { LookupTable } from '../../../../shared/model/image.ts';
import type { PresentationState, StateArea } from '../../../../shared/model/presentation-state.ts';
import { grayMapper } from '../../../../shared/rules/window.ts';
import { imageOf } from '../../shared/rules/image-fixture.ts';

const GLASS: StateGlass = { canvas: { width: 200, height: 100 }, pitch: null };
const AREA: StateArea = { of: [], left: -0.5, top: -0.5, right: 15.5, bottom: 15.5, mode: 'fit', ratio: null };
const STATE: PresentationState = {
  ...{ kind: 'grey', label: 'X', description: 'Theirs', creator: null, date: null, time: null },
  images: [{ sopUid: '1.2.3', sopClass: '1', frame: null, seriesUid: '1.2' }],
  ...{ rescale: { slope: 1, intercept: -1024 }, modalityLut: null },
  voi: [{ of: [], show: { kind: 'window', center: 40, width: 400, fn: 'LINEAR' } }],
  ...{ shape: 'IDENTITY', presentationLut: null, areas: [AREA], rotation: 0, flip: false, shutter: [] },
  ...{ annotations: [], leftOut: [] },
};
const RESCALE = { slope: 1, intercept: -1024, type: 'HU' };
const image = imageOf({ frame: { rescale: RESCALE, pixelSpacing: [0.5, 0.5] } });
const shown = (own: Partial<PresentationState> = {}, glass = GLASS, picture = image) =>
  stateView({ ...STATE, ...own }, picture, 1, glass);

describe('the part of a picture that a state shows', () => {
  it('fits, or is magnified by its ratio', () => {
    expect(shown().view).toMatchObject({ scale: null, center: null, state: null });
    const part = { ...AREA, left: 3.5, right: 7.5 };
    expect(shown({ areas: [part] }).view).toMatchObject({ center: [5.5, 7.5], scale: 100 / 16 });
    expect(shown({ areas: [{ ...part, mode: 'magnify', ratio: 3 }] }).view.scale).toBe(3);
  });

  it('is its own for each picture', () => {
    const [one] = STATE.images;
    if (!one) throw new Error('no picture');
    const of = (sopUid: string) => [{ sopUid, sopClass: '1', frame: null }];
    const areas = [
      { ...AREA, of: of('1.2.9'), mode: 'magnify' as const, ratio: 9 },
      { ...AREA, of: of('1.2.3'), mode: 'magnify' as const, ratio: 2 },
    ];
    expect(shown({ areas }).view.scale).toBe(2);
  });

  it('is at true size by the length of a pixel that the state says, on a monitor that was measured', () => {
    const area: StateArea = { ...AREA, mode: 'true-size', spacing: [0.25, 0.25] };
    expect(shown({ areas: [area] }, { ...GLASS, pitch: 0.2 })).toMatchObject({ view: { scale: 1.25 }, leftOut: [] });
    const { spacing: _none, ...bare } = area;
    expect(shown({ areas: [bare] }, { ...GLASS, pitch: 0.2 }).view.scale).toBe(2.5);
  });

  it('is fitted on any other monitor, and that is said', () => {
    const { view, leftOut } = shown({ areas: [{ ...AREA, mode: 'true-size', spacing: [0.25, 0.25] }] });
    expect(view.scale).toBeNull();
    expect(leftOut).toEqual([expect.stringMatching(/^true size: nobody measured this monitor/)]);
  });

  it('names a shape of pixels that is not the one that is shown', () => {
    expect(shown({ areas: [{ ...AREA, spacing: [1, 0.5] }] }).leftOut).toEqual(['its own shape of pixels']);
    expect(shown({ areas: [{ ...AREA, aspect: 1 }] }).leftOut).toEqual([]);
  });
});

describe('what a state hides', () => {
  const shutter = [{ shape: 'rectangular', left: 1, right: 9, upper: 1, lower: 9 } as const];

  it('stands in place of the shutter of the picture, none at all too', () => {
    expect(shown({ shutter }).view.state?.shutter).toEqual({ shapes: shutter, runs: [], tone: '#000' });
    const own = imageOf({ frame: { rescale: RESCALE }, image: { shutter } });
    expect(shown({ shutter }, GLASS, own).view.state).toBeNull();
    expect(shown({}, GLASS, own).view.state?.shutter?.shapes).toEqual([]);
  });

  it('has its bitmap and its grey', () => {
    const bitmaps = [{ role: 'shutter', layer: '', rows: 2, columns: 2, runs: [0, 0, 1] } as const];
    const { view } = shown({
      bitmaps: bitmaps.map((one) => ({ ...one, runs: [...one.runs] })),
      shutterTone: { grey: 1, lab: null },
    });
    expect(view.state?.shutter).toEqual({ shapes: [], runs: [0, 0, 1], tone: 'rgb(255 255 255)' });
  });
});

describe('grey values of a state', () => {
  const table = (data: number[]): LookupTable => ({ first: 0, bits: 8, explanation: null, data });
  const greys = (own: Partial<PresentationState>, stored: readonly number[], picture = image): number[] => {
    const { view } = shown(own, GLASS, picture);
    const show = view.preset?.show;
    const window = view.window ?? (show?.kind === 'window' ? show.window : null);
    const under = imageUnder(picture, view.state);
    const voiLut = show?.kind === 'lut' ? show.lut : null;
    const grey = grayMapper({ image: under, frame: 1, window, voiFunction: 'LINEAR', voiLut, invert: view.invert });
    return stored.map((one) => Math.round(grey(one)));
  };

  it('go over to the values of the picture where both are straight lines', () => {
    const own = imageOf({ frame: { rescale: { slope: 2, intercept: 0, type: null } } });
    const { view } = shown({}, GLASS, own);
    expect(view).toMatchObject({ window: { center: 2128, width: 800 }, state: null });
  });

  it('are those of its own table of modality values, under its own window', () => {
    const modalityLut = table(Array.from({ length: 256 }, (_, at) => 255 - at));
    const voi: PresentationState['voi'] = [{ of: [], show: { kind: 'window', center: 128, width: 256, fn: 'LINEAR' } }];
    expect(greys({ rescale: null, modalityLut, voi }, [0, 55, 255])).toEqual([255, 200, 0]);
  });

  it('are a straight line that turns greys over', () => {
    const voi: PresentationState['voi'] = [{ of: [], show: { kind: 'window', center: 128, width: 256, fn: 'LINEAR' } }];
    expect(greys({ rescale: { slope: -1, intercept: 255 }, voi }, [0, 55, 255])).toEqual([255, 200, 0]);
  });

  it('are shown whole where it has no window, whatever window the picture would open with', () => {
    const own = imageOf({
      frame: { rescale: { slope: 1, intercept: 0, type: null }, windows: [{ center: 5, width: 2, explanation: null }] },
      pixels: { bitsStored: 8, signed: false },
    });
    expect(greys({ rescale: null, voi: [] }, [0, 100, 255], own)).toEqual([0, 100, 255]);
  });

  it('go through its own table of greys', () => {
    const presentationLut = table([0, 255, 0]);
    const voi: PresentationState['voi'] = [{ of: [], show: { kind: 'window', center: 128, width: 256, fn: 'LINEAR' } }];
    expect(greys({ rescale: null, voi, shape: null, presentationLut }, [0, 128, 255])).toEqual([0, 255, 0]);
  });

  it('are turned over where it says so, MONOCHROME1 or not', () => {
    expect(shown({ shape: 'INVERSE' }).view.invert).toBe(true);
    const own = imageOf({ pixels: { photometric: 'MONOCHROME1' } });
    expect(shown({ shape: 'INVERSE' }, GLASS, own).view.invert).toBe(false);
    expect(shown({ shape: 'IDENTITY' }, GLASS, own).view.invert).toBe(true);
  });
});
