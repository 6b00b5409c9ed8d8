import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import { readAdminKey } from '../../../electron/station/access/profile/admin-key.ts';
import { signProfile } from '../../../electron/station/access/profile/signed-profile.ts';
import type { OrdersState } from '../../../shared/contract/orders.ts';
import type { ProfilePreview } from '../../../shared/model/profile-view.ts';
import type { Report } from '../../../shared/model/report.ts';
import { filesThatName } from '../../e2e/helpers/store-files.ts';
import { dicomFiles, filesBelow, patientWords } from '../../helpers/patient-words.ts';
import { sampleProfile } from '../../helpers/site-profile.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { ADMIN, EVERY_KIND, signedFor } from '../../integration/access/orders/orders-fixture.ts';
import { written } from '../../integration/report/reporting-fixture.ts';
import { answer, newStation, PASSPHRASE } from '../store/station-fixture.ts';

/** Store, state and temporary files: everything that the station writes lies below one folder. */
const root = mkdtempSync(path.join(os.tmpdir(), 'nightjar-wiped-'));
const dataDir = path.join(root, 'store');
const temporary = path.join(root, 'tmp');
const before = process.env['TMPDIR'];
const SOURCES = ['ct-prior-sbu', 'charset'];
const TYPED = 'Spiculated canary in the left lower lobe';
let station: Station;
let words: readonly string[] = [];

beforeAll(() => {
  mkdirSync(temporary);
  process.env['TMPDIR'] = temporary;
  station = newStation(dataDir, { anchorDir: path.join(root, 'anchors') });
});

afterAll(async () => {
  await station.close();
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  rmSync(root, { recursive: true, force: true });
});

/** Studies of two folders, looked at, measured and written about, under the profile of a site that may order everything. */
async function session(): Promise<OrdersState> {
  await answer(station, 'access.create', { name: 'Ada Reader', passphrase: PASSPHRASE });
  await answer(station, 'access.confirmRecovery', {});
  const file = path.join(temporary, 'profile.json');
  const profile = sampleProfile({ orders: EVERY_KIND });
  writeFileSync(file, signProfile(profile, readAdminKey(ADMIN.pem), 'Bea Admin').text);
  const { hash } = await answer<ProfilePreview>(station, 'profile.previewFile', { file });
  await answer(station, 'profile.apply', { hash, trust: ADMIN.fingerprint });
  const jobId = station.rooms.startImport({ paths: SOURCES.map((name) => testdata(name)), site: 'St. Anna' });
  while (station.rooms.importReport(jobId) === null) await setImmediate();
  const { rows } = station.rooms.worklist.list('');
  const scans = rows.filter(({ modalities }) => modalities.includes('CT')).slice(0, 3);
  expect(scans).toHaveLength(3);
  for (const { studyId } of scans) {
    const { series } = await answer<{ series: { images: { objectId: string }[] }[] }>(station, 'study.open', {
      studyId,
    });
    const objectId = station.rooms.archive.openStudy(studyId).series[0]?.images[0]?.objectId;
    expect(series.length).toBeGreaterThan(0);
    if (objectId !== undefined) await station.frames.stored(objectId, 1);
    const report = await answer<Report>(station, 'report.create', { studyId, templateId: 'general' });
    const { reportId, revision } = report;
    const content = written(report, { findings: TYPED, impression: TYPED });
    await answer(station, 'report.save', { reportId, revision, content });
  }
  return answer<OrdersState>(station, 'orders.state', {});
}

/** Where anything of a patient lies in the clear. */
const found = (): readonly string[] => [...filesThatName(root, words), ...dicomFiles(root)];

describe.skipIf(!hasTestdata())('F58: anything of a patient', () => {
  let storeId = '';

  it('is nowhere on the disk while the store is locked', async () => {
    const files = SOURCES.flatMap((name) => filesBelow(testdata(name)));
    words = [...patientWords(files), TYPED, TYPED.slice(0, 17)];
    expect(words.length).toBeGreaterThan(30);
    // The search itself finds what there is to find.
    expect(filesThatName(testdata('ct-prior-sbu'), words).length).toBeGreaterThan(0);
    ({ storeId } = await session());
    await station.lock();
    expect(readdirSync(dataDir)).toContain('blobs');
    expect(found()).toEqual([]);
  });

  it('is nowhere on the disk when the station was wiped by order, nor can a key of it be found', async () => {
    await station.unlock(null, PASSPHRASE);
    const wipe = (number: number, evenIfUnsigned: boolean) =>
      station.orders.take(signedFor(storeId, { kind: 'wipe-store', number, evenIfUnsigned }));
    // Drafts would be lost: it waits until the order says that this may be.
    expect((await wipe(1, false)).notice).toMatchObject({ outcome: 'waiting', loss: { unsigned: 3 } });
    expect(station.access.state().store).toBe('open');
    expect((await wipe(2, true)).notice).toMatchObject({ outcome: 'done', loss: { unsigned: 3 } });
    expect(readdirSync(dataDir).sort()).toEqual(['lock.db', 'wiped.json']);
    for (const name of ['slots.json', 'slots-copy.json', 'keys.db', 'keys-copy.db', 'index.db', 'blobs']) {
      expect(existsSync(path.join(dataDir, name)), name).toBe(false);
    }
    expect(found()).toEqual([]);
    expect(await answer(station, 'orders.notices', {})).toMatchObject({ notices: [{ kind: 'wipe-store' }] });
    const envelope = await station.call('worklist.list', { search: '' });
    expect(envelope).toMatchObject({ ok: false });
  });
});
