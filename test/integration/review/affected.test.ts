import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import type { Response } from '../../../shared/contract/index.ts';
import { ReportId } from '../../../shared/model/ids.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { Report } from '../../../shared/model/report.ts';
import type { ReviewView } from '../../../shared/model/review/review-view.ts';
import { paragraphsOf } from '../../../shared/report/plain-text.ts';
import { answer } from '../../faults/store/station-fixture.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { leaving } from './leaving.ts';
import { as, drawn, opened, practice, READ, refusal } from './practice.ts';
import { delivered, receivers } from './sent-out.ts';

const FINDING = 'Nodule of the left upper lobe, 14 mm.';
/** Said inside of the review, and words that only it uses. */
const OF_REVIEW = [
  ...['ought to have been seen', 'look at the apices', 'second reading', 'peer review', 'radpeer', 'case-'],
  ...['review_', 'review.', 'pseudonym', 'scoring'],
];

const told = (): object => ({
  ...{ score: '3b', legacy4: false, comment: 'This ought to have been seen', errorClass: 'perception', factors: [] },
  ...{ learningPoint: 'Look at the apices last', greatCall: false, patientAffected: true },
});

/** Writes and signs what is added to a report. */
async function addendum(station: Station, reportId: ReportId): Promise<ReportId> {
  const draft = await answer<Report>(station, 'report.amend', { reportId });
  const sections = draft.content.sections.map((section) => ({ ...section, paragraphs: paragraphsOf(FINDING) }));
  const of = { reportId: draft.reportId };
  await answer(station, 'report.save', { ...of, revision: draft.revision, content: { ...draft.content, sections } });
  const { findings } = await answer<Response<'report.check'>>(station, 'report.check', of);
  const acknowledged = findings.map(({ code }) => code);
  await answer(station, 'report.sign', { ...of, acknowledged, zone: '+00:00' });
  return draft.reportId;
}

describe('a patient who is affected', () => {
  it('is told of in the clinical part, with a clock and an addendum, and nothing there knows of the review', async () => {
    let wire: () => ReadonlyMap<string, string> = () => new Map();
    // What is printed is what comes into the printer, which needs a window.
    const printed: string[] = [];
    const printer = {
      print: (html: string) => {
        printed.push(html);
        return Promise.resolve(Buffer.from(`%PDF-1.7 ${printed.length}`));
      },
    };
    const { station, studyId, people } = await practice(
      async (at) => {
        wire = await receivers(at);
      },
      { printer },
    );
    await as(station, people.cora);
    const { reviewId } = await drawn(station);
    await as(station, people.ben);
    await opened(station, reviewId);
    await answer(station, 'review.saveRead', { reviewId, read: READ });
    await answer(station, 'review.lock', { reviewId });
    const tell = { reviewId, category: 1, finding: FINDING };
    expect(await refusal(station, 'review.tell', tell)).toBe('review/wrong-state');
    await answer(station, 'review.move', { reviewId, move: { kind: 'reveal' } });
    await answer(station, 'review.move', { reviewId, move: { kind: 'score', scoring: told() } });
    expect((await answer<ReviewView>(station, 'review.see', { reviewId })).told).toBe(false);
    expect((await answer<ReviewView>(station, 'review.tell', tell)).told).toBe(true);
    expect(await refusal(station, 'review.tell', tell)).toBe('review/wrong-state');

    await as(station, people.ada);
    const { communications } = await answer<Response<'communication.openLoops'>>(
      station,
      'communication.openLoops',
      {},
    );
    expect(communications).toMatchObject([{ studyId, category: 1, finding: FINDING, events: [] }]);
    const { tasks } = await answer<Response<'addendum.ofStudy'>>(station, 'addendum.ofStudy', { studyId });
    expect(tasks).toMatchObject([{ studyId, finding: FINDING }]);
    const [first] = await reportsOf(station, studyId);
    if (first === undefined) throw new Error('nothing was signed');
    expect(tasks[0]?.reportId).toBe(first);
    const added = await addendum(station, first);
    expect((await answer<Response<'addendum.ofStudy'>>(station, 'addendum.ofStudy', { studyId })).tasks).toEqual([]);

    const [{ communicationId } = { communicationId: '' }] = communications;
    const to = { name: 'Dr Amsel', role: 'Emergency physician', number: '0900' };
    const act = { kind: 'communicated', method: 'phone', to, readBack: true };
    await answer(station, 'communication.add', { communicationId, act });
    await delivered(station, studyId);
    const sent = wire();
    // The report, what was told and the addendum, to both.
    for (const way of ['HL7', 'FHIR'])
      expect(
        [...sent].filter(([what, text]) => what.endsWith(way) && text.includes('14 mm')).length,
        way,
      ).toBeGreaterThan(1);
    await answer(station, 'report.exportFile', {
      ...{ reportId: added, format: 'pdf', file: path.join(await tempDir(), 'a.pdf') },
    });
    expect(printed.join()).toContain('14 mm');

    await as(station, people.cora);
    const pages = printed.map((html, at): [string, string] => [`printed page ${at + 1}`, html]);
    for (const [what, text] of [...(await leaving(station, studyId, [first, added])), ...sent, ...pages]) {
      expect(text.length, what).toBeGreaterThan(0);
      for (const hidden of [reviewId, ...OF_REVIEW])
        expect(text.toLowerCase(), `${hidden} in ${what}`).not.toContain(hidden.toLowerCase());
    }
  });
});

function reportsOf(station: Station, studyId: StudyId): Promise<ReportId[]> {
  const { index } = station.access.requireStore();
  const rows = index.prepare<[string], string>(
    'SELECT report_id FROM report WHERE study_id = ? AND signed IS NOT NULL',
  );
  return Promise.resolve(
    rows
      .pluck()
      .all(studyId)
      .map((id) => ReportId.parse(id)),
  );
}
