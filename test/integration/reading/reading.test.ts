import { describe, expect, it } from 'vitest';
import { Reading } from '../../../electron/station/reading/reading.ts';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import { newId } from '../../../electron/station/kernel/ids.ts';
import type { OpenStore } from '../../../electron/station/access/open-store.ts';
import { MeasurementId, ObjectId, PersonId, StudyId } from '../../../shared/model/ids.ts';
import type { DeskState, Measurement } from '../../../shared/model/measurement.ts';
import { codeThrown } from '../../helpers/app-errors.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { accessOn, PASSPHRASE } from '../access/access-fixture.ts';

const studyId = StudyId.parse(newId());
const objectId = ObjectId.parse(newId());

/** One study with one object: as few columns as the tables allow. */
function fill(store: OpenStore): void {
  const [site, patient, series] = [newId(), newId(), newId()];
  store.index.exec(`
    INSERT INTO site VALUES ('${site}', 'North', 'now');
    INSERT INTO patient (patient_key, issuer, name_alphabetic, name_ideographic, name_phonetic, name_search)
      VALUES ('${patient}', 'North', '', '', '', '');
    INSERT INTO study (study_id, patient_key, site_id, study_key_id, arrived_at)
      VALUES ('${studyId}', '${patient}', '${site}', 'key', 'now');
    INSERT INTO series (series_id, study_id, series_uid) VALUES ('${series}', '${studyId}', '1.2');
    INSERT INTO object (object_id, series_id, transfer_syntax, frames, bytes, sha256, dataset_sha256, header_sha256,
      blob_id, image, arrived_at) VALUES ('${objectId}', '${series}', '1.2', 1, 1, '', '', '', 'blob', '{}', 'now');
  `);
}

async function setUp() {
  const dir = await tempDir();
  const access = accessOn(dir);
  await access.create('Dr Reader', PASSPHRASE);
  fill(access.requireStore());
  return { access, reading: readingOn(access.requireStore()) };
}

function readingOn({ index, journal, personId }: OpenStore): Reading {
  return new Reading({ index, journal, clock: systemClock, personId, samePatient: () => false });
}

function drawn(reading: Reading, change: Partial<Measurement> = {}): Measurement {
  return {
    ...reading.newMeasurement({ studyId }),
    studyId,
    objectId,
    frame: 1,
    tool: 'length',
    points: [
      [0, 0],
      [3, 4],
    ],
    world: null,
    text: '',
    result: { values: [{ name: 'length', value: 5, unit: 'px' }], basis: 'pixels', warnings: [] },
    by: PersonId.parse(newId()),
    at: '2026-11-21T20:00:00.000Z',
    deleted: false,
    ...change,
  };
}

const desk: DeskState = { layout: { rows: 1, columns: 2 }, activeViewport: null, viewports: [] };

describe('Reading', () => {
  it('keeps measurements and desk over a restart, signed with the reader', async () => {
    const { access, reading } = await setUp();
    const [first, second] = [drawn(reading), drawn(reading, { tool: 'probe', points: [[1, 1]] })];
    reading.saveMeasurement({ measurement: second });
    reading.saveMeasurement({ measurement: first });
    reading.saveDesk({ studyId, desk });
    const by = access.requireStore().personId;
    await access.lock();
    await access.unlock(null, PASSPHRASE);
    expect(readingOn(access.requireStore()).load({ studyId })).toEqual({
      measurements: [
        { ...first, by },
        { ...second, by },
      ],
      desk,
    });
  });

  it('replaces a measurement that is saved again, and keeps a deleted one marked', async () => {
    const { reading } = await setUp();
    const measurement = drawn(reading);
    reading.saveMeasurement({ measurement });
    reading.saveMeasurement({ measurement: { ...measurement, text: 'node', deleted: true } });
    expect(reading.load({ studyId }).measurements).toMatchObject([{ text: 'node', deleted: true }]);
  });

  it('never gives an ordinal twice, whatever becomes of the drawing', async () => {
    const { access, reading } = await setUp();
    expect([drawn(reading).ordinal, drawn(reading).ordinal]).toEqual([1, 2]);
    reading.saveMeasurement({ measurement: { ...drawn(reading), deleted: true } });
    await access.lock();
    await access.unlock(null, PASSPHRASE);
    expect(drawn(readingOn(access.requireStore())).ordinal).toBe(4);
  });

  it('refuses an ordinal that was never given, is taken, or is another than before', async () => {
    const { reading } = await setUp();
    const [one, two] = [drawn(reading), drawn(reading)];
    reading.saveMeasurement({ measurement: one });
    const refused = [
      { ...two, ordinal: 3 },
      { ...two, ordinal: one.ordinal },
      { ...one, ordinal: two.ordinal },
    ];
    for (const measurement of refused) {
      expect(codeThrown(() => reading.saveMeasurement({ measurement }))).toBe('reading/conflict');
    }
    expect(reading.load({ studyId }).measurements).toHaveLength(1);
  });

  it('keeps what a reader has open, of the studies that are here', async () => {
    const { access, reading } = await setUp();
    expect(reading.cases.read()).toEqual({ onDesk: null, aside: [] });
    const gone = StudyId.parse(newId());
    const waiting = { studyId, at: '2026-11-23T07:00:00.000Z', interruptedBy: gone };
    reading.cases.keep({ onDesk: gone, aside: [waiting, { ...waiting, studyId: gone }] });
    expect(readingOn(access.requireStore()).cases.read()).toEqual({ onDesk: null, aside: [waiting] });
  });

  it('refuses a study and an object that the store does not have', async () => {
    const { reading } = await setUp();
    const unknown = StudyId.parse(newId());
    const stray = drawn(reading, { objectId: ObjectId.parse(newId()) });
    const code = 'archive/unknown-study';
    expect(codeThrown(() => reading.load({ studyId: unknown }))).toBe(code);
    expect(codeThrown(() => reading.newMeasurement({ studyId: unknown }))).toBe(code);
    expect(codeThrown(() => reading.saveDesk({ studyId: unknown, desk }))).toBe(code);
    expect(codeThrown(() => reading.saveMeasurement({ measurement: { ...stray, studyId: unknown } }))).toBe(code);
    expect(codeThrown(() => reading.saveMeasurement({ measurement: stray }))).toBe('archive/unknown-object');
  });

  it('shows another reader the measurements, but not the desk', async () => {
    const { access, reading } = await setUp();
    reading.saveMeasurement({ measurement: drawn(reading, { measurementId: MeasurementId.parse(newId()) }) });
    reading.saveDesk({ studyId, desk });
    const { index, journal } = access.requireStore();
    const other = new Reading({
      index,
      journal,
      clock: systemClock,
      personId: PersonId.parse(newId()),
      samePatient: () => false,
    });
    const seen = other.load({ studyId });
    expect([seen.measurements.length, seen.desk]).toEqual([1, null]);
  });
});
