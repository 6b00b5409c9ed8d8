import { describe, expect, it } from 'vitest';
import { parsePersonName } from '../../../../shared/dicom/person-name.ts';
import { isOffered, linkedWords, samePersonEvidence } from '../../../../shared/rules/same-person.ts';
import { profileSections } from '../../../../shared/rules/site-profile/sections.ts';
import { sharingSites } from '../../../../shared/rules/site-profile/shared-priors.ts';
import { sampleProfile } from '../../../helpers/site-profile.ts';

const person = (name: string, birthDate: string | null, sex: string | null = 'F', patientId: string | null = 'A1') => ({
  ...{ name: parsePersonName(name), birthDate, sex, patientId },
});
const judged = (here: ReturnType<typeof person>, there: ReturnType<typeof person>) => {
  const evidence = samePersonEvidence(here, there);
  return [isOffered(evidence), ...evidence.map(({ agrees }) => agrees)];
};

describe('two patients of two issuers', () => {
  const jane = person('Doe^Jane', '19700101');

  it('are offered as one person where name and birth date agree and the sex is not against it', () => {
    expect(judged(jane, person('DOE^JANE', '19700101', 'F', 'B7'))).toEqual([true, 'yes', 'yes', 'yes', 'no']);
    expect(judged(jane, person('Doe^Jane', '19700101', null))).toEqual([true, 'yes', 'yes', 'unknown', 'yes']);
    expect(judged(jane, person('Doe^Jane', '19700101', 'O', null))).toEqual([true, 'yes', 'yes', 'unknown', 'unknown']);
  });

  it('are not offered where anything of that differs or is not said, whatever their ids are', () => {
    expect(judged(jane, person('Doe^Joan', '19700101'))[0]).toBe(false);
    expect(judged(jane, person('Doe^Jane', '19700102'))[0]).toBe(false);
    expect(judged(jane, person('Doe^Jane', null))[0]).toBe(false);
    expect(judged(jane, person('', '19700101'))[0]).toBe(false);
    expect(judged(jane, person('Doe^Jane', '19700101', 'M'))[0]).toBe(false);
  });

  it('say in words who linked them', () => {
    expect(linkedWords('Ada Reader', '2026-11-22T13:05:59.000Z')).toBe(
      'other issuer, linked by Ada Reader at 2026-11-22 13:05 UTC',
    );
  });
});

describe('sites that share priors', () => {
  const site = (code: string, name: string, sharedPriors?: string[]) =>
    sampleProfile({
      site: { code, name, studiesOf: [name], zone: null },
      ...(sharedPriors === undefined ? {} : { sharedPriors }),
    });

  it('are those that a profile names, and that do not leave it out themselves', () => {
    const north = site('north', 'North', ['South', 'East', 'West']);
    const profiles = [north, site('south', 'South', ['NORTH']), site('east', 'East')];
    expect([...sharingSites(profiles, 'north')].sort()).toEqual(['south', 'west']);
    expect([...sharingSites(profiles, 'East')]).toEqual([]);
    expect([...sharingSites([], 'North')]).toEqual([]);
  });

  it('stand in what the profile says', () => {
    const words = profileSections(site('north', 'North', ['South'])).find(
      ({ section }) => section === 'sharedPriors',
    )?.words;
    expect(words).toContain('sites that share priors: 1 (South)');
  });
});
