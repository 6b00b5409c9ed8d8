import { describe, expect, it } from 'vitest';
import type { LookupTable, VoiWindow } from '../../../../shared/model/image.ts';
import { windowPresets } from '../../../../shared/rules/window-presets.ts';
import { DX, imageOf, petOf } from './image-fixture.ts';

const OWN: VoiWindow = { center: 45, width: 350, explanation: 'ABDOMEN' };
const CURVE: LookupTable = { first: 0, bits: 8, explanation: null, data: [0, 255] };

describe('window presets', () => {
  it('begin with the windows of the object, by their names', () => {
    const image = imageOf({ frame: { windows: [OWN, { center: -500, width: 1400, explanation: null }] } });
    const [first, second] = windowPresets(image, 1);
    expect(first).toEqual({ key: '1', name: 'ABDOMEN', show: { kind: 'window', window: { center: 45, width: 350 }, voiFunction: 'LINEAR' } }); // prettier-ignore
    expect(second).toMatchObject({ key: '2', name: 'Own window 2' });
  });

  it('leave out a window of width 0, which shows nothing', () => {
    const image = imageOf({ frame: { windows: [{ center: 0, width: 0, explanation: null }] } });
    expect(windowPresets(image, 1)[0]).toMatchObject({ key: '1', show: { kind: 'auto' } });
  });

  it('keep the function of the object with its window', () => {
    const image = imageOf({ frame: { windows: [OWN], voiFunction: 'SIGMOID' } });
    expect(windowPresets(image, 1)[0]).toMatchObject({ show: { voiFunction: 'SIGMOID' } });
  });

  it('put the curves of a radiograph before its windows (own curve replaced by a flat window)', () => {
    const options = { frame: { windows: [OWN] }, image: { voiLuts: [CURVE] } };
    const radiograph = windowPresets(imageOf({ ...options, modality: 'DX', sopClass: DX }), 1);
    expect(radiograph.slice(0, 2).map(({ show }) => show.kind)).toEqual(['lut', 'window']);
    expect(
      windowPresets(imageOf(options), 1)
        .slice(0, 2)
        .map(({ show }) => show.kind),
    ).toEqual(['window', 'lut']);
  });

  it('offer the common windows of a CT only in Hounsfield units', () => {
    const hounsfield = imageOf({ frame: { rescale: { slope: 1, intercept: -1024, type: 'HU' } } });
    expect(windowPresets(hounsfield, 1).map(({ name }) => name)).toContain('Lung');
    expect(windowPresets(imageOf(), 1).map(({ name }) => name)).not.toContain('Lung');
  });

  it('give the keys 1 to 9 and no key after them', () => {
    const image = imageOf({ frame: { windows: [OWN, OWN, OWN], rescale: { slope: 1, intercept: -1024, type: 'HU' } } });
    const keys = windowPresets(image, 1).map(({ key }) => key);
    expect(keys.slice(0, 9)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(keys.slice(9).every((key) => key === null)).toBe(true);
    expect(keys.length).toBeGreaterThan(9);
  });

  it('of PET run from zero in SUV, turned into modality values', () => {
    const preset = windowPresets(petOf({ units: 'GML' }), 1).find(({ name }) => name === 'SUV 0 to 5');
    expect(preset?.show).toEqual({ kind: 'window', window: { center: 2.5, width: 5 }, voiFunction: 'LINEAR_EXACT' });
    expect(windowPresets(petOf({ patientWeight: null }), 1).map(({ name }) => name)).toEqual(['Full range']);
  });

  it('of PET begin in SUV where it is known: what the object asks for may leave the whole body blank, and differs from slice to slice', () => {
    const asks = { windows: [{ center: 48_688, width: 87_688, explanation: null }] };
    const names = windowPresets(petOf({}, asks), 1).map(({ name }) => name);
    expect(names[0]).toBe('SUV 0 to 5');
    expect(names.slice(-2)).toEqual(['Own window', 'Full range']);
    expect(windowPresets(petOf({ patientWeight: null }, asks), 1)[0]?.name).toBe('Own window');
  });

  it('begin with one of the modality where the object asks for none, so that no slice has a range of its own', () => {
    expect(windowPresets(petOf({ units: 'GML' }), 1)[0]?.name).toBe('SUV 0 to 5');
    const hounsfield = imageOf({ frame: { windows: [], rescale: { slope: 1, intercept: -1024, type: 'HU' } } });
    expect(windowPresets(hounsfield, 1)[0]?.name).toBe('Soft tissue');
    expect(windowPresets(hounsfield, 1).at(-1)?.name).toBe('Full range');
  });

  it('begin with the range of a CT that would be one flat grey in soft tissue, and the keys follow', () => {
    const hounsfield = imageOf({ frame: { windows: [], rescale: { slope: 0.12, intercept: -2048.5, type: 'HU' } } });
    const first = (min: number, max: number): string | undefined => windowPresets(hounsfield, 1, { min, max })[0]?.name;
    expect(first(-2032, -1778)).toBe('Full range');
    expect(first(3000, 9000)).toBe('Full range');
    expect(first(30, 42)).toBe('Full range');
    expect(windowPresets(hounsfield, 1, { min: 30, max: 42 })[1]).toMatchObject({ key: '2', name: 'Soft tissue' });
    // Air alone is black, and a slice of the body keeps the window of its neighbours.
    expect(first(-1050, -900)).toBe('Soft tissue');
    expect(first(-1000, -990)).toBe('Soft tissue');
    expect(first(-1024, 1500)).toBe('Soft tissue');
    const asks = imageOf({ frame: { windows: [OWN], rescale: { slope: 1, intercept: -1024, type: 'HU' } } });
    expect(windowPresets(asks, 1, { min: 3000, max: 9000 })[0]?.name).toBe('ABDOMEN');
  });

  it('are not there for colour', () => {
    expect(windowPresets(imageOf({ pixels: { samplesPerPixel: 3, photometric: 'RGB' } }), 1)).toEqual([]);
  });
});
