import { beforeEach, describe, expect, it } from 'vitest';
import { heldRoles, requireOwnProvider, requireOwnRoles } from '../../../../electron/station/access/profile/managed.ts';
import { requireSiteRole } from '../../../../electron/station/access/profile/site-role.ts';
import type { SignedIn } from '../../../../electron/station/access/sign-in/sign-in.ts';
import { newId } from '../../../../electron/station/kernel/ids.ts';
import type { StatedProvider } from '../../../../shared/model/identity-provider.ts';
import { PersonId } from '../../../../shared/model/ids.ts';
import { codeThrown } from '../../../helpers/app-errors.ts';
import { sampleReader } from '../../../helpers/site-profile.ts';
import { addPerson, administrator, profileBench } from './profile-fixture.ts';
import type { Bench } from './profile-fixture.ts';

const bea = administrator();
const carl = administrator('Carl Other');
let bench: Bench;
beforeEach(async () => {
  bench = await profileBench();
});

const PROVIDER: StatedProvider = {
  ...{ issuer: 'https://login.anna.example', clientId: 'station', acrValues: ['phr'], leaseHours: 24 },
  ...{ leastAssurance: 'phishing-resistant', words: { acr: {}, amr: {} } },
};
const OTHER: StatedProvider = { ...PROVIDER, issuer: 'https://login.olav.example' };
const signedIn: SignedIn = {
  ...{ issuer: PROVIDER.issuer, subject: 'ada', assurance: 'phishing-resistant' },
  ...{ authenticatedAt: null, refreshToken: 'r' },
};
const olavSite = { code: 'st-olav', name: 'St. Olav', studiesOf: ['St. Olav'], zone: 'Europe/Oslo' };
const roles = (): readonly string[] => bench.people.get(bench.personId).roles;

describe('the roles of an applied profile', () => {
  it('raise nobody above what the station granted unless that was said in words before', () => {
    const text = bea.sign({ readers: [sampleReader({ roles: ['reader', 'coordinator'] })] });
    const { changes, hash } = bench.profiles.preview(text);
    expect(changes.map(({ words }) => words)).toContain(
      'Ada Reader becomes coordinator at this station, so far reader.',
    );
    expect(roles()).toEqual(['reader']);
    bench.profiles.apply({ hash, trust: bea.fingerprint });
    expect(roles()).toEqual(['reader', 'coordinator']);
    expect(bench.audited('profile.apply')).toMatchObject([{ roles: `${bench.personId}:coordinator` }]);
  });

  it('make nobody administrator or support, and nobody who is support see patients', () => {
    const support = PersonId.parse(newId());
    addPerson(bench.db, support, 'Sam Support', ['support']);
    const readers = [
      sampleReader({ roles: ['reader', 'administrator', 'support'] }),
      sampleReader({ personId: support, name: 'Sam Support', roles: ['reader'] }),
    ];
    const { changes } = bench.profiles.preview(bea.sign({ readers }));
    const said = changes.map(({ words }) => words);
    expect(said).toContain('Ada Reader does not become administrator and support: that is given at the station only.');
    expect(said).toContain('Sam Support does not become reader: that is given at the station only.');
    bench.apply(bea.sign({ readers }), bea.fingerprint);
    expect(roles()).toEqual(['reader']);
    expect(bench.people.get(support).roles).toEqual(['support']);
  });

  it('count for the studies of its site only: what it leaves out is refused there and nowhere else', () => {
    const text = bea.sign({ readers: [sampleReader({ roles: ['coordinator'] })] });
    const words = bench.profiles.preview(text).changes.map((change) => change.words);
    expect(words).toContain('Ada Reader is no reader for studies of this site.');
    bench.apply(text, bea.fingerprint);
    const [here, elsewhere] = [bench.addStudy('St. Anna'), bench.addStudy('Elsewhere')];
    const parts = { rules: bench.rules, studyOfReport: () => null };
    expect(codeThrown(() => requireSiteRole(parts, 'report.create', { studyId: here }))).toBe('profile/role');
    requireSiteRole(parts, 'report.create', { studyId: elsewhere });
    requireSiteRole(parts, 'study.open', { studyId: here });
    requireSiteRole(parts, 'report.save', { studyId: here });
    expect(bench.rules.permission(here)).toMatchObject({ allowed: 'view' });
    expect(bench.rules.permission(here).reasons.map(({ code }) => code)).toContain('permission/role');
    expect(bench.rules.permission(elsewhere).allowed).toBe('final');
  });

  it('that are managed are not gone round at the station, and may always be taken away there', () => {
    bench.apply(bea.sign({ managed: ['readers'] }), bea.fingerprint);
    const ada = bench.people.get(bench.personId);
    expect(codeThrown(() => requireOwnRoles(bench.db, ada, ['reader', 'coordinator']))).toBe('profile/managed');
    requireOwnRoles(bench.db, ada, ['reader', 'administrator']);
    requireOwnRoles(bench.db, ada, ['administrator']);
    const by = { personId: bench.personId, siteName: 'St. Anna Group', serial: 1 };
    expect(heldRoles(bench.db, [ada])).toEqual([
      { ...by, role: 'reviewer' },
      { ...by, role: 'coordinator' },
    ]);
    bench.apply(bea.sign({ serial: 2, managed: [] }));
    requireOwnRoles(bench.db, ada, ['reader', 'coordinator']);
    expect(heldRoles(bench.db, [ada])).toEqual([]);
  });
});

