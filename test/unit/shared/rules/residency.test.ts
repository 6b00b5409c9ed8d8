import { describe, expect, it } from 'vitest';
import type { LeavingRule } from '../../../../shared/model/site-profile.ts';
import { LEAVING_WAYS } from '../../../../shared/model/site-profile.ts';
import { mayLeave, mayLieIn } from '../../../../shared/rules/residency.ts';

const EU = { region: 'EU', jurisdictions: ['DE', 'FR', 'ES-CT'] };

function site(rule: LeavingRule, revoked = false) {
  return { residency: EU, leaving: { object: rule, report: rule, package: rule, sync: rule }, revoked };
}

describe('may a study leave the station', () => {
  it.each([
    ['never', 'DE', 'residency/never'],
    ['never', null, 'residency/never'],
    ['in-region', 'DE', null],
    ['in-region', 'DE-BY', null],
    ['in-region', 'FR', null],
    ['in-region', 'ES-CT', null],
    ['in-region', 'ES', 'residency/other-region'],
    ['in-region', 'ES-MD', 'residency/other-region'],
    ['in-region', 'US-PA', 'residency/other-region'],
    ['in-region', null, 'residency/place-unknown'],
    ['anywhere', 'US-PA', null],
    ['anywhere', null, null],
  ] as const)('with the rule "%s" and the place %s: %s', (rule, destination, code) => {
    for (const way of LEAVING_WAYS) {
      const answer = mayLeave({ way, site: site(rule), destination });
      expect(answer.allowed ? null : answer.code).toBe(code);
    }
  });

  it('asks for the rule of the way it takes, and says it in words', () => {
    const mixed = {
      ...site('never'),
      leaving: { object: 'in-region', report: 'anywhere', package: 'never', sync: 'never' },
    } as const;
    expect(mayLeave({ way: 'report', site: mixed, destination: 'US' })).toEqual({ allowed: true });
    expect(mayLeave({ way: 'object', site: mixed, destination: 'US' })).toEqual({
      ...{ allowed: false, code: 'residency/other-region' },
      words: 'The site keeps images in region EU; this would be US.',
    });
    expect(mayLeave({ way: 'package', site: mixed, destination: 'DE' })).toMatchObject({ code: 'residency/never' });
  });

  it('lets nothing out when the site has taken back its profile', () => {
    expect(mayLeave({ way: 'report', site: site('anywhere', true), destination: 'DE' })).toMatchObject({
      code: 'residency/revoked',
    });
  });

  it('keeps in what no region can be told for', () => {
    const nowhere = { ...site('in-region'), residency: null };
    expect(mayLeave({ way: 'object', site: nowhere, destination: 'DE' })).toMatchObject({
      code: 'residency/other-region',
    });
  });

  it('asks for nothing where no profile covers the study', () => {
    expect(mayLeave({ way: 'sync', site: null, destination: null })).toEqual({ allowed: true });
  });
});

describe('may a study lie in a backup that is somewhere else', () => {
  it.each([
    ['DE', null],
    ['DE-BY', null],
    ['US-PA', 'residency/other-region'],
  ] as const)('in %s: %s', (place, code) => {
    const answer = mayLieIn(site('never'), place);
    expect(answer.allowed ? null : answer.code).toBe(code);
  });

  it('is everywhere where the site asks for no region, or lets copies go anywhere', () => {
    expect(mayLieIn({ ...site('never'), residency: null }, 'US').allowed).toBe(true);
    expect(mayLieIn(site('anywhere'), 'US').allowed).toBe(true);
    expect(mayLieIn(null, 'US').allowed).toBe(true);
  });

  it('is nowhere else once the site has taken back its profile', () => {
    expect(mayLieIn(site('anywhere', true), 'DE')).toMatchObject({ code: 'residency/revoked' });
  });
});
