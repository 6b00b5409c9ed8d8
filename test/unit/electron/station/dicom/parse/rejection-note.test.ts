import { describe, expect, it } from 'vitest';
import { parseDicom } from '../../../../../../electron/station/dicom/parse/parse-dicom.ts';
import { ctImage, element } from '../../../../../helpers/dicom-builder.ts';
import { rejectionNote } from '../../../../../helpers/rejection-note.ts';

const note = { sopUid: '9.1', studyUid: '9', objects: [{ sopUid: '9.1.1', seriesUid: '9.1' }] };

function parsed(bytes: Uint8Array) {
  const result = parseDicom(bytes, { sha256: null });
  if (!result.ok) throw result.error;
  return result.value;
}

describe('rejection notes', () => {
  it('reads why, which objects of which study, and what the site wrote', () => {
    const { rejects } = parsed(rejectionNote({ ...note, title: '113038', text: 'wrong patient' }));
    expect(rejects).toEqual({
      reason: 'worklist',
      references: [{ studyUid: '9', sopUid: '9.1.1' }],
      text: 'wrong patient',
    });
  });

  it('takes a note of key images for no rejection', () => {
    expect(parsed(rejectionNote({ ...note, title: '113000' })).rejects).toBeUndefined();
  });

  it('takes an image with the title of a note for no rejection', () => {
    const title = element(0x0040a043, 'SQ', [[element(0x00080100, 'SH', '113037'), element(0x00080102, 'SH', 'DCM')]]);
    expect(parsed(ctImage([title])).rejects).toBeUndefined();
  });

  it('leaves out objects of which the evidence names no study', () => {
    const bytes = rejectionNote({ ...note, title: '113037', own: [element(0x0040a375, 'SQ', [])] });
    const { rejects, notes } = parsed(bytes);
    expect(rejects?.references).toEqual([]);
    expect(notes).toContain('rejection-without-evidence');
  });
});
