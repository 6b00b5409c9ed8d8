import { describe, expect, it } from 'vitest';
import { ConferenceList, printedList } from '../../../../../shared/review/teaching/conference-list.ts';

const one = {
  ...{ pseudonym: 'CASE-1', studyUid: '2.25.1', keyObjectUid: null },
  ...{ question: 'What is it?', learningPoint: 'Look at the apex.\nTwice.', presenterNotes: 'Ask the juniors.' },
};
const list: ConferenceList = {
  ...{ format: 'nightjar/conference-list', version: 1, title: 'November' },
  cases: [one, { ...one, pseudonym: 'CASE-2', studyUid: '2.25.2', presenterNotes: '', learningPoint: '' }],
};

describe('a conference list', () => {
  it('is printed in its order, with the notes for the presenter alone', () => {
    expect(printedList(list, { notes: true })).toBe(
      'November\n\n1. CASE-1\n   Question: What is it?\n   Learning point: Look at the apex.\n   Twice.\n   Notes: Ask the juniors.\n\n' +
        '2. CASE-2\n   Question: What is it?\n',
    );
    expect(printedList(list, { notes: false })).not.toContain('juniors');
  });

  it('holds new UIDs alone, and each case once', () => {
    expect(ConferenceList.safeParse(list).success).toBe(true);
    expect(ConferenceList.safeParse({ ...list, cases: [one, one] }).success).toBe(false);
    expect(ConferenceList.safeParse({ ...list, cases: [{ ...one, studyUid: '1.2.840.1' }] }).success).toBe(false);
    expect(ConferenceList.safeParse({ ...list, patient: 'X' }).success).toBe(false);
  });
});
