import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { studyRejections } from '../../../../electron/station/archive/study-rejections.ts';
import { systemClock } from '../../../../electron/station/kernel/clock.ts';
import { isMergedAt } from '../../../../electron/station/reconcile-lines.ts';
import { answerDoubt, patientDoubtOf } from '../../../../electron/station/transfer/retrieve/patient-doubts.ts';
import { keepFound } from '../../../../electron/station/transfer/watch/keep-found.ts';
import { Worklist } from '../../../../electron/station/worklist/worklist.ts';
import { putMerge } from '../../../../electron/station/worklist/imaging-orders/patient-merges.ts';
import type { StudyId } from '../../../../shared/model/ids.ts';
import { doubtReasons } from '../../../../shared/rules/patient-doubt.ts';
import { rejectionNote } from '../../../helpers/rejection-note.ts';
import { FileSource, leadingTo } from './file-source.ts';
import { image, makeStudy, transferBench } from './transfer-fixture.ts';
import type { Bench } from './transfer-fixture.ts';

let dir: string;
let bench: Bench;
let site: FileSource;

vi.setConfig({ testTimeout: 30_000 });

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'nightjar-at-site-'));
  bench = await transferBench(path.join(dir, 'store'), () => leadingTo(() => site));
});
afterAll(async () => {
  await bench.close();
  await rm(dir, { recursive: true, force: true });
});
beforeEach(() => {
  site = new FileSource();
});

const fetched = (studyUid: string) =>
  bench.transfers.desk.wait(
    bench.transfers.ask({ sourceId: bench.sourceId, studyUid, seriesUid: null, rank: 'open', way: null }),
  );
const uidOf = (held: readonly { readonly studyUid: string }[]): string => held[0]?.studyUid ?? '';
function idOf(studyUid: string): StudyId {
  const [studyId] = bench.transfers.here.studies(studyUid);
  if (studyId === undefined) throw new Error('the study is not here');
  return studyId;
}
const asked = (studyId: StudyId) => bench.transfers.revalidate(studyId, AbortSignal.timeout(10_000));
const newsOf = (studyUid: string) =>
  new Worklist(bench.store.index).list('').rows.find((row) => row.studyUid === studyUid)?.siteNews;
const doubtOf = (studyId: StudyId) =>
  patientDoubtOf(
    {
      ...{ index: bench.store.index, siteStudies: bench.transfers.siteStudies, nameOf: () => 'Anna' },
      isMerged: (id, a, b) => isMergedAt(bench.store.index, id, a, b),
    },
    studyId,
  );

it('F29: a study is whole without the images that its site took back and lists still', async () => {
  const study = makeStudy(1, 4);
  const studyUid = uidOf(study);
  const sopUid = `${studyUid}.99.1`;
  const objects = [{ sopUid: `${studyUid}.1.2`, seriesUid: `${studyUid}.1` }];
  const note = rejectionNote({ title: '113038', sopUid, studyUid, objects });
  site.held = [...study, { studyUid, seriesUid: `${studyUid}.99`, sopUid, bytes: note }];
  expect(await fetched(studyUid)).toMatchObject({ state: 'done', counts: { received: 4, expected: 4, missing: 0 } });
  const studyId = idOf(studyUid);
  const counts = async () =>
    (await asked(studyId)).flatMap(({ completeAt, changes, series }) => [
      [completeAt !== null, changes],
      ...series.map(({ expected, received }) => [expected, received]),
    ]);
  const whole = [
    [true, []],
    [3, 3],
    [1, 1],
  ];
  expect(await counts()).toEqual(whole);
  expect(studyRejections(bench.store, studyId).rejected).toMatchObject([{ reason: 'worklist', images: 1 }]);
  // It is in the store: nobody asks for it again.
  site.asked.length = 0;
  expect((await fetched(studyUid)).state).toBe('done');
  expect(site.asked).toEqual([`list ${studyUid}.1`, `list ${studyUid}.1`]);
});

it('F20: what came to the site while a study was fetched is fetched as well', async () => {
  const whole = makeStudy(2, 3);
  const studyUid = uidOf(whole);
  site.held = whole.slice(0, 2);
  site.beforeObject = (_held, sent) => {
    if (sent === 1) site.held = [...whole];
  };
  expect(await fetched(studyUid)).toMatchObject({ state: 'done', counts: { received: 6, expected: 6, missing: 0 } });
});

