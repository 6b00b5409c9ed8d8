import { describe, expect, it } from 'vitest';
import { PRIVILEGE_BANNER } from '../../../../../shared/review/export.ts';
import { ConferenceList } from '../../../../../shared/review/teaching/conference-list.ts';
import { movedCase } from '../../../../../shared/review/teaching/moved-case.ts';
import { notesPage } from '../../../../../shared/review/teaching/notes-page.ts';

describe('a case that is moved', () => {
  it.each([
    [1, -1, 'bac'],
    [1, 1, 'acb'],
    [0, -1, 'abc'],
    [2, 1, 'abc'],
    [7, 1, 'abc'],
  ] as const)('from place %i by %i', (place, by, expected) => {
    expect(movedCase(['a', 'b', 'c'], place, by).join('')).toBe(expected);
  });
});

describe('the page of a presenter', () => {
  const list = ConferenceList.parse({
    ...{ format: 'nightjar/conference-list', version: 1, title: 'Chest <rounds>' },
    cases: [
      {
        ...{ pseudonym: 'TEACHING-A', studyUid: '2.25.1', keyObjectUid: null, question: 'What is "this"?' },
        ...{ learningPoint: 'Look & look again.', presenterNotes: '<script>alert(1)</script>' },
      },
    ],
  });
  const page = (privileged: boolean): string =>
    notesPage({
      list,
      cases: [{ minutes: 12, files: ['a'], leftOut: [{ modality: 'CT', why: 'face', count: 2 }], privileged }],
    });

  it('says what was typed as text, how long it takes and what was left out', () => {
    expect(page(false)).not.toContain('<script>');
    expect(page(false)).toContain('Look &amp; look again.');
    expect(page(false)).toContain('1 case, 12 min');
    expect(page(false)).toContain('2 × CT: face');
  });

  it('has the line of privilege where it comes from peer review, and there alone', () => {
    expect(page(true)).toContain(PRIVILEGE_BANNER);
    expect(page(false)).not.toContain(PRIVILEGE_BANNER);
  });
});
