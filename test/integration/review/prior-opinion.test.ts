import { describe, expect, it } from 'vitest';
import { eraseReviews } from '../../../electron/station/access/forget/erase-reviews.ts';
import type { Station } from '../../../electron/station/station.ts';
import type { Response } from '../../../shared/contract/index.ts';
import type { ReviewView } from '../../../shared/model/review/review-view.ts';
import { answer, stationOn } from '../../faults/store/station-fixture.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { ADA, followedUp, scorePriors } from './followed-up.ts';
import { leaving } from './leaving.ts';
import { as, sign } from './practice.ts';

/** What a call of the window refuses with, of a page that has opened what it asks about. */
async function codeOf(station: Station, name: string, request: unknown): Promise<string> {
  const envelope = await station.call(name, request);
  return envelope.ok ? 'answered' : envelope.error.code;
}

const scoring = (more: object = {}): object => ({
  ...{ score: '2b', legacy4: false, comment: 'A nodule of 6 mm was there.', errorClass: 'perception', factors: [] },
  ...{ learningPoint: 'Look at the apices last', greatCall: false, patientAffected: false, ...more },
});

describe('a prior report that is met while its follow-up is read', () => {
  it('becomes a case of whoever reads, is scored with the report in sight, and is counted apart from what was drawn', async () => {
    const station = stationOn(await tempDir());
    const world = await followedUp(station);
    const { followUp, prior, reportId, people } = world;
    const meet = { studyId: followUp, priorReportId: reportId };
    await as(station, people.ben);
    expect(await answer(station, 'review.priorProgrammes', {})).toEqual({ programmes: [] });
    expect(await codeOf(station, 'review.meetPrior', meet)).toBe('review/no-prior-programme');
    const { programmeId } = await scorePriors(station, world);

    await as(station, people.ben);
    expect(await answer(station, 'review.priorProgrammes', {})).toEqual({
      programmes: [{ programmeId, name: 'Priors as they are met' }],
    });
    expect(await codeOf(station, 'review.meetPrior', { ...meet, priorReportId: 'nothing' })).toBe(
      'review/no-such-prior',
    );
    // A page that has not opened the follow-up meets nothing.
    const unopened = await station.call('review.meetPrior', meet, 'a page');
    expect(unopened).toMatchObject({ ok: false, error: { code: 'request/forbidden' } });
    const view = await answer<ReviewView>(station, 'review.meetPrior', meet);
    expect(view).toMatchObject({ blind: false, row: { state: 'revealed', role: 'reviewer', met: 'following-up' } });
    expect(JSON.stringify(view.report)).toContain('No nodule of Mrs [name].');
    for (const name of ['Vanterpool', ADA]) expect(JSON.stringify(view)).not.toContain(name);
    const { reviewId } = view.row;
    // Asked again the same case comes up; the study itself stays where it was, for nothing is read blind.
    expect((await answer<ReviewView>(station, 'review.meetPrior', meet)).row.reviewId).toBe(reviewId);
    expect(await codeOf(station, 'study.open', { studyId: prior })).toBe('answered');
    const move = { reviewId, move: { kind: 'score', scoring: scoring() } };
    expect((await answer<ReviewView>(station, 'review.move', move)).row.state).toBe('scored');
    expect(await codeOf(station, 'review.meetPrior', meet)).toBe('review/already-scored');

    await as(station, people.ada);
    expect(await codeOf(station, 'review.meetPrior', meet)).toBe('review/own-case');
    await as(station, people.cora);
    expect(await codeOf(station, 'review.meetPrior', meet)).toBe('review/no-prior-programme');
    const figures = await answer(station, 'review.figures', { programmeId, event: 'any' });
    expect(figures).toMatchObject({ volume: { drawn: 0, met: 1, open: 1 } });
    const { draw } = await answer<Response<'review.draw'>>(station, 'review.draw', {
      ...{ programmeId, seed: '00000000000000a7', count: 3 },
    });
    expect(draw).toMatchObject({ picks: [], skipped: [{ reason: 'drawn-before', reports: 1 }] });
    const { cases } = await answer<Response<'review.list'>>(station, 'review.list', {});
    expect(cases).toMatchObject([{ role: 'coordinator', met: 'following-up', state: 'scored' }]);
  });

  it('is nowhere in what leaves: no report, no bundle, no trail; and its author does not learn how it was met', async () => {
    const station = stationOn(await tempDir());
    const world = await followedUp(station);
    const { followUp, prior, reportId, people } = world;
    await scorePriors(station, world);
    await as(station, people.ben);
    const { row } = await answer<ReviewView>(station, 'review.meetPrior', {
      ...{ studyId: followUp, priorReportId: reportId },
    });
    const { reviewId } = row;
    await answer(station, 'review.move', { reviewId, move: { kind: 'score', scoring: scoring({ score: '2a' }) } });
    await sign(station, followUp, 'A nodule of 12 mm, new.');
    await as(station, people.cora);
    await answer(station, 'review.move', { reviewId, move: { kind: 'agree' } });
    const texts = await leaving(station, prior, [reportId]);
    const words = [reviewId, 'A nodule of 6 mm was there', 'apices', 'review.', 'meetprior', 'following-up'];
    for (const [what, text] of texts) {
      expect(text.length, what).toBeGreaterThan(0);
      for (const word of words) {
        expect(text.toLowerCase(), `${word} in ${what}`).not.toContain(word.toLowerCase());
      }
    }
    await as(station, people.ada);
    const { cases } = await answer<Response<'review.list'>>(station, 'review.list', {});
    expect(cases).toMatchObject([{ role: 'original', state: 'agreed', met: null }]);
  });

  it('goes when its study is erased, with how it was met', async () => {
    const station = stationOn(await tempDir());
    const world = await followedUp(station);
    await scorePriors(station, world);
    await as(station, world.people.ben);
    await answer(station, 'review.meetPrior', { studyId: world.followUp, priorReportId: world.reportId });
    const { index } = station.access.requireStore();
    const left = (): unknown => index.prepare('SELECT count(*) FROM review_met').pluck().get();
    expect(left()).toBe(1);
    eraseReviews(index, { studyIds: [world.prior], siteNames: [] });
    expect(left()).toBe(0);
  });
});
