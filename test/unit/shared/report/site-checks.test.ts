import { describe, expect, it } from 'vitest';
import { mammogramChecks } from '../../../../shared/report/mammogram.ts';
import { withSiteChecks } from '../../../../shared/report/site-checks.ts';
import type { CheckFinding } from '../../../../shared/model/report.ts';

const finding = (code: string, tier: CheckFinding['tier']): CheckFinding => ({
  code,
  tier,
  message: code,
  sectionId: null,
});
const SIDE = finding('check/laterality', 'acknowledge');

describe('the checks as a site wants them', () => {
  it.each([
    ['off', []],
    ['note', ['note']],
    ['acknowledge', ['acknowledge']],
    ['refuse', ['refuse']],
  ] as const)('one that is wanted as %s', (tier, tiers) => {
    expect(withSiteChecks([SIDE], [{ code: SIDE.code, tier }]).map((one) => one.tier)).toEqual(tiers);
  });

  it.each(['check/unaccepted-ai', 'check/empty-section', 'check/field-required', 'check/mammogram-lossy'])(
    '%s is weakened by no site',
    (code) => {
      for (const tier of ['off', 'note', 'acknowledge'] as const) {
        expect(withSiteChecks([finding(code, 'refuse')], [{ code, tier }])).toEqual([finding(code, 'refuse')]);
      }
    },
  );

  it('who may sign is no question of checks, and what is not named stays', () => {
    const permission = finding('permission/reader-not-named', 'refuse');
    expect(withSiteChecks([permission, SIDE], [{ code: permission.code, tier: 'off' }])).toEqual([permission, SIDE]);
  });
});

describe('a mammogram', () => {
  const facts = { modalities: ['MG'], lossy: null, measured: true, evaluation: false, isAddendum: false };
  const lossy = { seen: 4, lossy: 4, worst: { from: null, ratio: null, method: null }, measurements: [] } as never;
  const codes = (more: Partial<typeof facts> & { readonly lossy?: never }): string[] =>
    mammogramChecks({ ...facts, ...more }).map(({ code, tier, leaves }) => `${code} ${tier} ${leaves ?? ''}`.trim());

  it.each([
    ['lossless on a measured display', {}, []],
    ['lossy', { lossy }, ['check/mammogram-lossy refuse preliminary']],
    ['on a display that nobody measured', { measured: false }, ['check/mammogram-display refuse preliminary']],
    ['in an evaluation store', { measured: false, evaluation: true }, ['check/mammogram-display acknowledge']],
    ['an addendum to one', { measured: false, lossy, isAddendum: true }, []],
    ['a CT beside it', { modalities: ['CT'], measured: false, lossy }, []],
  ] as const)('%s', (_, more, found) => {
    expect(codes(more as never)).toEqual(found);
  });
});
