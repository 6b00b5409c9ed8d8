import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import { newId } from '../../../electron/station/kernel/ids.ts';
import { Reading } from '../../../electron/station/reading/reading.ts';
import { SeenMap } from '../../../electron/station/reading/seen-map.ts';
import type { OpenStore } from '../../../electron/station/access/open-store.ts';
import { ObjectId, PersonId, StudyId } from '../../../shared/model/ids.ts';
import { unreadChecks } from '../../../shared/report/unread.ts';
import { codeThrown } from '../../helpers/app-errors.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { accessOn, PASSPHRASE } from '../access/access-fixture.ts';

const studyId = StudyId.parse(newId());
const [scout, first, second, document] = [newId(), newId(), newId(), newId()].map((id) => ObjectId.parse(id));
const AT = '2026-11-21T20:00:00.000Z';

/** A scout, a series of an enhanced object of 30 frames and one picture, and a series with a document only. */
function fill({ index }: OpenStore): void {
  const [site, patient] = [newId(), newId()];
  index.exec(`
    INSERT INTO site VALUES ('${site}', 'North', 'now');
    INSERT INTO patient (patient_key, issuer, name_alphabetic, name_ideographic, name_phonetic, name_search)
      VALUES ('${patient}', 'North', '', '', '', '');
    INSERT INTO study (study_id, patient_key, site_id, study_key_id, arrived_at)
      VALUES ('${studyId}', '${patient}', '${site}', 'key', 'now');
    INSERT INTO series (series_id, study_id, series_uid, number, description) VALUES
      ('a', '${studyId}', '1.1', 1, 'LOC'), ('b', '${studyId}', '1.2', 4, 'AX T2'), ('c', '${studyId}', '1.3', 9, 'Dose');
    INSERT INTO object (object_id, series_id, transfer_syntax, frames, bytes, sha256, dataset_sha256, header_sha256,
      blob_id, image, arrived_at) VALUES
      ('${scout}', 'a', '1.2', 3, 1, '', '', '', 'b1', '{"imageType":["ORIGINAL","PRIMARY","LOCALIZER"]}', 'now'),
      ('${first}', 'b', '1.2', 30, 1, '', '', '', 'b2', '{"imageType":["ORIGINAL"]}', 'now'),
      ('${second}', 'b', '1.2', 1, 1, '', '', '', 'b3', '{}', 'now'),
      ('${document}', 'c', '1.2', 0, 1, '', '', '', 'b4', '{}', 'now');
  `);
}

const readingOn = ({ index, journal, personId }: OpenStore): Reading =>
  new Reading({ index, journal, clock: systemClock, personId, samePatient: () => false });
const checksOf = (store: OpenStore): string[] =>
  unreadChecks(new SeenMap(store).reading(studyId), false).map((found) => `${found.code} ${found.message}`);
const spans = (...list: [number, number][]): [number, number][] => list;
const frames = (objectId: ObjectId | undefined, ...numbers: number[]) =>
  numbers.map((frame) => ({ objectId: ObjectId.parse(objectId), frame, at: AT }));

async function setUp() {
  const access = accessOn(await tempDir());
  await access.create('Dr Reader', PASSPHRASE);
  fill(access.requireStore());
  return access;
}

