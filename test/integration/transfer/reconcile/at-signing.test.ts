import { describe, expect, it } from 'vitest';
import type { Source } from '../../../../electron/station/sources/source.ts';
import { ASK_AT_SIGNING_MS, SigningCheck } from '../../../../electron/station/transfer/reconcile/at-signing.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { StudyId } from '../../../../shared/model/ids.ts';
import type { FoundStudy } from '../../../../shared/model/source.ts';
import type { KnownStudy } from '../../../../shared/rules/outbox/site-differences.ts';
import { sayingSource } from '../outbox/saying-source.ts';

const studyId = StudyId.parse('1'.repeat(26));
const known: KnownStudy = {
  ...{ studyUid: '1.2', objects: 3, delivered: 0, seriesUids: new Set(['7.7.0']) },
  patient: { patientId: '42', birthDate: null, name: { alphabetic: 'DOE^JANE', ideographic: '', phonetic: '' } },
};
const same: Partial<FoundStudy> = { patientId: '42', instances: 3 };

interface Site {
  readonly isDown: boolean;
  open(): Source;
}

function checkOf(...sites: readonly Site[]): { readonly check: SigningCheck; pass(ms: number): void } {
  let now = 0;
  const check = new SigningCheck({
    ...{ clock: { monotonic: () => now }, known: () => known, sources: () => sites, isMerged: () => false },
  });
  return { check, pass: (ms) => (now += ms) };
}
const saying = (found: Partial<FoundStudy>, series: readonly string[] = ['CT']): Site => ({
  ...{ isDown: false, open: () => sayingSource('1.2', found, series) },
});
const codes = (check: SigningCheck): readonly string[] => check.reasons(studyId).map(({ code }) => code);

describe('F28: the site of a study, asked at the signature', () => {
  it('says that nothing changed, or what did, and that counts for the signature that follows', async () => {
    const quiet = checkOf(saying(same));
    expect(await quiet.check.ask(studyId)).toBe('same');
    expect(codes(quiet.check)).toEqual([]);
    const { check, pass } = checkOf(saying({ ...same, instances: 5 }, ['CT', 'SR']));
    expect(await check.ask(studyId)).toBe('changed');
    expect(codes(check)).toEqual(['permission/site-images', 'permission/site-report']);
    expect(check.told(studyId).map(({ reason }) => reason)).toEqual(['new-images', 'other-report']);
    pass(10 * 60_000 + 1);
    expect([codes(check), check.told(studyId)]).toEqual([[], []]);
  });

  it('blocks the signature where the site says that it is another patient', async () => {
    const { check } = checkOf(saying({ ...same, patientId: '43' }));
    await check.ask(studyId);
    expect(check.reasons(studyId)).toMatchObject([{ tier: 'refuse', leaves: 'view' }]);
  });

  it('is not asked at all where its line is down: signing goes on at once, with a note', async () => {
    let asked = 0;
    const down: Site = {
      isDown: true,
      open: () => {
        asked += 1;
        throw new Error('a line that is down was opened');
      },
    };
    const { check } = checkOf(down);
    expect(await check.ask(studyId)).toBe('not-asked');
    expect(check.reasons(studyId)).toMatchObject([
      { code: 'permission/site-not-asked', tier: 'note', leaves: 'final' },
    ]);
    expect(asked).toBe(0);
  });

  it('keeps nobody longer than its limit, even where a source does not stop when it is told to', async () => {
    const hanging: Site = {
      isDown: false,
      open: () => ({
        ...sayingSource('1.2', same, ['CT']),
        studies: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) }),
      }),
    };
    const { check } = checkOf(hanging);
    const begun = performance.now();
    // Asked twice at once: one question.
    expect(await Promise.all([check.ask(studyId), check.ask(studyId)])).toEqual(['not-asked', 'not-asked']);
    expect(performance.now() - begun).toBeLessThan(ASK_AT_SIGNING_MS * 5);
    expect(check.reasons(studyId)[0]?.words).toContain('did not answer in time');
  });

  it('is nobody where there is no source, or none that answers questions; one that fails gives a note, another may answer', async () => {
    expect(await checkOf().check.ask(studyId)).toBe('nobody');
    const failing = (code: 'source/no-such-way' | 'source/server-error'): Site => ({
      isDown: false,
      open: () => {
        throw new AppError(code, 'not now');
      },
    });
    expect(await checkOf(failing('source/no-such-way')).check.ask(studyId)).toBe('nobody');
    expect(await checkOf(failing('source/server-error')).check.ask(studyId)).toBe('not-asked');
    expect(await checkOf(failing('source/server-error'), saying(same)).check.ask(studyId)).toBe('same');
  });
});
