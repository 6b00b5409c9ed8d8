import { describe, expect, it } from 'vitest';
import { withoutStudies } from '../../../../../electron/station/review/without-studies.ts';

const BLIND = new Set(['one']);

describe('a reply to somebody who reads a study blind', () => {
  it('has no entry about it, however deep, and everything else as it was', () => {
    const reply = {
      rows: [
        { studyId: 'one', patientName: 'Doe' },
        { studyId: 'two', priors: [{ studyId: 'one' }, { studyId: 'three' }] },
        { study: { studyId: 'one' } },
      ],
      total: 3,
      when: null,
    };
    expect(withoutStudies(reply, BLIND)).toEqual({
      rows: [{ studyId: 'two', priors: [{ studyId: 'three' }] }],
      total: 3,
      when: null,
    });
  });

  it('is the same reply where nothing is read blind, and bytes are left alone', () => {
    const reply = { bytes: new Uint8Array([1, 2]), list: [{ studyId: 'one' }] };
    expect(withoutStudies(reply, new Set())).toBe(reply);
    const kept = withoutStudies(reply, BLIND) as typeof reply;
    expect(kept.bytes).toBe(reply.bytes);
    expect(kept.list).toEqual([]);
  });
});
