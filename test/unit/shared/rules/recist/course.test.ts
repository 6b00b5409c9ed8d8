import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idFromBytes, MeasurementId, ObjectId, PersonId, StudyId } from '../../../../../shared/model/ids.ts';
import { LesionLedger } from '../../../../../shared/model/lesion.ts';
import type { LesionEntry, LesionFinding, LesionFindingKind } from '../../../../../shared/model/lesion.ts';
import type { MeasureTool } from '../../../../../shared/model/measurement.ts';
import { lesionLedger } from '../../../../../shared/rules/recist/course.ts';
import type { CourseStudy } from '../../../../../shared/rules/recist/course.ts';
import { lesionDiameter, mayBeFound } from '../../../../../shared/rules/recist/lesion-cell.ts';
import type { CourseDrawing } from '../../../../../shared/rules/recist/lesion-cell.ts';

const id = (n: number): string => idFromBytes(new Uint8Array(26).fill(n));
const DATES = ['20260101', '20260401', '20260701'];
const study = (n: number, date: string | null = DATES[n] ?? null, time = '120000'): CourseStudy => ({
  ...{ studyId: StudyId.parse(id(n)), studyUid: `1.2.${n}`, description: null, modalities: ['CT'] },
  ...{ current: n === 0, linked: null, date, time },
});

/** A patient under test: values in mm are drawn as lengths. */
class Patient {
  readonly entries: LesionEntry[] = [];
  readonly drawings = new Map<string, CourseDrawing>();

  draw(values: readonly { name: string; value: number; unit: string }[], how: Partial<CourseDrawing> = {}) {
    const n = this.drawings.size;
    const measurementId = MeasurementId.parse(id(40 + n));
    this.drawings.set(measurementId, {
      drawing: { measurementId, label: `M${n + 1}`, objectId: ObjectId.parse(id(9)), frame: 1 },
      ...{ tool: 'length' as MeasureTool, deleted: false, modality: 'CT', sliceMm: 3 },
      result: { values: [...values], basis: 'pixel spacing', warnings: [] },
      ...how,
    });
    return measurementId;
  }

  /** @param what millimetres, or what was found */
  at(
    n: number,
    label: string,
    what: number | LesionFindingKind,
    more: Partial<LesionEntry & LesionFinding> = {},
  ): this {
    const measured = typeof what === 'number';
    const drawn = measured ? [this.draw([{ name: 'length', value: what, unit: 'mm' }])] : [];
    const { into = null, reason = '', measurements = drawn, ...rest } = more;
    this.entries.push({
      ...{ trackingUid: label, studyId: StudyId.parse(id(n)), label, nature: 'mass', organ: label },
      role: label.startsWith('NT') ? 'non-target' : label.startsWith('N') ? 'new' : 'target',
      finding: { kind: measured ? 'measured' : what, measurements, into, reason },
      ...{ by: PersonId.parse(id(8)), at: '2026-01-01T00:00:00.000Z' },
      ...rest,
    });
    return this;
  }

  ledger(studies: readonly CourseStudy[] = [study(0), study(1), study(2)]): LesionLedger {
    return LesionLedger.parse(lesionLedger({ studies, entries: this.entries, drawings: this.drawings }));
  }
}