it('F24 F30: another patient under the study UID stops the signature until the site has answered', async () => {
  const study = makeStudy(1, 3);
  const studyUid = uidOf(study);
  site.held = [...study];
  await fetched(studyUid);
  const studyId = idOf(studyUid);
  expect(doubtOf(studyId)).toEqual({ doubts: [], text: null });
  const sopUid = `${studyUid}.1.9`;
  const bytes = image(studyUid, `${studyUid}.1`, sopUid, 9, { patientId: 'P2' });
  site.held = [...study, { studyUid, seriesUid: `${studyUid}.1`, sopUid, bytes }];
  expect((await fetched(studyUid)).state).toBe('failed');
  const doubt = doubtOf(studyId);
  expect(doubt.doubts).toMatchObject([{ kind: 'strays', refuses: true }]);
  expect(doubtReasons(doubt)).toMatchObject([{ code: 'permission/site-strays', tier: 'refuse', leaves: 'view' }]);
  expect(doubt.text).toContain(studyUid);
  expect(doubt.text).not.toContain('DOE');
  expect(newsOf(studyUid)).toContain('objects of another patient came for it, kept out of use');
  const { commands, personId, index } = bench.store;
  answerDoubt({ commands, clock: systemClock, personId }, studyId, 'P1, says the office of Anna');
  expect(doubtOf(studyId).doubts).toEqual([]);
  expect(index.prepare("SELECT subject FROM audit WHERE command = 'study.identityAnswer'").pluck().all()).toEqual([
    studyId,
  ]);
});

it('F28 F30: another patient id at the site stops the signature; a merge of its trusted feed lets it pass and is said', async () => {
  const study = makeStudy(1, 2);
  const studyUid = uidOf(study);
  site.held = [...study];
  await fetched(studyUid);
  const studyId = idOf(studyUid);
  site.patientId = 'P9';
  await asked(studyId);
  expect(doubtOf(studyId)).toMatchObject({ doubts: [{ kind: 'changed', refuses: true }] });
  expect(newsOf(studyUid)).toEqual(['the site changed the patient’s id']);
  const merge = { site: 'Anna', issuer: 'Anna', formerId: 'P1', patientId: 'P9', saidAt: '2026-01-01T00:00:00.000Z' };
  bench.store.index.transaction(() => putMerge(bench.store.index, merge))();
  expect(doubtOf(studyId)).toMatchObject({ doubts: [{ kind: 'merged', refuses: false }], text: null });
  bench.store.index.prepare('DELETE FROM patient_merge').run();
});

it('F28: a look at the site finds studies here that are other there, and asks about those alone', async () => {
  const [one, other] = [makeStudy(1, 2), makeStudy(1, 2)];
  site.held = [...one, ...other];
  await fetched(uidOf(one));
  await fetched(uidOf(other));
  site.held = [...one.slice(0, 1), ...other];
  const found = [];
  for await (const study of site.studies({})) found.push(study);
  const { siteStudies, here } = bench.transfers;
  const told: string[] = [];
  const changed = async (studyUid: string): Promise<void> => {
    told.push(studyUid);
    await asked(idOf(studyUid));
  };
  for (const times of [1, 2]) {
    expect(await keepFound({ siteStudies, here, changed }, { sourceId: bench.sourceId }, found)).toEqual([]);
    // The second look finds it as it was said.
    expect([times, told]).toEqual([times, [uidOf(one)]]);
  }
  expect(newsOf(uidOf(one))).toEqual(['1 image fewer at the site']);
  expect(newsOf(uidOf(other))).toBeUndefined();
});

it('F29: a study that the site has no more is said in the list, and stays here', async () => {
  const study = makeStudy(1, 2);
  const studyUid = uidOf(study);
  site.held = [...study];
  await fetched(studyUid);
  site.held = [];
  await asked(idOf(studyUid));
  expect(newsOf(studyUid)).toEqual(['the site does not have this study any more']);
  expect(bench.transfers.here.counts(studyUid).get(`${studyUid}.1`)?.received).toBe(2);
});
