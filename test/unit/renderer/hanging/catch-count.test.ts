import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ONE_MONITOR } from '../../../../shared/hanging/protocol/case-facts.ts';
import type { TriedPart, TriedStudy } from '../../../../shared/hanging/protocol/try-out.ts';
import { PatientKey, StudyId } from '../../../../shared/model/ids.ts';
import { CatchCount, caughtGroups } from '../../../../renderer/hanging/caught/catch-count.ts';
import { protocolOf } from '../../shared/hanging/protocol/cases.ts';

function tried(at: number, change: Partial<TriedStudy> = {}, modality = 'CT'): TriedStudy {
  const patient = {
    ...{ patientKey: PatientKey.parse('0'.repeat(26)), issuer: 'A', patientId: '1', birthDate: null, sex: null },
    ...{ name: { alphabetic: 'DOE^JANE', ideographic: '', phonetic: '' }, identityConflict: false },
  };
  const studyId = StudyId.parse(String(at).padStart(26, '0'));
  const study = {
    studyId,
    studyUid: `1.2.${at}`,
    patient,
    studyDate: '20260101',
    modalities: [modality],
    description: null,
  };
  return { study, outcome: 'hangs', now: null, why: null, differs: false, ...change };
}

/** A station that answers when the test says so. */
function station() {
  const asked: { readonly after: string | null; readonly name: string; readonly answer: (part: TriedPart | Error) => void }[] = []; // prettier-ignore
  const count = new CatchCount(
    ({ after, document: { name } }) =>
      new Promise<TriedPart>((resolve, reject) => {
        const answer = (part: TriedPart | Error): void => (part instanceof Error ? reject(part) : resolve(part));
        asked.push({ after, name, answer });
      }),
    ONE_MONITOR,
  );
  return { asked, count };
}
const part = (studies: readonly TriedStudy[], next: boolean): TriedPart => ({
  ...{ studies: [...studies], of: 3, next: next ? (studies.at(-1)?.study.studyId ?? null) : null },
});

describe('the count of what a protocol would catch', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('goes on part by part, and says how far it is', async () => {
    const { asked, count } = station();
    count.start(protocolOf());
    await vi.advanceTimersByTimeAsync(200);
    vi.advanceTimersByTime(4000);
    asked[0]?.answer(part([tried(1), tried(2)], true));
    await vi.runAllTimersAsync();
    expect(count.store.getState()).toMatchObject({ state: 'counting', of: 3, timeLeft: 2 });
    expect(asked[1]?.after).toBe(tried(2).study.studyId);
    asked[1]?.answer(part([tried(3)], false));
    await vi.runAllTimersAsync();
    expect(count.store.getState()).toMatchObject({ state: 'counted', studies: [tried(1), tried(2), tried(3)] });
  });

  it('asks no more once a rule is taken out, the dialog is closed, or it failed; what comes late is not shown', async () => {
    const { asked, count } = station();
    const stop = count.start(protocolOf({ name: 'First' }));
    await vi.runAllTimersAsync();
    stop();
    count.start(protocolOf({ name: 'Second' }));
    await vi.runAllTimersAsync();
    asked[0]?.answer(part([tried(1)], true));
    await vi.runAllTimersAsync();
    expect(asked.map(({ name }) => name)).toEqual(['First', 'Second']);
    expect(count.store.getState()).toMatchObject({ state: 'counting', studies: [] });
    asked[1]?.answer(new Error('gone'));
    await vi.runAllTimersAsync();
    expect(count.store.getState().state).toBe('failed');
    expect(asked).toHaveLength(2);
  });

  it('is stopped by the reader, and keeps what it counted', async () => {
    const { asked, count } = station();
    count.start(protocolOf());
    await vi.runAllTimersAsync();
    asked[0]?.answer(part([tried(1)], true));
    await vi.runAllTimersAsync();
    count.stop();
    asked[1]?.answer(part([tried(2)], false));
    await vi.runAllTimersAsync();
    expect(count.store.getState()).toMatchObject({ state: 'stopped', studies: [tried(1)], of: 3 });
  });

  it('puts the nearest misses first: what has the modality, then the reason of most', () => {
    const [mr, head, noSeries] = ['it asks for modality CT', 'it asks for region chest', 'it needs CT'];
    const refused = (at: number, why: string, modality: string): TriedStudy =>
      tried(at, { outcome: 'refused', why }, modality);
    const groups = caughtGroups(
      [
        ...[refused(1, mr, 'MR'), refused(2, mr, 'MR'), refused(3, mr, 'US'), refused(4, noSeries, 'CT')],
        ...[
          refused(5, head, 'CT'),
          refused(6, head, 'CT'),
          tried(7, { differs: true }),
          tried(8, { outcome: 'another' }),
        ],
      ],
      ['CT'],
    );
    expect(groups.map(({ title, studies }) => [title, studies.length])).toEqual([
      ['Would hang so', 1],
      ['Would hang otherwise than now', 1],
      ['Fit, but another protocol hangs them', 1],
      [`Not: ${head}`, 2],
      [`Not: ${noSeries}`, 1],
      [`Not: ${mr}`, 3],
    ]);
  });
});
