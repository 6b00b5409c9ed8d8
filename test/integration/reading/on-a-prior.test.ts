import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openObject } from '../../../electron/station/dicom/read/open-object.ts';
import { readMeasurements } from '../../../electron/station/dicom/read/sr-measurements.ts';
import { measurementInline } from '../../../electron/station/reporting/reported-measurements.ts';
import type { Station } from '../../../electron/station/station.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { Measurement } from '../../../shared/model/measurement.ts';
import { openTestStation } from '../../faults/ingest/programs/open-station.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { violations } from '../../helpers/judges.ts';
import { hasPeer } from '../../helpers/peers.ts';

const NOW = { uid: '1.2.8.2', date: '20260401', patient: 'P1' };
const PRIOR = { uid: '1.2.8.1', date: '20250103', patient: 'P1' };
const STRANGER = { uid: '1.2.8.3', date: '20260401', patient: 'P2' };

describe.skipIf(!hasPeer('dciodvfy'))('a drawing on a prior that is read beside the case', () => {
  let folder: string;
  let station: Station;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'nightjar-prior-'));
    const source = path.join(folder, 'in');
    mkdirSync(source);
    for (const { uid, date, patient } of [NOW, PRIOR, STRANGER]) {
      const own = [
        element(0x00080018, 'UI', `${uid}.1.1`),
        element(0x00080020, 'DA', date),
        element(0x00100020, 'LO', patient),
        element(0x0020000d, 'UI', uid),
        element(0x0020000e, 'UI', `${uid}.1`),
        element(0x00280030, 'DS', '1\\1'),
      ];
      writeFileSync(path.join(source, `${uid}.dcm`), ctImage(own));
    }
    station = await openTestStation(path.join(folder, 'store'));
    const { jobs } = station.access.requireStore();
    await jobs.wait(station.rooms.startImport({ paths: [source], site: 'North' }));
  }, 60_000);
  afterAll(async () => {
    await station.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const studyOf = (uid: string): StudyId => {
    const row = station.rooms.worklist.list('').rows.find(({ studyUid }) => studyUid === uid);
    if (!row) throw new Error('no such study');
    return row.studyId;
  };

  /** Drawn in the case of now on a picture of whichever study. */
  function draw(on: string, more: Partial<Measurement> = {}): Measurement {
    const { reading, archive } = station.rooms;
    const studyId = studyOf(NOW.uid);
    const { objectId } = archive.objectBySop(`${on}.1.1`);
    const measurement: Measurement = {
      ...{ ...reading.newMeasurement({ studyId }), studyId, objectId, frame: 1, tool: 'length' },
      points: [[0, 0], [12, 0]], // prettier-ignore
      result: { values: [{ name: 'length', value: 12, unit: 'mm' }], basis: 'pixel spacing', warnings: [] },
      ...{ world: null, text: '', by: station.access.requireStore().personId, at: '2026-04-02T00:00:00.000Z' },
      deleted: false,
      ...more,
    };
    reading.saveMeasurement({ measurement });
    return measurement;
  }

  const kept = (): readonly Measurement[] => station.rooms.reading.load({ studyId: studyOf(NOW.uid) }).measurements;

  it('is kept with the case, says its day, and is refused on a picture of somebody else', () => {
    const [own, prior] = [draw(NOW.uid, { prior: { studyDate: '19990101' } }), draw(PRIOR.uid)];
    expect(() => draw(STRANGER.uid)).toThrow(/no such object/);
    const saved = kept();
    expect(saved.map(({ measurementId, prior: of }) => [measurementId, of])).toEqual([
      [own.measurementId, undefined],
      [prior.measurementId, { studyDate: PRIOR.date }],
    ]);
    expect(saved.map(({ measurementId }) => measurementInline(saved, measurementId))).toMatchObject([
      { text: '12.0 mm' },
      { text: '12.0 mm (prior of 2025-01-03)' },
    ]);
  });

  it('stands in the measurement report under the study of its own picture', async () => {
    const out = path.join(folder, 'out');
    mkdirSync(out);
    const { files } = await station.rooms.exportMade(studyOf(NOW.uid), 'measurements', { folder: out, replace: false });
    const file = files[0]?.file ?? '';
    expect(violations(file, /ComprehensiveSR/)).toEqual([]);
    const document = openObject(readFileSync(file));
    expect(readMeasurements(document).map(({ image }) => image?.sopUid)).toEqual([
      `${NOW.uid}.1.1`,
      `${PRIOR.uid}.1.1`,
    ]);
    const evidence = document.items('evidence');
    expect(evidence.map((study) => study.text('studyUid'))).toEqual([NOW.uid, PRIOR.uid]);
  });

  it('stays when the prior is let go, and is not written as if its picture were known', async () => {
    const { index } = station.access.requireStore();
    const { objectId } = station.rooms.archive.objectBySop(`${PRIOR.uid}.1.1`);
    index.prepare('DELETE FROM object WHERE object_id = ?').run(objectId);
    expect(kept()).toHaveLength(2);
    const out = path.join(folder, 'later');
    mkdirSync(out);
    const { files } = await station.rooms.exportMade(studyOf(NOW.uid), 'measurements', { folder: out, replace: false });
    const written = readMeasurements(openObject(readFileSync(files[0]?.file ?? '')));
    expect(written.map(({ image }) => image?.sopUid)).toEqual([`${NOW.uid}.1.1`]);
  });
});
