import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteJournal } from '../../../electron/station/access/forget/erase.ts';
import { openObject } from '../../../electron/station/dicom/read/open-object.ts';
import { readMeasurements } from '../../../electron/station/dicom/read/sr-measurements.ts';
import type { Station } from '../../../electron/station/station.ts';
import type { MeasurementId, StudyId } from '../../../shared/model/ids.ts';
import type { LesionFindingKind } from '../../../shared/model/lesion.ts';
import type { Measurement } from '../../../shared/model/measurement.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { pydicom, violations } from '../../helpers/judges.ts';
import { openTestStation } from '../../faults/ingest/programs/open-station.ts';

let folder: string;
let station: Station;

const EXAMINATIONS = [
  { uid: '1.2.7.1', date: '20260101', patient: 'P1' },
  { uid: '1.2.7.2', date: '20260401', patient: 'P1' },
  { uid: '1.2.7.3', date: '20260401', patient: 'P2' },
];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'nightjar-lesions-'));
  const source = path.join(folder, 'in');
  mkdirSync(source);
  for (const { uid, date, patient } of EXAMINATIONS) {
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

const studyOf = (n: number): StudyId => {
  const row = station.rooms.worklist.list('').rows.find(({ studyUid }) => studyUid === EXAMINATIONS[n]?.uid);
  if (!row) throw new Error('no such study');
  return row.studyId;
};

function draw(n: number, mm: number): Measurement {
  const { reading, archive } = station.rooms;
  const { objectId } = archive.objectBySop(`${EXAMINATIONS[n]?.uid ?? ''}.1.1`);
  const measurement: Measurement = {
    ...{ ...reading.newMeasurement({ studyId: studyOf(n) }), studyId: studyOf(n), objectId, frame: 1, tool: 'length' },
    points: [[0, 0], [mm, 0]], // prettier-ignore
    result: { values: [{ name: 'length', value: mm, unit: 'mm' }], basis: 'pixel spacing', warnings: [] },
    ...{ world: null, text: '', by: station.access.requireStore().personId, at: '2026-04-02T00:00:00.000Z' },
    deleted: false,
  };
  reading.saveMeasurement({ measurement });
  return measurement;
}

function mark(
  n: number,
  trackingUid: string | null,
  measurements: MeasurementId[],
  kind: LesionFindingKind | null = 'measured',
  about = n,
) {
  // prettier-ignore
  return station.rooms.lesions.mark({
    ...{ studyId: studyOf(n), about: studyOf(about), trackingUid, role: 'target', nature: 'mass', organ: 'liver' },
    finding: kind === null ? null : { kind, measurements, into: null, reason: '' },
  });
}

/** Evaluations of the whole report: name, value, method. */
const RESPONSES =
  "[[i.ConceptNameCodeSequence[0].CodeValue, i.ConceptCodeSequence[0].CodeValue, i.ContentSequence[0].ConceptCodeSequence[0].CodeValue] for c in ds.ContentSequence if c.ConceptNameCodeSequence[0].CodeValue == 'C0034375' for i in c.ContentSequence]";

const sums = (n: number) => station.rooms.lesions.ledger(studyOf(n)).points.map(({ sum, overall }) => [sum, overall]);

describe('the ledger of lesions of a store', () => {
  let uid = '';
  let current: Measurement;

  it('goes over the studies of one patient, also where a prior is marked from the case that is read', () => {
    const onPrior = draw(0, 40);
    expect(() => mark(1, null, [onPrior.measurementId])).toThrow(/picture of another study/);
    uid = mark(0, null, [onPrior.measurementId], 'measured', 1).trackingUid;
    current = draw(1, 20);
    const { ledger } = mark(1, uid, [current.measurementId]);
    expect(ledger.lesions).toMatchObject([{ trackingUid: uid, label: 'T1', cells: [{ mm: 40 }, { mm: 20 }] }]);
    expect(ledger.points).toMatchObject([{ date: '20260101' }, { date: '20260401', fromBaseline: -50, overall: 'PR' }]);
  });

  it('knows nothing of another patient, and takes nothing of one', () => {
    expect(station.rooms.lesions.ledger(studyOf(2))).toMatchObject({ lesions: [], points: [{ entered: false }] });
    const foreign = draw(2, 30).measurementId;
    expect(() => mark(2, uid, [foreign])).toThrow(/no such lesion of this patient/);
    expect(() => mark(2, null, [foreign], 'measured', 1)).toThrow(/another patient/);
    expect(() => mark(1, uid, [foreign])).toThrow(/picture of another study/);
  });

  it('follows a measurement that is changed, deleted and brought back', () => {
    const { reading } = station.rooms;
    const changed = { ...current.result, values: [{ name: 'length', value: 44, unit: 'mm' }] };
    reading.saveMeasurement({ measurement: { ...current, result: changed } });
    expect(sums(1)[1]).toEqual([44, 'SD']);
    reading.saveMeasurement({ measurement: { ...current, deleted: true } });
    expect(sums(1)[1]).toEqual([0, 'NE']);
    reading.saveMeasurement({ measurement: current });
    expect(sums(1)[1]).toEqual([20, 'PR']);
  });

  it('keeps what a lesion is once it stands in two studies, and gives a number once', () => {
    const request = { studyId: studyOf(1), about: studyOf(1), trackingUid: uid, nature: 'mass', organ: '' } as const;
    const finding = { kind: 'present', measurements: [], into: null, reason: '' } as const;
    expect(() =>
      station.rooms.lesions.mark({ ...request, role: 'non-target', finding: { ...finding, measurements: [] } }),
    ).toThrow(/settled in another study/);
    const other = mark(1, null, [draw(1, 12).measurementId]).trackingUid;
    mark(1, other, [], null);
    expect(mark(1, null, [draw(1, 13).measurementId]).ledger.lesions.map(({ label }) => label)).toEqual(['T1', 'T3']);
    // A drawing is of one lesion only: T3 loses it, and so is no lesion of this study any more.
    const { ledger } = station.rooms.lesions.mark({
      ...{ ...request, trackingUid: null, role: 'non-target' },
      finding: { ...finding, measurements: draws('T3') },
    });
    expect(ledger.lesions.map(({ label }) => label)).toEqual(['T1', 'NT1']);
  });

  it('writes down by which registration a case is read, and when it is no more', async () => {
    const matrix = { turn: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], shift: [0, 0, 5] }; // prettier-ignore
    const registration = { kind: 'computed', way: { from: '1.2.7.8', to: '1.2.7.9', matrix, error: 1.3 } };
    for (const used of [true, false]) {
      const answer = await station.call('reading.useRegistration', { studyId: studyOf(1), registration, used });
      expect(answer).toMatchObject({ ok: true });
    }
    const trail = station.access.requireStore().index.prepare<[], string>(`SELECT detail FROM audit WHERE command = 'reading.registration'`).pluck().all(); // prettier-ignore
    const said = { computed: true, from: '1.2.7.8', to: '1.2.7.9', error: 1.3, shift: '0 0 5' };
    expect(trail.map((text): unknown => JSON.parse(text))).toMatchObject([
      { used: true, ...said },
      { used: false, ...said },
    ]);
  });

  it('stands in the trail, and in the measurement report as the lesion that it is', async () => {
    const body = { studyId: studyOf(1), about: studyOf(1), role: 'target', nature: 'mass', organ: 'liver' } as const;
    const finding = { kind: 'measured', measurements: [current.measurementId], into: null, reason: '' };
    const answer = await station.call('reading.markLesion', { ...body, trackingUid: uid, finding });
    expect(answer).toMatchObject({ ok: true });
    const trail = station.access.requireStore().index.prepare<[], string>(`SELECT detail FROM audit WHERE command = 'reading.lesion'`).pluck().all(); // prettier-ignore
    expect(trail.map((text): unknown => JSON.parse(text))).toEqual([
      { lesion: uid, role: 'target', found: 'measured' },
    ]);
    const names: unknown[] = [];
    const responses: unknown[] = [];
    for (const n of [0, 1]) {
      const out = path.join(folder, `out-${n}`);
      mkdirSync(out);
      const { files } = await station.rooms.exportMade(studyOf(n), 'measurements', { folder: out, replace: false });
      const file = files[0]?.file ?? '';
      expect(violations(file, /ComprehensiveSR/)).toEqual([]);
      const written = readMeasurements(openObject(readFileSync(file)));
      const tracked = written.filter(({ trackingUid }) => trackingUid === uid);
      responses.push(pydicom(file, RESPONSES));
      names.push(...tracked.map(({ trackingId, result }) => [trackingId, result.values[0]?.value]));
    }
    expect(names).toEqual([
      ['T1', 40],
      ['T1', 20],
    ]);
    // None at the baseline; then of the targets, of the others, and of all of them.
    expect(responses).toEqual([
      [],
      [
        ['112048', '112042', '126081'],
        ['112048', '112046', '126081'],
        ['OVERALL_RESPONSE', 'PR', '126081'],
      ],
    ]);
  });

  it('is there after a restart, and gone when the studies are forgotten', async () => {
    await station.close();
    station = await openTestStation(path.join(folder, 'store'));
    expect(sums(0)).toEqual([
      [40, null],
      [20, 'PR'],
    ]);
    const { journal } = station.access.requireStore();
    deleteJournal(journal, {
      studyIds: [studyOf(0), studyOf(1)],
      reportIds: [],
      objectIds: [],
      reviewIds: [],
      personIds: [],
    });
    expect(journal.prepare('SELECT count(*) FROM lesion').pluck().get()).toBe(0);
  });
});

function draws(label: string): MeasurementId[] {
  const { lesions } = station.rooms.lesions.ledger(studyOf(1));
  const cells = lesions.find((one) => one.label === label)?.cells ?? [];
  return cells.flatMap((cell) => cell.drawings.map(({ measurementId }) => measurementId));
}
