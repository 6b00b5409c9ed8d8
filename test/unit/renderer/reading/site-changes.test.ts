import { describe, expect, it } from 'vitest';
import { patientFacts } from '../../../../renderer/reading/patient-facts.ts';
import { siteWords } from '../../../../renderer/reading/use-site-changes.ts';
import { worklistRow } from '../helpers/worklist-rows.ts';

describe('F28: a study that grew or changed at its site', () => {
  it('is said in the banner of the desk, which is never left out', () => {
    const words = siteWords([
      { sourceName: 'St. Anna', changes: [{ kind: 'more-images', words: '3 images more at the site' }] },
      { sourceName: 'Nord', changes: [{ kind: 'patient', words: 'the site changed the patient’s name' }] },
    ]);
    const facts = patientFacts({ study: worklistRow(1), priors: 0, hanging: '', site: words });
    expect(facts.find(({ key }) => key === 'at-site')).toEqual({
      ...{ key: 'at-site', rank: 0, look: 'warning' },
      text: 'CHANGED AT St. Anna: 3 images more at the site · CHANGED AT Nord: the site changed the patient’s name',
    });
    expect(patientFacts({ study: worklistRow(1), priors: 0, hanging: '' }).some(({ key }) => key === 'at-site')).toBe(
      false,
    );
  });
});
