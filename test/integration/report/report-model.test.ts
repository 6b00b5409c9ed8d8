import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportId } from '../../../shared/model/ids.ts';
import { asAppError } from '../../../shared/errors/app-error.ts';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { administrator } from '../access/profile/profile-fixture.ts';
import { newDesk, STUDY, written } from './reporting-fixture.ts';
import type { Desk } from './reporting-fixture.ts';

type State = 'draft' | 'preliminary' | 'final' | 'addendum';

/** What a study's reports must look like, told without rows and files. */
interface Model {
  readonly reports: { id: ReportId; state: State; of: number | null; isGone: boolean }[];
  /** Where the reader sits: final reports are signed in DE only, preliminary ones anywhere. */
  place: 'DE' | 'US';
}

type Act =
  | { readonly do: 'create' }
  | { readonly do: 'place'; readonly place: Model['place'] }
  | { readonly do: 'sign' | 'signPreliminary' | 'finalise' | 'amend' | 'discard'; readonly which: number };

const LONG = process.env['NIGHTJAR_LONG'] !== undefined;
const bea = administrator();
const which = fc.nat(4);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Act>({ do: 'create' }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('place' as const), place: fc.constantFrom('DE', 'US') }) },
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constantFrom('sign', 'sign', 'signPreliminary', 'signPreliminary', 'finalise', 'amend', 'discard'),
      which,
    }),
  },
);

const isFinal = (state: State | null): boolean => state === 'final' || state === 'addendum';
const before = ({ reports }: Model, of: number | null): State | null =>
  of === null ? null : (reports[of]?.state ?? null);
/** A signed report that took the place of a preliminary one. */
const isReplaced = ({ reports }: Model, one: number): boolean =>
  reports.some(({ of, state }) => of === one && (state === 'preliminary' || state === 'final'));

/** The code that the act must be refused with; "done" where it must work. */
function expected(model: Model, what: Act): string {
  if (what.do === 'create' || what.do === 'place') return 'done';
  const one = model.reports[what.which];
  if (one === undefined || one.isGone) return 'report/unknown';
  const predecessor = before(model, one.of);
  switch (what.do) {
    case 'discard':
      return one.state === 'draft' ? 'done' : 'report/not-a-draft';
    case 'amend':
      if (one.state === 'draft') return 'report/not-signed';
      return one.state === 'preliminary' ? 'report/not-final' : 'done';
    case 'finalise':
      if (one.state === 'draft') return 'report/not-signed';
      if (one.state !== 'preliminary') return 'report/not-preliminary';
      return isReplaced(model, what.which) ? 'report/superseded' : 'done';
    case 'sign':
    case 'signPreliminary': {
      if (one.state !== 'draft') return 'report/not-a-draft';
      const asFinal = what.do === 'sign';
      if (!asFinal && isFinal(predecessor)) return 'report/not-preliminary';
      if (predecessor === 'preliminary' && one.of !== null && isReplaced(model, one.of)) return 'report/superseded';
      return asFinal && model.place !== 'DE' ? 'report/not-permitted' : 'done';
    }
  }
}

/** The act on the real thing; gives the report that it made. */
async function run({ reporting, sites }: Desk, model: Model, what: Act): Promise<ReportId | null> {
  if (what.do === 'place') {
    sites.profiles.statePlace(what.place);
    return null;
  }
  if (what.do === 'create') {
    const report = reporting.create({ studyId: STUDY, templateId: 'general' });
    const content = written(report, { comparison: 'None.', findings: 'Clear.', impression: 'Normal.' });
    reporting.save({ reportId: report.reportId, revision: report.revision, content });
    return report.reportId;
  }
  const reportId = model.reports[what.which]?.id ?? ('0'.repeat(26) as ReportId);
  switch (what.do) {
    case 'discard':
      reporting.discard({ reportId });
      return null;
    case 'finalise':
      return (await reporting.finalise({ reportId })).reportId;
    case 'amend': {
      const draft = await reporting.amend({ reportId });
      const content = written(draft, { addendum: 'More.' });
      reporting.save({ reportId: draft.reportId, revision: draft.revision, content });
      return draft.reportId;
    }
    case 'sign':
    case 'signPreliminary': {
      const as = what.do === 'sign' ? 'final' : 'preliminary';
      const findings = (): readonly { code: string }[] => reporting.check({ reportId }).findings;
      const acknowledged = model.reports[what.which]?.state === 'draft' ? findings().map(({ code }) => code) : [];
      await reporting.sign({ reportId, acknowledged, zone: '+00:00', as });
      return null;
    }
  }
}

function follow(model: Model, what: Act, made: ReportId | null): void {
  if (what.do === 'place') {
    model.place = what.place;
    return;
  }
  if (made !== null) {
    // The draft that was begun already is given back.
    if (model.reports.some(({ id }) => id === made)) return;
    const of = 'which' in what ? what.which : null;
    model.reports.push({ id: made, state: 'draft', of, isGone: false });
    return;
  }
  const one = 'which' in what ? model.reports[what.which] : undefined;
  if (one === undefined) return;
  if (what.do === 'discard') one.isGone = true;
  else if (what.do === 'signPreliminary') one.state = 'preliminary';
  else one.state = isFinal(before(model, one.of)) ? 'addendum' : 'final';
}

describe('the reports of a study', () => {
  it('are what a model of them says, whatever is tried in any order, and every move is in the trail', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: LONG ? 30 : 14 }), async (acts) => {
        const desk = await newDesk(await tempDir(), null);
        try {
          const { profiles } = desk.sites;
          profiles.apply({ hash: profiles.preview(bea.sign()).hash, trust: bea.fingerprint });
          profiles.statePlace('DE');
          const model: Model = { reports: [], place: 'DE' };
          for (const what of [{ do: 'create' } as const, ...acts]) {
            const wanted = expected(model, what);
            let made: ReportId | null = null;
            let found = 'done';
            try {
              made = await run(desk, model, what);
            } catch (error) {
              found = asAppError(error).code;
            }
            expect(found, JSON.stringify(what)).toBe(wanted);
            if (found === 'done') follow(model, what, made);
            const shown = desk.reporting.forStudy({ studyId: STUDY }).reports;
            const alive = model.reports.filter(({ isGone }) => !isGone);
            expect(shown.map(({ reportId, state }) => [reportId, state])).toEqual(
              alive.map(({ id, state }) => [id, state]),
            );
          }
          const signed = model.reports.filter(({ state }) => state !== 'draft').length;
          const { index } = desk.store;
          const sql = "SELECT count(*) FROM audit WHERE command = 'report.sign'";
          expect(index.prepare(sql).pluck().get()).toBe(signed);
          expect(verifyAudit(index).ok).toBe(true);
        } finally {
          await desk.access.close();
        }
      }),
      { numRuns: LONG ? 60 : 4, endOnFailure: true },
    );
  }, 300_000);
});