describe('the ledger of lesions', () => {
  it('shows the study alone where nothing was entered', () => {
    const { points, lesions, problems } = new Patient().ledger();
    expect(points).toMatchObject([{ date: '20260101', entered: false, sum: null, reasons: ['nothing entered yet'] }]);
    expect([lesions, problems]).toEqual([[], []]);
  });

  it('baseline 50, nadir 25, then 30 is progression though 40 % under baseline, and says both', () => {
    const { points, best } = new Patient().at(0, 'T1', 50).at(1, 'T1', 25).at(2, 'T1', 30).ledger();
    expect(points.map(({ sum, nadir, overall }) => [sum, nadir, overall])).toEqual([
      [50, 50, null],
      [25, 25, 'PR'],
      [30, 25, 'PD'],
    ]);
    expect(points[2]).toMatchObject({ fromBaseline: -40, fromNadir: 20 });
    expect(points[2]?.reasons.join()).toContain('+20.0 %');
    expect(best).toBe('PR');
  });

  it('never takes a value that is missing for zero, whatever the others come to', () => {
    const { points, lesions } = new Patient().at(0, 'T1', 50).at(0, 'T2', 30).at(1, 'T1', 20).ledger();
    expect(points[1]).toMatchObject({ missing: ['T2'], overall: 'NE', fromBaseline: null, nadir: 80 });
    expect(lesions[1]?.cells[1]).toMatchObject({ words: 'not entered', mm: null });
  });

  it('has no response where a target has no value at baseline', () => {
    const { points, problems } = new Patient().at(0, 'T1', 50).at(1, 'T1', 50).at(1, 'T2', 40).ledger();
    expect(points[1]).toMatchObject({ overall: 'NE', fromBaseline: null });
    expect(problems.join()).toContain('T2 T2 has no value at the baseline of 2026-01-01');
  });

  it('follows a drawing that was deleted, and one without a size', () => {
    const patient = new Patient();
    const gone = patient.draw([{ name: 'length', value: 20, unit: 'mm' }], { deleted: true });
    const bare = patient.draw([{ name: 'length', value: 20, unit: 'px' }]);
    const { lesions } = patient
      .at(0, 'T1', 'measured', { measurements: [gone] })
      .at(0, 'T2', 'measured', { measurements: [bare] })
      .at(0, 'T3', 'measured', { measurements: [MeasurementId.parse(id(99))] })
      .ledger();
    expect(lesions.map(({ cells: [cell] }) => [cell?.words, cell?.notes])).toEqual([
      ['not evaluated', ['M1 was deleted']],
      ['not evaluated', ['M2 is in px: its size is not known']],
      ['not evaluated', ['its measurement is not here']],
    ]);
  });

  it('takes the long axis of a mass and the short axis of a node', () => {
    const axes = [
      { name: 'long axis', value: 30, unit: 'mm' },
      { name: 'short axis', value: 18, unit: 'mm' },
    ];
    const patient = new Patient();
    const drawn = patient.drawings.get(patient.draw(axes, { tool: 'bidirectional' }));
    if (!drawn) throw new Error('nothing drawn');
    expect(lesionDiameter(drawn, false)).toEqual({ mm: 30 });
    expect(lesionDiameter(drawn, true)).toEqual({ mm: 18 });
    expect(lesionDiameter({ ...drawn, tool: 'ellipse' }, true)).toEqual({ reason: 'M1 is no length' });
  });

  it('counts 5 mm, 0 mm, pieces, and what lies in another lesion; nodes keep their value', () => {
    const patient = new Patient().at(0, 'T1', 20).at(0, 'T2', 20).at(0, 'T3', 20, { nature: 'node' }).at(0, 'T4', 20);
    const pieces = [8, 4].map((value) => patient.draw([{ name: 'length', value, unit: 'mm' }]));
    patient.at(1, 'T1', 'too-small').at(1, 'T2', 'measured', { measurements: pieces });
    patient.at(1, 'T3', 9, { nature: 'node' }).at(1, 'T4', 'merged', { into: 'T2' });
    const { points, lesions } = patient.ledger();
    expect(points[1]).toMatchObject({ sum: 26, overall: 'PR' });
    expect(lesions.map(({ cells }) => cells[1]?.words)).toEqual([
      'too small: 5.0 mm',
      '12.0 mm (8.0 + 4.0)',
      '9.0 mm',
      'in T2',
    ]);
    expect(lesions[2]?.cells[1]?.notes).toContain('a node under 10 mm is a normal one');
    expect(mayBeFound('gone', { role: 'target', nature: 'node' })).toBe(false);
  });

  it('does not lose a lesion in another one that has no value', () => {
    const patient = new Patient().at(0, 'T1', 20).at(0, 'T2', 20).at(1, 'T2', 'merged', { into: 'T1' });
    expect(patient.ledger().points[1]).toMatchObject({ missing: ['T1', 'T2'], overall: 'NE' });
  });

  it('says which rules are not kept', () => {
    const patient = new Patient();
    for (const n of [1, 2, 3]) patient.at(0, `T${n}`, 20, { organ: n === 1 ? 'Liver ' : 'liver' });
    for (const n of [4, 5]) patient.at(0, `T${n}`, 20);
    patient.at(0, 'T6', 9.9).at(0, 'T7', 14, { nature: 'node' }).at(0, 'N1', 'unequivocal');
    const { problems } = patient.ledger();
    expect(problems).toEqual([
      'more than 5 target lesions',
      'more than 2 targets: liver',
      'T6 T6 cannot be a target: under 10 mm on CT',
      'T7 T7 cannot be a target: a node of 10 to 15 mm is a non-target lesion',
      'N1 N1: at baseline no lesion is a new one',
    ]);
  });

  it('is progressive from a new lesion on, and dates it', () => {
    const patient = new Patient().at(0, 'T1', 50).at(1, 'T1', 30).at(1, 'N1', 'equivocal').at(2, 'T1', 30);
    const { points } = patient.at(2, 'N1', 'unequivocal').ledger();
    expect(points.map(({ overall }) => overall)).toEqual([null, 'PR', 'PD']);
    expect(points[2]?.reasons).toContain('N1 is new since 2026-07-01, equivocal on 2026-04-01 already');
  });

  it('follows non-target lesions alone', () => {
    const patient = new Patient().at(0, 'NT1', 'present').at(1, 'NT1', 'present').at(2, 'NT1', 'gone');
    expect(patient.ledger().points.map(({ overall, sum }) => [overall, sum])).toEqual([
      [null, null],
      ['Non-CR/Non-PD', null],
      ['CR', null],
    ]);
  });

  it('takes two studies of a day for one examination, and leaves out what has no date', () => {
    const studies = [study(0, '20260101'), study(1, '20260101', '130000'), study(2, null)];
    const patient = new Patient().at(0, 'T1', 20).at(1, 'T2', 30).at(1, 'T1', 22).at(2, 'T1', 90);
    const { points, problems } = patient.ledger(studies);
    expect(points).toMatchObject([{ date: '20260101', sum: 52, studies: [{ studyUid: '1.2.0' }, { studyUid: '1.2.1' }] }]); // prettier-ignore
    expect(problems).toEqual([
      'lesions of a study without a date are left out of the chain',
      'T1 was entered for two studies of 2026-01-01',
    ]);
  });

  it('does not depend on the order of what was entered (property)', () => {
    const mm = fc.integer({ min: 0, max: 900 }).map((tenths) => tenths / 10);
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.constantFrom('T1', 'T2', 'T3'), mm), {
      maxLength: 9,
    });
    fc.assert(
      fc.property(rows, (given) => {
        const once = given.filter(
          ([n, label], at) => given.findIndex(([m, other]) => m === n && other === label) === at,
        );
        const patient = new Patient();
        for (const [n, label, value] of once) patient.at(n, label, value);
        const forward = patient.ledger();
        patient.entries.reverse();
        expect(patient.ledger()).toEqual(forward);
        for (const point of forward.points) {
          if (point.entered && point.nadir !== null && point.missing.length === 0)
            expect(point.nadir).toBeLessThanOrEqual(point.sum ?? 0);
        }
      }),
    );
  });
});
