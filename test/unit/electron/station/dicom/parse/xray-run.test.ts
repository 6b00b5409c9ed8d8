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

  it('single frames have a shift of their own, by the item that they name', () => {
    const shifted = (id: number, down: number, left: number) =>
      element(0x00289415, 'SQ', [[element(0x00286114, 'FL', [down, left]), element(0x00289416, 'US', id)]]);
    const mask = [...MASK_OF_FIRST, element(0x00289416, 'US', 100)];
    const each = element(0x52009230, 'SQ', [[], [shifted(100, 1.5, 2.5)], [shifted(7, 9, 9)], [], [], []]);
    expect(runOf(xaRun(mask, [each]))?.masks[0]?.frameShifts).toEqual([{ frame: 2, shift: [1.5, 2.5] }]);
    const shared = element(0x52009229, 'SQ', [[shifted(100, 0.5, 0)]]);
    expect(runOf(xaRun(mask, [shared, each]))?.masks[0]?.frameShifts).toEqual(
      [1, 2, 3, 4, 5, 6].flatMap((frame) =>
        frame === 3 ? [] : [{ frame, shift: frame === 2 ? [1.5, 2.5] : [0.5, 0] }],
      ),
    );
  });

  it('is nothing for other pictures', () => {
    expect(runOf(mrSlices('pre', 1)[0])).toBeUndefined();
  });
});
