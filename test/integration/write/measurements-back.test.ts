import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openObject } from '../../../electron/station/dicom/read/open-object.ts';
import { readMeasurements } from '../../../electron/station/dicom/read/sr-measurements.ts';
import { buildMeasurementSr } from '../../../electron/station/dicom/write/sr-measurements.ts';
import type { PointResponses } from '../../../shared/model/lesion.ts';
import { MeasurementPlane, MeasureTool } from '../../../shared/model/measurement.ts';
import type { ReadMeasurement } from '../../../shared/model/measurement-report.ts';
import type { ReportedMeasurement } from '../../../shared/model/report.ts';
import { FindingList } from '../../../shared/report/finding-list.ts';
import { LEVEL_RUNS } from '../../../shared/rules/spine-levels.ts';
import { documentDump, pydicom, violations } from '../../helpers/judges.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { measured, signedDocument } from '../../helpers/report-document.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { everyTool } from './every-tool.ts';

/** Name, derivation, exact value, decimal value, unit. */
const Read = z.tuple([z.string(), z.array(z.string()), z.number(), z.number(), z.string()]);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nightjar-tid1500-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const sct = (value: string, meaning: string) => ({ value, scheme: 'SCT', meaning });

function bytesOf(measurements: readonly ReportedMeasurement[]): Uint8Array {
  const bytes = buildMeasurementSr(signedDocument({ measurements: [...measurements] }));
  if (bytes === null) throw new Error('nothing was written');
  return bytes;
}

const back = (measurements: readonly ReportedMeasurement[]): ReadMeasurement[] =>
  readMeasurements(openObject(bytesOf(measurements)));

function file(name: string, bytes: Uint8Array): string {
  const target = path.join(folder, name);
  writeFileSync(target, bytes);
  return target;
}

/** Points enough for any tool, of which none lies on another. */
function drawing(tool: MeasureTool, points: readonly [number, number][]): ReportedMeasurement {
  const count: Partial<Record<MeasureTool, number>> = {
    'threshold-volume': 1,
    calcium: 1,
    probe: 1,
    'spine-label': 1,
    length: 2,
    arrow: 2,
    rectangle: 2,
  };
  const own = points.slice(0, count[tool] ?? (['angle', 'perpendicular', 'leg-axis'].includes(tool) ? 3 : 4));
  return measured('M1', tool, tool === 'doppler' ? own.slice(0, 2) : own, [{ name: 'value', value: 1, unit: 'mm' }]);
}