describe('the identity provider of an applied profile', () => {
  const providing = { provider: PROVIDER, managed: ['provider' as const] };

  it('is taken over by somebody who has signed in there, together with the profile', () => {
    const { hash, signsInAt } = bench.profiles.preview(bea.sign(providing));
    expect(signsInAt).toBe(PROVIDER.issuer);
    const request = { hash, trust: bea.fingerprint };
    expect(bench.profiles.providerToProve(request)).toEqual(PROVIDER);
    expect(codeThrown(() => bench.profiles.apply(request))).toBe('sign-in/needed');
    expect([bench.profiles.inForce().length, bench.signIns.provider()]).toEqual([0, null]);
    bench.profiles.apply(request, signedIn);
    expect(bench.signIns.provider()).toEqual(PROVIDER);
    expect(bench.signIns.needed()).toBe(false);
  });

  it('is asked for once: the next profile with the same one signs nobody out', () => {
    bench.profiles.apply({ hash: bench.profiles.preview(bea.sign(providing)).hash, trust: bea.fingerprint }, signedIn);
    const next = bench.profiles.preview(bea.sign({ ...providing, serial: 2 }));
    expect(next.signsInAt).toBeNull();
    bench.apply(bea.sign({ ...providing, serial: 2 }));
    expect(bench.signIns.needed()).toBe(false);
  });

  it('is held fast while it is managed, also by a profile that has expired, and let go by one that was taken back', () => {
    const times = { validUntil: '2026-11-23T12:00:00Z' };
    const first = bench.profiles.preview(bea.sign({ ...providing, ...times }));
    bench.profiles.apply({ hash: first.hash, trust: bea.fingerprint }, signedIn);
    expect(bench.profiles.overview().managed).toEqual([{ setting: 'provider', siteName: 'St. Anna Group', serial: 1 }]);
    expect(codeThrown(() => requireOwnProvider(bench.db))).toBe('profile/managed');
    bench.now = '2026-11-24T12:00:00.000Z';
    expect(bench.profiles.overview().profiles[0]?.standing).toBe('expired');
    expect(codeThrown(() => requireOwnProvider(bench.db))).toBe('profile/managed');
    bench.apply(bea.sign({ ...providing, serial: 2, revokedSerials: [2] }));
    requireOwnProvider(bench.db);
    expect(bench.profiles.overview().managed).toEqual([]);
  });

  it('of a second site is refused while the first holds its own fast', () => {
    bench.profiles.apply({ hash: bench.profiles.preview(bea.sign(providing)).hash, trust: bea.fingerprint }, signedIn);
    const olav = carl.sign({ site: olavSite, provider: OTHER });
    expect(bench.profiles.preview(olav).refusal?.code).toBe('profile/provider-taken');
    expect(codeThrown(() => bench.apply(olav, carl.fingerprint))).toBe('profile/provider-taken');
    expect(bench.signIns.provider()).toEqual(PROVIDER);
  });
});

describe('a shift over two sites', () => {
  it('has all of one site or all of the other: who may sign, what leaves, the role and the place', () => {
    const olav = carl.sign({
      site: olavSite,
      hospitals: [{ code: 'olav', name: 'St. Olav', jurisdiction: 'NO', institutions: [] }],
      leaving: { object: 'never', report: 'never', package: 'never', sync: 'never' },
      readers: [sampleReader({ roles: ['reviewer'] })],
    });
    bench.apply(bea.sign(), bea.fingerprint);
    bench.apply(olav, carl.fingerprint);
    bench.profiles.statePlace('DE');
    const [anna, olavs] = [bench.addStudy('St. Anna'), bench.addStudy('St. Olav')];
    const seen = (studyId: typeof anna) => ({
      site: bench.rules.profileOf(studyId)?.profile.site.zone,
      asked: bench.rules.permission(studyId).asked,
      allowed: bench.rules.permission(studyId).allowed,
      leaves: bench.rules.mayLeave(studyId, 'object').allowed,
      reads: codeThrown(() => bench.rules.requireRole(studyId, ['reader'])),
    });
    const ofAnna = { site: 'Europe/Berlin', asked: 'st-anna 1', allowed: 'final', leaves: true, reads: null };
    const ofOlav = { site: 'Europe/Oslo', asked: 'st-olav 1', allowed: 'view', leaves: false, reads: 'profile/role' };
    expect([anna, olavs, anna, olavs].map(seen)).toEqual([ofAnna, ofOlav, ofAnna, ofOlav]);
    bench.apply(
      bea.sign({ serial: 2, leaving: { object: 'never', report: 'never', package: 'never', sync: 'never' } }),
    );
    expect([anna, olavs].map(seen)).toEqual([{ ...ofAnna, asked: 'st-anna 2', leaves: false }, ofOlav]);
  });

  it('is the same with profiles that have expired or were taken back: each site stands for itself', () => {
    bench.apply(bea.sign({ validUntil: '2026-11-23T12:00:00Z' }), bea.fingerprint);
    bench.apply(carl.sign({ site: olavSite, hospitals: [] }), carl.fingerprint);
    bench.apply(carl.sign({ site: olavSite, serial: 2, revokedSerials: [2] }));
    bench.profiles.statePlace('DE');
    bench.now = '2026-11-24T12:00:00.000Z';
    const [anna, olav] = [bench.addStudy('St. Anna'), bench.addStudy('St. Olav')];
    expect(bench.rules.permission(anna).allowed).toBe('preliminary');
    expect(bench.rules.mayLeave(anna, 'object').allowed).toBe(true);
    expect(bench.rules.permission(olav).allowed).toBe('view');
    expect(bench.rules.mayLeave(olav, 'report')).toMatchObject({ allowed: false, code: 'residency/revoked' });
  });
});
