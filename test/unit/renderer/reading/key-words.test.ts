import { describe, expect, it } from 'vitest';
import { keyWords } from '../../../../renderer/reading/key-words.ts';
import type { KeyEntry } from '../../../../renderer/reading/marks-keeper.ts';
import { overlayLines } from '../../../../renderer/viewer/overlay-lines.ts';
import type { SeriesFacts } from '../../../../renderer/viewer/overlay-text.ts';
import { EMPTY_GLASS } from '../../../../renderer/viewer/glass-truth.ts';
import { NO_FAULTS } from '../../../../shared/hanging/slice-faults.ts';
import { ObjectId, StudyId } from '../../../../shared/model/ids.ts';
import { idOf } from '../../../helpers/report-document.ts';

const objectId = ObjectId.parse(idOf('picture'));
const key = (title: string, frame: number): KeyEntry => ({
  ...{ id: title, studyId: StudyId.parse(idOf('study')), ref: { objectId, frame }, title },
  ...{ note: '', by: '', own: null },
});

describe('a key image', () => {
  it('says so with its titles, and no other frame does', () => {
    const words = keyWords([key('Of Interest', 2), key('For Teaching', 2), { ...key('Elsewhere', 1), ref: null }]);
    expect(words({ objectId, frame: 2 })).toBe('★ Key image: Of Interest, For Teaching');
    expect(words({ objectId, frame: 1 })).toBe('');
  });

  it('is said last in its corner, below whose picture it is: nothing above it moves', () => {
    const facts: SeriesFacts = {
      ...{
        studyUid: '',
        seriesUid: '',
        role: 'current' as const,
        patient: 'DOE, Jane',
        patientId: '1',
        modality: 'CT',
      },
      ...{ series: 'CT 1', stack: 'b 800', studyDate: '', institution: '', received: 1, expected: 1 },
    };
    const written = {
      truth: EMPTY_GLASS,
      facts,
      faults: NO_FAULTS,
      link: null,
      linkedBy: null,
      notLinked: null,
      pitch: null,
    };
    const texts = (keyImage: string): readonly string[] =>
      overlayLines({ ...written, keyImage }).flatMap(({ corner, text }) => (corner === 'topLeft' ? [text] : []));
    expect(texts('★ Key image: Of Interest')).toEqual([...texts(''), '★ Key image: Of Interest']);
  });
});
