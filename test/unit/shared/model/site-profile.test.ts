import { describe, expect, it } from 'vitest';
import { SiteProfile } from '../../../../shared/model/site-profile.ts';
import { canonicalJson } from '../../../../shared/report/canonical.ts';
import { sampleProfile, sampleReader } from '../../../helpers/site-profile.ts';

const faultsOf = (more: object): string[] => {
  const parsed = SiteProfile.safeParse({ ...sampleProfile(), ...more });
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.message);
};
const { site, hospitals, leaving } = sampleProfile();

describe('a site profile', () => {
  it('is not changed by reading it: what was signed is what is asked', () => {
    const profile = sampleProfile();
    expect(canonicalJson(SiteProfile.parse(profile))).toBe(canonicalJson(profile));
    expect(faultsOf({ site: { ...site, name: ' St. Anna ' } })).toHaveLength(1);
  });

  it.each([
    ['it ends before it begins', { validFrom: '2099-01-02T00:00:00Z' }],
    ['no such time zone', { site: { ...site, zone: 'Mars/Olympus' } }],
    ['a hospital is named twice', { hospitals: [...hospitals, ...hospitals] }],
    ['a reader is named twice', { readers: [sampleReader(), sampleReader()] }],
    ['an on-call step names no contact', { onCall: [{ category: null, step: 1, contactId: 'x', afterMinutes: 0 }] }],
    ['what stays in a region needs the region', { residency: null, leaving }],
  ])('is refused when %s', (message, more) => {
    expect(faultsOf(more)).toEqual([message]);
  });

  it('knows the days of the calendar, and nothing that is not in its form', () => {
    const { credentials } = sampleReader();
    const licences = credentials.licences.map((one) => ({ ...one, expires: '2026-02-30' }));
    expect(faultsOf({ readers: [sampleReader({ credentials: { ...credentials, licences } })] })).toEqual([
      'no such day',
    ]);
    expect(faultsOf({ more: 1 })).toHaveLength(1);
    expect(faultsOf({ serial: 0 })).toHaveLength(1);
  });
});