describe('the map of what was seen', () => {
  it('asks about a series that nobody opened, names the scout, and passes over a document', async () => {
    expect(checksOf((await setUp()).requireStore())).toEqual([
      'check/unread-series Never on screen: series 4, AX T2 (31 images).',
      'check/left-unread Left unread: series 1, LOC: 0 of 3 images seen, a scout.',
    ]);
  });

  it('keeps frames with the time they were first seen, over a restart', async () => {
    const access = await setUp();
    const reading = readingOn(access.requireStore());
    reading.saveSeen({ frames: frames(first, 1, 2, 3) });
    reading.saveSeen({ frames: frames(first, 3, 4).map((one) => ({ ...one, at: '2027-01-01T00:00:00.000Z' })) });
    await access.lock();
    await access.unlock(null, PASSPHRASE);
    const store = access.requireStore();
    expect(readingOn(store).seen({ studyId })).toEqual({
      objects: [{ objectId: first, frames: [1, 2, 3, 4] }],
      aside: [],
    });
    const times = store.journal.prepare<[], string>('SELECT at FROM seen ORDER BY frame').pluck().all();
    expect(times).toEqual([AT, AT, AT, '2027-01-01T00:00:00.000Z']);
    expect(checksOf(store)[0]).toBe('check/unseen-images Read in part: series 4, AX T2: 4 of 31 images seen.');
  });

  it('refuses a frame that the object does not have and an object that is not here, and then keeps nothing', async () => {
    const reading = readingOn((await setUp()).requireStore());
    reading.saveSeen({ frames: frames(first, 1) });
    const stranger = { objectId: ObjectId.parse(newId()), frame: 1, at: AT };
    const save = (...list: ReturnType<typeof frames>) => codeThrown(() => reading.saveSeen({ frames: list }));
    expect(save(...frames(first, 29), ...frames(first, 31))).toBe('dicom/frame-out-of-range');
    expect(save(...frames(first, 29), stranger)).toBe('archive/unknown-object');
    expect(save(...frames(document, 1))).toBe('dicom/frame-out-of-range');
    expect(reading.seen({ studyId }).objects).toEqual([{ objectId: first, frames: [1] }]);
  });

  it('adds up how long a picture stood there, a batch that comes twice and what two windows show at once, once, over a restart', async () => {
    const access = await setUp();
    const reading = readingOn(access.requireStore());
    const look = (frame: number, upper: number, from = 1000) => ({
      ...{ objectId: ObjectId.parse(first), frame, parts: [upper, 0] as [number, number] },
      ...{ glass: spans([from, from + 700]), full: spans([from, from + 300]) },
    });
    const sum = (frame: number, upper: number, glassMs: number, fullMs: number) => ({
      ...{ objectId: ObjectId.parse(first), frame, parts: [upper, 0], glassMs, fullMs },
    });
    const one = { batch: randomUUID(), of: [look(1, 0xf0000000), look(2, 1)] };
    reading.saveSeen({ frames: [], looks: one });
    reading.saveSeen({ frames: [], looks: one });
    reading.saveSeen({ frames: frames(first, 1), looks: { batch: randomUUID(), of: [look(1, 0x0f, 9000)] } });
    // Another window, half of the time at once with the first; and the first batch again, though it was not the last.
    reading.saveSeen({ frames: [], looks: { batch: randomUUID(), of: [look(1, 0, 1350), look(2, 1, 1000)] } });
    reading.saveSeen({ frames: [], looks: one });
    expect(codeThrown(() => reading.saveSeen({ frames: [], looks: { batch: randomUUID(), of: [look(31, 1)] } }))).toBe(
      'dicom/frame-out-of-range',
    );
    await access.lock();
    await access.unlock(null, PASSPHRASE);
    const { index, journal, ...store } = access.requireStore();
    expect(readingOn({ index, journal, ...store }).looks({ studyId }).looks).toEqual([
      sum(1, 0xf000000f, 1750, 900),
      sum(2, 1, 700, 300),
    ]);
    expect(new SeenMap({ index, journal, personId: PersonId.parse(newId()) }).looks(studyId)).toEqual([]);
  });

  it('is the map of one reader, not of another', async () => {
    const { index, journal, ...store } = (await setUp()).requireStore();
    readingOn({ index, journal, ...store }).saveSeen({ frames: frames(first, 1) });
    const other = new SeenMap({ index, journal, personId: PersonId.parse(newId()) });
    expect(other.of(studyId).objects).toEqual([]);
  });

  it('F56: counts the lossy pictures among those that were seen, and no others', async () => {
    const store = (await setUp()).requireStore();
    const lossy = JSON.stringify({ imageType: ['ORIGINAL'], lossy: { ratio: 13.9, storedRatio: 4 } });
    store.index.prepare('UPDATE object SET image = ? WHERE object_id = ?').run(lossy, first);
    const reading = readingOn(store);
    const lossySeen = () => new SeenMap(store).reading(studyId).map((series) => series.lossy);
    reading.saveSeen({ frames: frames(second, 1) });
    expect(lossySeen()).toEqual([undefined, undefined, undefined]);
    reading.saveSeen({ frames: frames(first, 1, 2) });
    expect(lossySeen()).toContainEqual({ pictures: 2, worst: { ratio: 13.9, from: 'header' } });
  });

  it('names a series put aside in place of asking about it, until it is taken up again', async () => {
    const store = (await setUp()).requireStore();
    const reading = readingOn(store);
    reading.saveSeen({ frames: frames(first, 1, 2, 3, 4) });
    reading.setAside({ studyId, seriesUid: '1.2', aside: true });
    reading.setAside({ studyId, seriesUid: '1.2', aside: true });
    expect(reading.seen({ studyId }).aside).toEqual(['1.2']);
    expect(checksOf(store)).toEqual([
      'check/left-unread Left unread: series 1, LOC: 0 of 3 images seen, a scout; series 4, AX T2: 4 of 31 images seen, put aside.',
    ]);
    reading.setAside({ studyId, seriesUid: '1.2', aside: false });
    expect(checksOf(store)[0]).toContain('check/unseen-images');
    expect(codeThrown(() => reading.setAside({ studyId, seriesUid: '9.9', aside: true }))).toBe(
      'archive/unknown-series',
    );
  });

  it('asks nothing once everything was on the glass', async () => {
    const store = (await setUp()).requireStore();
    const all = Array.from({ length: 30 }, (_, at) => at + 1);
    readingOn(store).saveSeen({ frames: [...frames(first, ...all), ...frames(second, 1), ...frames(scout, 1, 2, 3)] });
    expect(checksOf(store)).toEqual([]);
  });
});
