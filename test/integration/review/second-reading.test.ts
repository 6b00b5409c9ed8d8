import path from 'node:path';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Response } from '../../../shared/contract/index.ts';
import type { StudyForReading } from '../../../shared/model/study.ts';
import type { ReviewView } from '../../../shared/model/review/review-view.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { answer } from '../../faults/store/station-fixture.ts';
import { as, drawn, HIDDEN, opened, practice, READ, refusal, UIDS } from './practice.ts';

describe('a second reading', () => {
  it('is drawn, read blind, locked, held against the report, scored and told to its reader', async () => {
    const { station, studyId, people } = await practice();
    await as(station, people.cora);
    const { reviewId, draw } = await drawn(station);
    expect(draw).toMatchObject({ candidates: 1, end: 'nothing-left', picks: [{ rank: 1, of: 1 }] });
    expect(await answer(station, 'review.redraw', { drawId: draw.drawId })).toEqual({ isSame: true });

    await as(station, people.ben);
    const { cases } = await answer<Response<'review.list'>>(station, 'review.list', {});
    expect(cases).toMatchObject([{ reviewId, role: 'reviewer', state: 'drawn', modality: 'CT', pixels: true }]);
    expect((await answer<Response<'worklist.list'>>(station, 'worklist.list', { search: '' })).rows).toEqual([]);
    expect(await refusal(station, 'study.open', { studyId })).toBe('review/blind');
    expect(await refusal(station, 'study.preview', { studyId })).toBe('review/blind');

    const copyId = await opened(station, reviewId);
    const copy = await answer<StudyForReading>(station, 'study.open', { studyId: copyId });
    expect(copy.series.flatMap(({ images }) => images)).toHaveLength(2);
    expect((await answer<Response<'worklist.list'>>(station, 'worklist.list', { search: '' })).rows).toEqual([]);
    const told = JSON.stringify([copy, cases, await answer(station, 'review.see', { reviewId })]);
    for (const hidden of [...HIDDEN, ...UIDS]) expect(told).not.toContain(hidden);

    expect(await refusal(station, 'review.lock', { reviewId })).toBe('review/nothing-read');
    await answer(station, 'review.saveRead', { reviewId, read: READ });
    const locked = await answer<ReviewView>(station, 'review.lock', { reviewId });
    expect(locked).toMatchObject({ row: { state: 'locked' }, read: READ, report: null });
    expect(locked.lockedHash).toMatch(/^[0-9a-f]{64}$/);
    expect(await refusal(station, 'review.saveRead', { reviewId, read: READ })).toBe('review/wrong-state');

    const revealed = await answer<ReviewView>(station, 'review.move', { reviewId, move: { kind: 'reveal' } });
    const text = JSON.stringify(revealed.report);
    expect(text).toContain('cavitating nodule of Mrs [name], right upper lobe');
    for (const hidden of ['Vanterpool', 'Ada Reader', 'North General']) expect(text).not.toContain(hidden);
    expect(revealed.compared?.map(({ kind }) => kind)).toContain('measurement');
    const scoring = {
      ...{ score: '2b', legacy4: false, comment: '', errorClass: 'perception', factors: [], learningPoint: '' },
      ...{ greatCall: false, patientAffected: false },
    };
    const score = (more: object) => ({ reviewId, move: { kind: 'score', scoring: { ...scoring, ...more } } });
    expect(await refusal(station, 'review.move', score({}))).toBe('review/comment-missing');
    expect(await refusal(station, 'review.move', score({ score: '1b' }))).toBe('request/bad');
    await answer(station, 'review.move', score({ score: '2a' }));
    expect(await refusal(station, 'review.move', { reviewId, move: { kind: 'agree' } })).toBe('review/wrong-role');

    await as(station, people.ada);
    expect((await answer<Response<'review.list'>>(station, 'review.list', {})).cases).toEqual([]);
    await as(station, people.cora);
    expect(await answer(station, 'review.move', { reviewId, move: { kind: 'agree' } })).toMatchObject({ score: '2a' });
    await as(station, people.ada);
    const [own] = (await answer<Response<'review.list'>>(station, 'review.list', {})).cases;
    expect(own).toMatchObject({ role: 'original', state: 'agreed' });
    await as(station, people.cora);
    const { programmeId } = draw;
    const figures = await answer(station, 'review.figures', { programmeId, event: 'any' });
    // One case is too few for any figure but how many there were.
    expect(figures).toMatchObject({ total: null, funnel: null, volume: { drawn: 1, settled: 1, early: 0 } });
    expect(await answer(station, 'review.registry', { programmeId })).toMatchObject({ groupId: null, ready: 0 });
    const registryFile = { programmeId, format: 'csv', file: path.join(await tempDir(), 'radpeer.csv') };
    expect(await refusal(station, 'review.exportRegistryFile', registryFile)).toBe('review/bad-programme');
    const file = path.join(await tempDir(), 'trail.json');
    await station.rooms.audit.exportTrail({ file, format: 'json', replace: false });
    const trail = readFileSync(file, 'utf8');
    expect(trail).toContain('"withheld":"peer-review"');
    for (const told of ['review.', reviewId]) expect(trail).not.toContain(told);
    await as(station, people.ada);
    const reply = { kind: 'reply', reply: { agrees: true, text: 'I see it now.' } };
    expect(await answer(station, 'review.move', { reviewId, move: reply })).toMatchObject({ scoring: { score: '2a' } });
    expect(await refusal(station, 'review.saveProgramme', {})).toBe('access/not-allowed');
  });

  it('keeps the copy out of everything but reading, and names of readers out of its rows', async () => {
    const { station, people } = await practice();
    await as(station, people.cora);
    const { reviewId } = await drawn(station);
    const { index } = station.access.requireStore();
    const rows = [
      'review',
      'review_draw',
      'review_source',
      'review_reader',
      'review_event',
      'review_programme',
    ].flatMap((table) => index.prepare(`SELECT * FROM ${table}`).all());
    for (const name of ['Ada', 'Ben', people.ada, people.ben]) {
      expect(JSON.stringify(rows.map((row) => ({ ...(row as object), made_by: null })))).not.toContain(name);
    }
    await as(station, people.ben);
    const copyId = await opened(station, reviewId);
    await as(station, people.ada);
    expect(await refusal(station, 'study.open', { studyId: copyId })).toBe('review/copy');
    expect(await refusal(station, 'report.create', { studyId: copyId, templateId: 'general' })).not.toBe('answered');
    expect((await answer<Response<'worklist.list'>>(station, 'worklist.list', { search: '' })).total).toBe(1);
    expect(station.rooms.worklist.everyStudy()).not.toContain(copyId);
  });
});
