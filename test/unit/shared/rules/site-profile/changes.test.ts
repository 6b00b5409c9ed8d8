import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SiteProfile } from '../../../../../shared/model/site-profile.ts';
import { profileChanges } from '../../../../../shared/rules/site-profile/changes.ts';
import { profileSections } from '../../../../../shared/rules/site-profile/sections.ts';
import { sampleProfile, sampleReader } from '../../../../helpers/site-profile.ts';

const words = (more: Partial<SiteProfile>, before: SiteProfile | null = sampleProfile()): string[] =>
  profileChanges(before, sampleProfile(more)).map((change) => change.words);

describe('what a profile changes', () => {
  it('is nothing for the same content with another serial', () => {
    expect(words({ serial: 7 })).toEqual([]);
  });

  it('names what was added, removed and changed, by what it is called', () => {
    const anna = { code: 'anna', name: 'St. Anna', jurisdiction: 'DE-BW', institutions: [] };
    const olav = { code: 'olav', name: 'St. Olav', jurisdiction: 'NO', institutions: [] };
    expect(words({ hospitals: [olav, anna] })).toEqual([
      'hospitals: olav added (code olav; name St. Olav; jurisdiction NO; institutions nothing).',
      'hospitals anna, jurisdiction: was DE-BY, now DE-BW.',
    ]);
    expect(words({ serviceLevels: [] })).toEqual([
      'service levels: STAT removed (was priority STAT; modality nothing; from arrival; minutes 60).',
    ]);
  });

  it('looks into what is wanted, and into a reader', () => {
    const { signing } = sampleProfile();
    expect(words({ signing: { ...signing, licence: { accepted: [], without: 'view' } } })).toEqual([
      'what is wanted of who signs, licence, accepted: DE-BY removed (was patient in DE-BY; licences DE).',
      'what is wanted of who signs, licence, without: was preliminary, now view.',
    ]);
    const { credentials } = sampleReader();
    const [licence] = credentials.licences;
    const later = { ...credentials, licences: licence ? [{ ...licence, expires: '2099-12-31' }] : [] };
    expect(words({ readers: [sampleReader({ credentials: later })] })).toEqual([
      'readers Ada Reader, credentials, licences DE A-1, expires: was 2098-12-31, now 2099-12-31.',
    ]);
  });

  it('tells of the time it holds, of revoked serials and of what becomes managed', () => {
    const more: Partial<SiteProfile> = {
      ...{ validUntil: '2050-01-01T00:00:00Z', revokedSerials: [3] },
      managed: ['residency', 'signing', 'sources'],
    };
    expect(words(more)).toEqual([
      'validity, managed here: sources added.',
      'validity, revoked serials: 3 added.',
      'validity, valid until: was 2099-01-01T00:00:00Z, now 2050-01-01T00:00:00Z.',
    ]);
  });

  it('says that only the order changed', () => {
    expect(words({ residency: { region: 'EU', jurisdictions: ['FR', 'DE'] } })).toEqual([
      'residency, jurisdictions: the order changed.',
    ]);
  });

  it('counts what is too much to be told one by one', () => {
    const entries = Array.from({ length: 300 }, (_, n) => ({
      from: `X${n}`,
      to: { value: '1', scheme: 'DCM', meaning: 'One' },
    }));
    const told = words(
      { codeMaps: [{ name: 'codes', entries }] },
      sampleProfile({ codeMaps: [{ name: 'codes', entries: [] }] }),
    );
    expect([told.length, told.at(-1)]).toEqual([201, 'code maps: 100 more changes.']);
  });

  it('tells a first profile whole', () => {
    const told = profileChanges(null, sampleProfile());
    expect(new Set(told.map((change) => change.section))).toEqual(
      new Set([
        'validity',
        'site',
        'hospitals',
        'serviceLevels',
        'residency',
        'leaving',
        'retention',
        'readers',
        'signing',
      ]),
    );
  });

  it('is empty exactly where nothing differs', () => {
    const never = { object: 'never', report: 'never', package: 'never', sync: 'never' } as const;
    const eu = (...jurisdictions: string[]) => ({ region: 'EU', jurisdictions });
    const profile: fc.Arbitrary<Partial<SiteProfile>> = fc.record({
      residency: fc.constantFrom(null, eu('DE'), eu('FR'), eu('FR', 'DE')),
      leaving: fc.constantFrom(never, { ...never, object: 'anywhere' as const }),
      revokedSerials: fc.uniqueArray(fc.integer({ min: 2, max: 4 })),
      readers: fc.constantFrom([], [sampleReader()], [sampleReader({ name: 'Bo Reader' }), sampleReader()]),
    });
    fc.assert(
      fc.property(profile, profile, (a, b) => {
        const isSame = JSON.stringify(sampleProfile(a)) === JSON.stringify(sampleProfile(b));
        expect(profileChanges(sampleProfile(a), sampleProfile(b)).length === 0).toBe(isSame);
      }),
    );
  });
});

describe('what a profile says', () => {
  it('is a sentence a section, marked where the site manages it; sections without a word are left out', () => {
    const said = profileSections(sampleProfile());
    expect(said).toContainEqual({
      ...{ section: 'residency', words: 'residency: region EU; jurisdictions DE, FR', managed: true },
    });
    expect(said).toContainEqual({ section: 'readers', words: 'readers: 1 (Ada Reader)', managed: false });
    expect(said.map(({ section }) => section)).not.toContain('sources');
  });
});
