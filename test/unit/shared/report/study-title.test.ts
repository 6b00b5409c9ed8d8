import { describe, expect, it } from 'vitest';
import { studyTitle } from '../../../../shared/report/study-title.ts';

describe('the title of a study', () => {
  it('names a modality once', () => {
    expect(studyTitle(['CT'], 'CT CAP')).toBe('CT CAP');
    expect(studyTitle(['CT', 'PT'], 'DERIVED PRIOR PET/CT')).toBe('DERIVED PRIOR PET/CT');
    expect(studyTitle(['MR'], 'MRI of the knee')).toBe('MRI of the knee');
  });

  it('names what the description does not', () => {
    expect(studyTitle(['CT'], 'Thorax')).toBe('CT Thorax');
    expect(studyTitle(['CT', 'SR', 'KO'], 'CT head')).toBe('CT head');
    expect(studyTitle(['CT', 'PT', 'PR'], 'CT head')).toBe('PT CT head');
    expect(studyTitle(['PR', 'SR'], 'Screening')).toBe('PR/SR Screening');
    expect(studyTitle(['US'], 'Status')).toBe('US Status');
  });

  it('stands on either alone', () => {
    expect(studyTitle(['CT', 'PT'], null)).toBe('CT/PT');
    expect(studyTitle([], 'Knee')).toBe('Knee');
    expect(studyTitle([], null)).toBe('');
  });
});
