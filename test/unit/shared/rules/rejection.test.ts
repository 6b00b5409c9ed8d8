import { describe, expect, it } from 'vitest';
import {
  gravest,
  isSealed,
  rejectedWords,
  rejectionReason,
  rejectionsWords,
  takenBack,
} from '../../../../shared/rules/rejection.ts';

describe('titles of key object documents', () => {
  it('says why objects are taken back, for the four titles of a rejection', () => {
    const reasons = ['113001', '113037', '113038', '113039'].map((code) => rejectionReason(code, 'DCM'));
    expect(reasons).toEqual(['quality', 'safety', 'worklist', 'retention']);
  });

  it('takes no other title for a rejection, nor the same code of another scheme', () => {
    expect(rejectionReason('113000', 'DCM')).toBeNull();
    expect(rejectionReason('113001', '99LOCAL')).toBeNull();
    expect(rejectionReason('constructor', 'DCM')).toBeNull();
  });
});

describe('what a note takes back', () => {
  const references = [
    { studyUid: '1.1', sopUid: '1.1.1' },
    { studyUid: '1.1', sopUid: '1.1.1' },
    { studyUid: '2.2', sopUid: '2.2.1' },
  ];

  it('counts objects of its own study only', () => {
    expect(takenBack({ references }, { noteStudyUid: '1.1', sameSite: true })).toEqual({
      sopUids: ['1.1.1'],
      elsewhere: 1,
    });
  });

  it('takes nothing back of what another site sent', () => {
    expect(takenBack({ references }, { noteStudyUid: '1.1', sameSite: false })).toEqual({ sopUids: [], elsewhere: 2 });
  });

  it('lets the gravest of several reasons stand', () => {
    expect(gravest(['quality', 'safety', 'retention'])).toBe('safety');
    expect(gravest([])).toBeNull();
  });

  it('keeps everything from the reader but what is only of poor quality', () => {
    expect((['quality', 'safety', 'worklist', 'retention'] as const).filter(isSealed)).toEqual([
      'safety',
      'worklist',
      'retention',
    ]);
  });
});

describe('words', () => {
  it('says how many, why, and what was made of them', () => {
    expect(rejectedWords([{ reason: 'worklist', images: 3 }])).toBe(
      '3 images rejected by the site: wrong worklist entry, it may be another patient',
    );
    const one = { reason: 'safety', images: 1, measured: 2, reported: 1, saidAt: '', text: null } as const;
    expect(rejectionsWords({ rejected: [one], notApplied: 1 })).toBe(
      '1 image rejected by the site: patient safety, 2 measurements on them, a signed report was made from them · ' +
        'a rejection note that names images of another study or site was not applied',
    );
  });

  it('says nothing where nothing was taken back', () => {
    expect(rejectedWords([])).toBe('');
    expect(rejectionsWords({ rejected: [], notApplied: 0 })).toBe('');
  });
});
