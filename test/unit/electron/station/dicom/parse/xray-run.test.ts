import { describe, expect, it } from 'vitest';
import { parseDicom } from '../../../../../../electron/station/dicom/parse/parse-dicom.ts';
import type { XrayRun } from '../../../../../../shared/model/image.ts';
import { element } from '../../../../../helpers/dicom-builder.ts';
import { MASK_OF_FIRST, mrSlices, xaRun } from '../../../../../helpers/subtraction-phantoms.ts';

function runOf(bytes: Uint8Array | undefined): XrayRun | undefined {
  const result = parseDicom(bytes ?? new Uint8Array(), { sha256: '' });
  if (!result.ok) throw result.error;
  return result.value.image.xray;
}

describe('what the subtraction of an X-ray run stands on', () => {
  it('is read with its defaults', () => {
    expect(runOf(xaRun(MASK_OF_FIRST))).toEqual({
      masks: [{ operation: 'AVG_SUB', ranges: [], masks: [1], average: 1, shift: [0, 0], offset: 1 }],
      ...{ intensity: 'LIN', recommended: 'SUB' },
    });
    expect(runOf(xaRun(null))).toEqual({ masks: [], intensity: 'LIN', recommended: 'SUB' });
  });

  it('is read with all that an item can say', () => {
    const item = [
      element(0x00286101, 'CS', 'REV_TID'),
      element(0x00286102, 'US', [3, 4, 6, 6]),
      element(0x00286112, 'US', 2),
      element(0x00286114, 'FL', [0.5, -0.25]),
      element(0x00286120, 'SS', -2),
    ];
    expect(runOf(xaRun(item))?.masks).toEqual([
      { operation: 'REV_TID', ranges: [[3, 4], [6, 6]], masks: [], average: 2, shift: [0.5, -0.25], offset: -2 }, // prettier-ignore
    ]);
  });

  it('is nothing for other pictures', () => {
    expect(runOf(mrSlices('pre', 1)[0])).toBeUndefined();
  });
});
