import { describe, expect, it } from 'vitest';
import { parseDicom } from '../../../../../../electron/station/dicom/parse/parse-dicom.ts';
import { frameInfo } from '../../../../../../shared/model/image.ts';
import { applyWindow } from '../../../../../../shared/rules/window.ts';
import { ctImage, element } from '../../../../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../../../../helpers/dicom-builder.ts';

function windowOf(...own: readonly BuiltElement[]) {
  const windowed = [element(0x00281050, 'DS', '0.5'), element(0x00281051, 'DS', '1')];
  const parsed = parseDicom(ctImage([...windowed, ...own]), { sha256: null });
  if (!parsed.ok) throw parsed.error;
  const { windows, voiFunction } = frameInfo({ ...parsed.value.image, objectId: 'x' as never, conflict: false }, 1);
  const [first] = windows;
  if (!first) throw new Error('no window');
  return { voiFunction, greys: [0, 0.25, 0.5, 1].map((value) => Math.round(applyWindow(value, first, voiFunction))) };
}

describe('the window of a map of fractions', () => {
  it('runs through its values: steps of one are for whole numbers', () => {
    const floats = element(0x7fe00008, 'OF', new Uint8Array(Float32Array.from([0, 0.25, 0.5, 1]).buffer));
    const bits = element(0x00280100, 'US', 32);
    expect(windowOf(floats, bits)).toEqual({ voiFunction: 'LINEAR_EXACT', greys: [0, 64, 128, 255] });
    expect(windowOf(floats, bits, element(0x00281056, 'CS', 'SIGMOID')).voiFunction).toBe('SIGMOID');
  });

  it('of whole numbers stays as it is written', () => {
    expect(windowOf()).toEqual({ voiFunction: 'LINEAR', greys: [0, 255, 255, 255] });
  });
});
