import { beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../../../electron/station/kernel/ids.ts';
import { codeThrown } from '../../../helpers/app-errors.ts';
import { sampleProfile, sampleReader } from '../../../helpers/site-profile.ts';
import { addPerson, administrator, profileBench } from './profile-fixture.ts';
import type { Bench } from './profile-fixture.ts';

const bea = administrator();
let bench: Bench;
beforeEach(async () => {
  bench = await profileBench();
});

const codes = (...study: Parameters<Bench['addStudy']>): string[] =>
  bench.rules.permission(bench.addStudy(...study)).reasons.map((reason) => reason.code);

describe('who may sign a study', () => {
  it('is everybody where no profile covers it, and nobody where one is wanted', async () => {
    bench.apply(bea.sign(), bea.fingerprint);
    expect(codes('Elsewhere')).toEqual(['permission/nothing-wanted']);
    const clinical = await profileBench(true);
    expect(clinical.rules.permission(clinical.addStudy('Elsewhere'))).toMatchObject({ allowed: 'view', asked: null });
  });

  it('is asked of the profile of its site, with the place the reader said', () => {
    bench.apply(bea.sign(), bea.fingerprint);
    expect(codes('ST. anna')).toEqual(['permission/place-unknown']);
    bench.profiles.statePlace('DE-BE');
    expect(bench.rules.permission(bench.addStudy('St. Anna'))).toEqual({
      ...{ allowed: 'final', reasons: [], asked: 'st-anna 1', place: 'DE-BE' },
    });
    bench.profiles.statePlace('US');
    expect(codes('St. Anna')).toEqual(['permission/place-elsewhere']);
    expect(bench.audited('profile.statePlace')).toEqual([{ jurisdiction: 'DE-BE' }, { jurisdiction: 'US' }]);
  });

  it('changes with the profile at once, and its revoking leaves nothing but reading', () => {
    bench.profiles.statePlace('DE');
    bench.apply(bea.sign(), bea.fingerprint);
    bench.apply(bea.sign({ serial: 2, readers: [] }));
    expect(codes('St. Anna')).toEqual([
      ...['permission/licence-missing', 'permission/privilege-missing', 'permission/reader-not-named'],
    ]);
    bench.apply(bea.sign({ serial: 3, revokedSerials: [3] }));
    expect(bench.rules.permission(bench.addStudy('St. Anna')).allowed).toBe('view');
  });

  it('goes by the id of a person, then by a name that one person only ever had', () => {
    bench.profiles.statePlace('DE');
    const none = { licences: [], privileges: [], enrolments: [], subspecialties: [], mammography: [] };
    const readers = [sampleReader(), sampleReader({ personId: bench.personId, name: 'A. Reader', credentials: none })];
    bench.apply(bea.sign({ readers }), bea.fingerprint);
    expect(codes('St. Anna')).toContain('permission/licence-missing');
    bench.apply(bea.sign({ serial: 2 }));
    expect(codes('St. Anna')).toEqual([]);
    addPerson(bench.db, newId(), 'Ada Reader');
    expect(codes('St. Anna')).toContain('permission/reader-not-named');
  });

  it.each([
    [null, []],
    ['St. Anna Hospital', []],
    ['  st. anna hospital ', []],
    ['St. Olav', ['permission/licence-missing', 'permission/privilege-missing']],
    ['Nowhere', ['permission/hospital-unknown', 'permission/jurisdiction-unknown']],
  ])('knows the hospital of institution %s', (institution, expected) => {
    bench.profiles.statePlace('DE');
    const [anna] = sampleProfile().hospitals.map((one) => ({ ...one, institutions: ['St. Anna Hospital'] }));
    const olav = { code: 'olav', name: 'St. Olav', jurisdiction: 'NO', institutions: ['St. Olav'] };
    const hospitals = anna === undefined ? [] : institution === null ? [anna] : [anna, olav];
    bench.apply(bea.sign({ hospitals }), bea.fingerprint);
    expect(codes('St. Anna', institution)).toEqual(expected);
  });
});

describe('whether a study may leave', () => {
  it('is decided by its site and the place of the reader; a refusal is recorded', () => {
    bench.apply(bea.sign(), bea.fingerprint);
    const studyId = bench.addStudy('St. Anna');
    expect(codeThrown(() => bench.rules.requireMayLeave(studyId, 'object'))).toBe('residency/place-unknown');
    bench.profiles.statePlace('US');
    expect(codeThrown(() => bench.rules.requireMayLeave(studyId, 'object'))).toBe('residency/other-region');
    expect(codeThrown(() => bench.rules.requireMayLeave(studyId, 'report'))).toBeNull();
    expect(codeThrown(() => bench.rules.requireMayLeave(studyId, 'sync'))).toBe('residency/never');
    bench.profiles.statePlace('FR-IDF');
    expect(codeThrown(() => bench.rules.requireMayLeave(studyId, 'object'))).toBeNull();
    expect(codeThrown(() => bench.rules.requireMayLeave(bench.addStudy('Elsewhere'), 'object'))).toBeNull();
    expect(bench.audited('residency.refused')).toEqual([
      { way: 'object', code: 'residency/place-unknown' },
      { way: 'object', code: 'residency/other-region' },
      { way: 'sync', code: 'residency/never' },
    ]);
  });
});