describe('measurements in a report of ours', () => {
  it('come back unchanged, whatever drew them: tool, points, values, units, words', () => {
    const coordinate = fc.double({ min: -50, max: 4000, noNaN: true });
    const point = fc.tuple(coordinate, coordinate);
    const unit = fc.constantFrom('mm', 'cm', 'mm2', 'deg', "[hnsf'U]", 'px', 'px2', '1', '', '{SUVbw}g/ml', 'cm/s');
    const name = fc.constantFrom(
      'length',
      'max',
      'maximum',
      'sd',
      'standard deviation',
      'ratio of axes',
      'mean',
      'value',
    );
    const value = fc.record({ name, unit, value: fc.double({ noNaN: true, noDefaultInfinity: true }) });
    const words = fc.string({ unit: fc.constantFrom(...'abc µ≤\\^=é山'), maxLength: 40 }).map((text) => text.trim());
    fc.assert(
      fc.property(
        fc.constantFrom(...MeasureTool.options),
        fc.array(point, { minLength: 4, maxLength: 4 }),
        fc.array(value, { maxLength: 4 }),
        fc.array(
          words.filter((text) => text !== ''),
          { maxLength: 2 },
        ),
        words,
        fc.constantFrom('', 'mm', 'at detector', 'calibrated by "A. Reader"'),
        (tool, points, values, warnings, text, basis) => {
          const one = { ...drawing(tool, points), text, result: { values, warnings, basis } };
          const [read] = back([one]);
          expect(read).toMatchObject({ tool, points: one.points, text, result: one.result });
          expect(read).toMatchObject({ trackingId: 'M1', trackingUid: one.trackingUid, seriesUid: one.seriesUid });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('keep the centimetres of ultrasound: 10.04 cm never comes back as 10.04 mm (trap 1)', () => {
    const line: [number, number][] = [
      [10, 10],
      [400, 300],
    ];
    const one = measured('M1', 'length', line, [{ name: 'length', value: 10.04, unit: 'cm' }]);
    expect(back([one])[0]?.result.values).toEqual([{ name: 'length', value: 10.04, unit: 'cm' }]);
    const target = file('cm.dcm', bytesOf([one]));
    const units = pydicom(
      target,
      '[[float(n.MeasuredValueSequence[0].NumericValue), n.MeasuredValueSequence[0].MeasurementUnitsCodeSequence[0].CodeValue] for c in ds.ContentSequence if c.ConceptNameCodeSequence[0].CodeValue == "126010" for g in c.ContentSequence for n in g.ContentSequence if n.ValueType == "NUM"]',
    );
    expect(units).toEqual([[10.04, 'cm']]);
  });

  it('carry what was found, where, on which side, and what was judged', () => {
    const codes = {
      finding: sct('27925004', 'Nodule'),
      findingSite: sct('39607008', 'Lung structure'),
      laterality: sct('24028007', 'Right'),
      evaluations: [{ name: sct('129737002', 'Radiographic lesion margin'), value: sct('129742005', 'Spiculated') }],
    };
    const one = { ...measured('M1', 'probe', [[3, 4]], []), ...codes };
    expect(back([one])[0]).toMatchObject(codes);
    const dump = documentDump(file('codes.dcm', bytesOf([one])));
    for (const word of ['Nodule', 'Lung structure', 'Right', 'Spiculated']) expect(dump).toContain(word);
    expect(violations(path.join(folder, 'codes.dcm'), /ComprehensiveSR/)).toEqual([]);
  });

  it('carry the vertebra or the rib of a label as its site, the rib with its side', () => {
    const label = (text: string, place: number): ReportedMeasurement =>
      measured(`M${place + 1}`, 'spine-label', [[3, 4]], [], { text });
    const levels = LEVEL_RUNS.flatMap((run) => run.levels);
    const all = [...levels, 'Rib 13 left', 'Rib 7, posterior'].map(label);
    const read = new Map(back(all).map((one) => [one.text, one]));
    const [right, left] = [sct('24028007', 'Right'), sct('7771000', 'Left')];
    for (const [level, site, laterality] of [
      ['L4', sct('11994002', 'L4 vertebra'), null],
      ['Rib 1 right', sct('48535007', 'First rib'), right],
      ['Rib 7 left', sct('24915002', 'Seventh rib'), left],
      ['Rib 12 right', sct('43993008', 'Twelfth rib'), right],
      ['Rib 13 left', null, null],
      ['Rib 7, posterior', null, null],
    ] as const) {
      expect(read.get(level), level).toMatchObject({ findingSite: site, laterality, text: level });
    }
    const codes = levels.map((level) => read.get(level)?.findingSite?.value);
    expect(codes).not.toContain(undefined);
    // A rib has one code, and two sides.
    expect(new Set(codes).size).toBe(25 + 12);
    const target = file('levels.dcm', bytesOf(all));
    expect(violations(target, /ComprehensiveSR/)).toEqual([]);
    expect(documentDump(target)).toMatch(/Twelfth rib/);
    // What the reader said of it stands, and is given no side that nobody said.
    const said = back([{ ...label('Rib 2 left', 0), findingSite: sct('39607008', 'Lung structure') }])[0];
    expect(said).toMatchObject({ findingSite: { value: '39607008' }, laterality: null });
  });

  it('carry what the lesions came to, by RECIST 1.1, in codes that DICOM publishes where it has one', () => {
    const withResponses = (responses: PointResponses): Uint8Array => {
      const measurements = [measured('M1', 'probe', [[3, 4]], [], { trackingId: 'T1' })];
      const bytes = buildMeasurementSr(signedDocument({ measurements, responses }));
      if (bytes === null) throw new Error('nothing was written');
      return bytes;
    };
    const target = file('response.dcm', withResponses({ target: 'PR', nonTarget: 'NE', overall: 'PR' }));
    expect(violations(target, /ComprehensiveSR/)).toEqual([]);
    for (const words of ['Target Lesion Partial Response', 'Non-target lesions not evaluable', 'RECIST 1.1'])
      expect(documentDump(target)).toContain(words);
    expect(pydicom(target, STRANGE)).toEqual([]);
    // An evaluation of the report is no measurement.
    expect(readMeasurements(openObject(readFileSync(target)))).toHaveLength(1);
    const codesOf = (responses: PointResponses): unknown =>
      Buffer.from(withResponses(responses))
        .toString('latin1')
        .match(/11204[1-7]/g);
    const none = { target: null, nonTarget: null, overall: null };
    const each = (['CR', 'PR', 'SD', 'PD'] as const).map((one) => codesOf({ ...none, target: one }));
    expect(each).toEqual([['112041'], ['112042'], ['112044'], ['112043']]);
    const others = (['CR', 'Non-CR/Non-PD', 'PD'] as const).map((one) => codesOf({ ...none, nonTarget: one }));
    expect(others).toEqual([['112045'], ['112046'], ['112047']]);
    expect(codesOf(none)).toBeNull();
  });

  it('name the frame of a multi-frame object', () => {
    const one = measured('M1', 'probe', [[3, 4]], [], { frame: 5, frames: 9 });
    expect(back([one])[0]?.image).toEqual({ sopUid: one.sopUid, sopClass: one.sopClass, frame: 5 });
  });

  it('lie in the patient and on no image where they were drawn on a reformat', () => {
    const plane = {
      ...{ seriesUid: '1.2.3.4.5', frameOfReference: '1.2.3.99', origin: [-100, 20, 300], slab: null },
      ...{ orientation: [1, 0, 0, 0, 0, -1], spacing: [0.5, 0.25] },
    } satisfies Record<string, unknown>;
    const drawn = [
      measured(
        'M1',
        'length',
        [
          [0, 0],
          [40, 20],
        ],
        [{ name: 'length', value: 14.142, unit: 'mm' }],
      ),
      measured(
        'M2',
        'ellipse',
        [
          [0, 10],
          [10, 10],
          [5, 0],
          [5, 20],
        ],
        [{ name: 'area', value: 39.3, unit: 'mm2' }],
      ),
      measured(
        'M3',
        'freehand',
        [
          [1, 1],
          [9, 1],
          [5, 7],
        ],
        [{ name: 'area', value: 3, unit: 'mm2' }],
      ),
    ].map((one) => ({ ...one, plane: MeasurementPlane.parse(plane) }));
    const target = file('space.dcm', bytesOf(drawn));
    expect(violations(target, /Comprehensive3DSR/)).toEqual([]);
    documentDump(target);
    const [line, , outline] = back(drawn);
    expect(line).toMatchObject({ image: null, space: { frameOfReference: '1.2.3.99' } });
    expect(line?.space?.points).toEqual([
      [-100, 20, 300],
      [-90, 20, 290],
    ]);
    // Closed, as a polygon in space is.
    expect(outline?.space?.points).toHaveLength(4);
    expect(pydicom(target, 'ds.SOPClassUID')).toBe('1.2.840.10008.5.1.4.1.1.88.34');
  });
});

/** Of every group: tracking UID, shapes that hang from it or its numbers, and numbers with name, derivation and unit. */
const GROUPS = `(lambda group: [[next(i.UID for i in g.ContentSequence if i.ValueType == 'UIDREF'),
  sorted({n.GraphicType for n in list(g.ContentSequence) + [c for m in g.ContentSequence for c in m.get('ContentSequence', [])] if 'GraphicType' in n}),
  [[n.ConceptNameCodeSequence[0].CodeMeaning,
    [c.ConceptCodeSequence[0].CodeMeaning for c in n.get('ContentSequence', []) if c.ValueType == 'CODE'],
    float(n.MeasuredValueSequence[0].FloatingPointValue), float(n.MeasuredValueSequence[0].NumericValue),
    n.MeasuredValueSequence[0].MeasurementUnitsCodeSequence[0].CodeValue]
   for n in g.ContentSequence if n.ValueType == 'NUM']] for g in group])(
  [g for c in ds.ContentSequence if c.ConceptNameCodeSequence[0].CodeValue == '126010' for g in c.ContentSequence])`.replace(
  /\s+/g,
  ' ',
);
/** Codes of the schemes that DICOM publishes, which its dictionary does not have, or names otherwise. */
const STRANGE =
  `(lambda known, found: sorted({f'{s} {v}' for s, v in found if s in ('DCM', 'LN') and (s, v) not in known}
  | {f'{s} {v}' for s, v in found if s == 'SCT' and (s, v) not in known}))(
  {(s, v) for s, names in __import__('pydicom.sr._concepts_dict', fromlist=['x']).concepts.items() for d in names.values() for v in d},
  (lambda walk: walk(walk, ds))(lambda walk, d: [p for e in d if e.VR == 'SQ' for i in e.value for p in
    ([(i.CodingSchemeDesignator, i.CodeValue)] if 'CodeValue' in i else []) + walk(walk, i)]))`.replace(/\s+/g, ' ');
const SHAPES: Partial<Record<MeasureTool, readonly string[]>> = {
  ...{ 'threshold-volume': ['POINT'], calcium: ['POINT'] },
  ...{ probe: ['POINT'], arrow: ['POINT'], 'spine-label': ['POINT'], doppler: ['POINT'] },
  ...{ ellipse: ['ELLIPSE'], circle: ['ELLIPSE'], perpendicular: ['POINT', 'POLYLINE'] },
};
const IN_UCUM: Readonly<Record<string, string>> = { px: '{pixels}' };
/** SNOMED CT concepts that are right and that no context group in that dictionary holds. */
const OUTSIDE = ['SCT 11994002', 'SCT 285285000', 'SCT 450360000'];

describe('one measurement of every tool', () => {
  it.each([
    ['picture', /ComprehensiveSR/],
    ['reformat', /Comprehensive3DSR/],
  ] as const)('on a %s passes dciodvfy and dsrdump, and pydicom reads the same numbers', (where, kind) => {
    const all = everyTool(where);
    const target = file(`every-${where}.dcm`, bytesOf(all));
    expect(violations(target, kind)).toEqual([]);
    documentDump(target);
    const groups = z.array(z.tuple([z.string(), z.array(z.string()), z.array(Read)])).parse(pydicom(target, GROUPS));
    expect(groups.map(([uid]) => uid)).toEqual(all.map(({ trackingUid }) => trackingUid));
    for (const [place, one] of all.entries()) {
      const [, shapes, numbers] = groups[place] ?? [];
      const values = one.result.values.map(({ value, unit }) => [value, value, IN_UCUM[unit] ?? unit]);
      expect(numbers?.map(([, , exact, decimal, unit]) => [exact, decimal, unit])).toEqual(values);
      const own = SHAPES[MeasureTool.parse(one.tool)] ?? ['POLYLINE'];
      const isClosed = ['rectangle', 'freehand', 'polygon', 'threshold'].includes(one.tool);
      // A closed outline is a polygon in space; the one beside its number is the line it is drawn with.
      const expected = where === 'reformat' && isClosed ? shapes?.filter((shape) => shape !== 'POLYGON') : shapes;
      expect(
        expected?.every((shape) => own.includes(shape)),
        one.tool,
      ).toBe(true);
    }
    // What a number is of: no two numbers of one group have the same name, derivation and unit.
    for (const [uid, , numbers] of groups) {
      expect(new Set(numbers.map(([name, how, , , unit]) => `${name} ${how.join()} ${unit}`)).size, uid).toBe(
        numbers.length,
      );
    }
    expect(pydicom(target, STRANGE)).toEqual(OUTSIDE);
    const read = back(all);
    expect(read.map(({ tool }) => tool)).toEqual(all.map(({ tool }) => tool));
    expect(read.map(({ result }) => result)).toEqual(all.map(({ result }) => result));
  });
});

describe('the codes that a reader chooses from', () => {
  it('are codes that DICOM publishes, which pydicom knows too, each once in its list', () => {
    const list = FindingList.parse(JSON.parse(readFileSync('resources/findings.json', 'utf8')));
    const { findings, sites, sides, judgements } = list;
    const lists = [
      findings,
      sites.map(({ code }) => code),
      Object.values(sides),
      ...judgements.map((one) => one.answers),
    ];
    for (const one of lists)
      expect(new Set(one.map(({ scheme, value }) => `${scheme} ${value}`)).size).toBe(one.length);
    const all = [...lists.flat(), ...judgements.map(({ name }) => name)].map(({ scheme, value }) => [scheme, value]);
    const known = `[c for c in ${JSON.stringify(all)} if tuple(c) not in {(s, v) for s, names in
      __import__('pydicom.sr._concepts_dict', fromlist=['x']).concepts.items() for d in names.values() for v in d}]`;
    expect(
      pydicom(file('any.dcm', bytesOf([measured('M1', 'probe', [[3, 4]], [])])), known.replace(/\s+/g, ' ')),
    ).toEqual([]);
  });
});

describe.skipIf(!hasTestdata() || !hasPeer('dsrdump'))('measurements of somebody else', () => {
  const read = (name: string): ReadMeasurement[] => readMeasurements(openObject(readFileSync(testdata('sr', name))));

  it('are read with values, units, sites and segments', () => {
    const groups = read('sr.dcm');
    expect(groups.length).toBeGreaterThan(0);
    expect(groups.every(({ trackingUid }) => trackingUid !== null)).toBe(true);
    expect(groups.flatMap(({ result }) => result.values).length).toBeGreaterThan(0);
    expect(groups.some(({ segment }) => segment !== null)).toBe(true);
    expect(groups.some(({ findingSite, finding }) => findingSite !== null || finding !== null)).toBe(true);
  });

  it('are read of several groups, and what no tool here draws is listed', () => {
    const groups = read('sr_document_with_multiple_groups.dcm');
    expect(groups.length).toBeGreaterThan(1);
    for (const { tool, space, image, others } of groups) {
      expect(tool !== null || space !== null || image !== null || others.length > 0).toBe(true);
    }
  });
});
