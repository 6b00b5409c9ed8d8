import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { fingerprint } from '../../../electron/station/review/exchange/own-keys.ts';
import type { Station } from '../../../electron/station/station.ts';
import type { Response } from '../../../shared/contract/index.ts';
import type { PackageKind } from '../../../shared/model/review/package.ts';
import { TakenPackage } from '../../../shared/model/review/package.ts';
import { compareSeen } from '../../../shared/review/beside/compare-seen.ts';
import { readCard } from '../../../shared/review/package/card.ts';
import { answer, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { look, measure, objectsOf } from './at-the-desk.ts';
import { as, HIDDEN, opened, practice, programmeFor, READ, sign } from './practice.ts';

type Beside = Response<'review.beside'>;
const STUDY = '1.2.826.79.1';

/** A chest of two slices: known to hold no face, so that it may leave. */
async function chest(): Promise<string> {
  const folder = await tempDir();
  for (const n of [1, 2]) {
    const image = ctImage([
      element(0x00080018, 'UI', `${STUDY}.3.${n}`),
      element(0x00100010, 'PN', 'VANTERPOOL^ELOISE'),
      element(0x00100020, 'LO', 'Q-771'),
      element(0x00180015, 'CS', 'CHEST'),
      element(0x0020000d, 'UI', STUDY),
      element(0x0020000e, 'UI', `${STUDY}.2`),
      element(0x00200013, 'IS', `${n}`),
      element(0x00200032, 'DS', `0\\0\\${n}`),
      element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
      element(0x00280030, 'DS', '1\\1'),
    ]);
    writeFileSync(path.join(folder, `${n}`), image);
  }
  return folder;
}

async function enrolled(at: Station, other: Station, name: string): Promise<void> {
  const { card } = await answer<Response<'review.card'>>(other, 'review.card', {});
  await answer(at, 'review.enrol', { name, site: 'South', card, fingerprint: fingerprint(readCard(card)), days: 30 });
}

/** Makes what waits, and takes it at the other station. */
async function carried(from: Station, to: Station, peer: string, kind: PackageKind): Promise<TakenPackage> {
  const folder = await tempDir();
  const sent = { peer, kind, programmeId: null, folder, days: 30 };
  await from.access.requireStore().jobs.wait(await from.rooms.packages.send(sent));
  const [name = ''] = readdirSync(folder);
  const { jobs } = to.access.requireStore();
  return TakenPackage.parse(await jobs.wait(to.rooms.packages.take(path.join(folder, name))));
}

it('what a reviewer elsewhere drew and had on the glass comes back with the findings, and stands on the pictures here', async () => {
  const { station: cora, people } = await practice();
  const { jobs } = cora.access.requireStore();
  await jobs.wait(cora.rooms.startImport({ paths: [await chest()], site: 'North' }));
  const { index } = cora.access.requireStore();
  const studyId = cora.rooms.worklist
    .list('')
    .rows.find(
      (row) => index.prepare('SELECT study_uid FROM study WHERE study_id = ?').pluck().get(row.studyId) === STUDY,
    )?.studyId;
  if (studyId === undefined) throw new Error('it was not imported');
  const [shown] = await objectsOf(cora, studyId);
  if (shown === undefined) throw new Error('it has no picture');
  await look(cora, shown, 400);
  await sign(cora, studyId, 'A cavitating nodule of Mrs Vanterpool.');
  await as(cora, people.cora);
  const ben = stationOn(await tempDir());
  await ben.create('Ben Reviewer', PASSPHRASE);
  ben.access.confirmRecovery();
  await enrolled(cora, ben, 'Ben');
  await enrolled(ben, cora, 'Cora');
  const programmeId = await programmeFor(cora, 'Ben, South', { strata: [], workloadDifference: 5 });
  await answer(cora, 'review.draw', { programmeId, seed: null, count: 2 });
  expect(await carried(cora, ben, 'Ben', 'cases')).toMatchObject({ taken: 2 });
  // Pictures of the other one might show a face, and have not come.
  const { cases } = await answer<Response<'review.list'>>(ben, 'review.list', {});
  const reviewId = cases.find(({ pixels }) => pixels)?.reviewId;
  if (reviewId === undefined) throw new Error('no case came with pictures');
  const copyId = await opened(ben, reviewId);
  const [, second] = await objectsOf(ben, copyId);
  if (second === undefined) throw new Error('the copy is not whole');
  await measure(ben, copyId, second);
  await look(ben, second, 5000);
  await answer(ben, 'review.saveRead', { reviewId, read: READ });
  await answer(ben, 'review.lock', { reviewId });
  expect(await carried(ben, cora, 'Cora', 'answers')).toMatchObject({ taken: 1 });

  const beside = await answer<Beside>(cora, 'review.beside', { reviewId });
  expect(beside.reviewer?.marks).toMatchObject([{ kind: 'measurement', label: 'M1', words: '12.3 mm' }]);
  expect(beside.reviewer?.marks[0]?.drawn?.points).toEqual([[1, 2], [11, 2]]); // prettier-ignore
  // One series of both, each with a picture of its own: the pictures of there are known as those of here.
  const [series, ...more] = compareSeen(beside.original?.seen ?? [], beside.reviewer?.seen ?? []);
  expect(more).toEqual([]);
  const times = series?.pictures.map(({ original, reviewer }) => [original?.glassMs ?? 0, reviewer?.glassMs ?? 0]);
  expect(times?.toSorted(([one = 0], [other = 0]) => other - one)).toEqual([[400, 0], [0, 5000]]); // prettier-ignore
  const told = JSON.stringify(beside);
  for (const hidden of [...HIDDEN, STUDY]) expect(told).not.toContain(hidden);
});
