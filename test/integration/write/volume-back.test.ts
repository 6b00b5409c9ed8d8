import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openObject } from '../../../electron/station/dicom/read/open-object.ts';
import { readMeasurements } from '../../../electron/station/dicom/read/sr-measurements.ts';
import { buildMeasurementSr } from '../../../electron/station/dicom/write/sr-measurements.ts';
import { NoOutline } from '../../../shared/model/grown-outline.ts';
import type { GrownOutline } from '../../../shared/model/grown-outline.ts';
import { ObjectId } from '../../../shared/model/ids.ts';
import type { ReadMeasurement } from '../../../shared/model/measurement-report.ts';
import type { ReportedMeasurement } from '../../../shared/model/report.ts';
import { maskOutlines } from '../../../shared/volume/mask-outline.ts';
import { outlineCorners, outlineText } from '../../../shared/volume/outline-text.ts';
import { documentDump, pydicom, violations } from '../../helpers/judges.ts';
import { idOf, measured, signedDocument } from '../../helpers/report-document.ts';

const SIDE = 9;
const CT = '1.2.840.10008.5.1.4.1.1.2';
const ENHANCED_CT = '1.2.840.10008.5.1.4.1.1.2.1';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nightjar-tid1411-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

type Masks = readonly Uint8Array[];

/** Rows of "#" and ".", nine by nine. */
const mask = (...rows: readonly string[]): Uint8Array => {
  const text = rows
    .map((row) => row.padEnd(SIDE, '.'))
    .join('')
    .padEnd(SIDE * SIDE, '.');
  return Uint8Array.from([...text], (one) => (one === '#' ? 1 : 0));
};

/** A volume over pictures of their own, or over the frames of one object. */
function volume(masks: Masks, inOne = false): ReportedMeasurement {
  const pictures = masks.flatMap((one, place) => {
    const outlines = maskOutlines(one, SIDE, SIDE).map((outline) => outlineText(outline));
    const object = {
      objectId: ObjectId.parse(idOf(inOne ? 'all' : `picture ${place}`)),
      sopUid: sop(inOne ? 0 : place),
    };
    const named = { ...object, sopClass: inOne ? ENHANCED_CT : CT, frame: inOne ? place + 1 : 1 };
    return outlines.length === 0 ? [] : [{ ...named, frames: inOne ? masks.length : 1, outlines }];
  });
  const place = masks.findIndex((one) => one.includes(1));
  const pixel = masks[place]?.indexOf(1) ?? 0;
  const voxels = masks.reduce((sum, one) => sum + one.filter(Boolean).length, 0);
  const values = [
    { name: 'volume', value: voxels / 1000, unit: 'ml' },
    { name: 'mean', value: 41.25, unit: "[hnsf'U]" },
    { name: 'voxels', value: voxels, unit: '1' },
    { name: 'slices', value: pictures.length, unit: '1' },
  ];
  return measured('M1', 'threshold-volume', [[(pixel % SIDE) + 0.2, Math.floor(pixel / SIDE) - 0.3]], values, {
    ...{ sopUid: sop(inOne ? 0 : place), sopClass: inOne ? ENHANCED_CT : CT },
    ...{ frame: inOne ? place + 1 : 1, frames: inOne ? masks.length : 1 },
    ...(pictures.length === 0 ? {} : { grown: { written: true, pictures } satisfies GrownOutline }),
  });
}

const sop = (place: number): string => `1.2.3.4.5.${100 + place}`;

function bytesOf(measurement: ReportedMeasurement): Uint8Array {
  const bytes = buildMeasurementSr(signedDocument({ measurements: [measurement] }));
  if (bytes === null) throw new Error('nothing was written');
  return bytes;
}

function back(measurement: ReportedMeasurement): ReadMeasurement {
  const [read] = readMeasurements(openObject(bytesOf(measurement)));
  if (read === undefined) throw new Error('nothing was read');
  return read;
}

/** As they are to be read: their corners counted from the middle of the first pixel. */
const regionsOf = ({ grown }: ReportedMeasurement): unknown[] =>
  grown?.written !== true
    ? []
    : grown.pictures.flatMap(({ sopUid, sopClass, frame, frames, outlines }) =>
        outlines.map((text) => ({
          image: { sopUid, sopClass, frame: frames > 1 ? frame : null },
          outline: outlineCorners(text).map(([x, y]) => [x - 0.5, y - 0.5]),
        })),
      );

/** A ring, the same ring again, and two spots: a hole, an outline that comes twice, two parts on one picture. */
const BODY: Masks = [
  mask('', '.####', '.#..#', '.####'),
  mask('', '.####', '.#..#', '.####'),
  mask('', '.#..#', '....#'),
];

/** Of the one group: template, concept names in order, and every region with its area, picture and frame. */
const GROUP = `(lambda group: [group.ContentTemplateSequence[0].TemplateIdentifier,
  [i.ConceptNameCodeSequence[0].CodeValue for i in group.ContentSequence],
  [[i.GraphicType, list(i.GraphicData[:2]) == list(i.GraphicData[-2:]),
    abs(sum(i.GraphicData[k] * i.GraphicData[k + 3] - i.GraphicData[k + 2] * i.GraphicData[k + 1] for k in range(0, len(i.GraphicData) - 2, 2))) / 2,
    i.ContentSequence[0].RelationshipType,
    i.ContentSequence[0].ReferencedSOPSequence[0].ReferencedSOPInstanceUID,
    int(i.ContentSequence[0].ReferencedSOPSequence[0].get('ReferencedFrameNumber', 0))]
   for i in group.ContentSequence if i.ValueType == 'SCOORD'],
  [i.ConceptCodeSequence[0].CodeMeaning for i in group.ContentSequence if i.ConceptNameCodeSequence[0].CodeValue == '130400'],
  [len(i.get('ContentSequence', [])) for i in group.ContentSequence if i.ValueType == 'NUM']])(
  next(g for c in ds.ContentSequence if c.ConceptNameCodeSequence[0].CodeValue == '126010' for g in c.ContentSequence))`;
const EVIDENCE = `[i.ReferencedSOPInstanceUID for s in ds.CurrentRequestedProcedureEvidenceSequence
  for r in s.ReferencedSeriesSequence for i in r.ReferencedSOPSequence]`;
const flat = (expression: string): string => expression.replace(/\s+/g, ' ');

describe('a grown volume', () => {
  it.each([
    ['pictures of their own', false],
    ['frames of one object', true],
  ])('is a volumetric group (TID 1411) over %s, in the eyes of dciodvfy, dsrdump and pydicom', (_what, inOne) => {
    const one = { ...volume(BODY, inOne), finding: { value: '4147007', scheme: 'SCT', meaning: 'Mass' } };
    const target = path.join(folder, `volume-${String(inOne)}.dcm`);
    writeFileSync(target, bytesOf(one));
    expect(violations(target, /ComprehensiveSR/)).toEqual([]);
    expect(documentDump(target)).toContain('Geometric purpose of region');
    const where = (place: number): unknown[] => ['SELECTED FROM', sop(inOne ? 0 : place), inOne ? place + 1 : 0];
    expect(pydicom(target, flat(GROUP))).toEqual([
      '1411',
      // Tracking, finding and purpose, the regions, method, then the numbers and their ground, as the rows of the template.
      [
        ...['112039', '112040', '121071', '130400', '111030', '111030', '111030', '111030', '370129005'],
        ...['118565006', '110850', 'VOXELS', 'SLICES', '121106'],
      ],
      [
        ['POLYLINE', true, 10, ...where(0)],
        ['POLYLINE', true, 10, ...where(1)],
        ['POLYLINE', true, 1, ...where(2)],
        ['POLYLINE', true, 2, ...where(2)],
      ],
      ['Outline'],
      // The mean says that it is one; no number names one outline for all.
      [0, 1, 0, 0],
    ]);
    expect(pydicom(target, flat(EVIDENCE))).toEqual(inOne ? [sop(0)] : [sop(0), sop(1), sop(2)]);
  });

  it('comes back unchanged: the press on its picture, every outline on its own, numbers and words (property)', () => {
    const masks = fc
      .array(fc.uint8Array({ min: 0, max: 1, minLength: SIDE * SIDE, maxLength: SIDE * SIDE }), {
        minLength: 1,
        maxLength: 3,
      })
      .filter((all) => all.some((one) => one.includes(1)));
    fc.assert(
      fc.property(masks, fc.boolean(), fc.constantFrom('', 'Segment 8'), (all, inOne, text) => {
        const one = { ...volume(all, inOne && all.length > 1), text };
        const read = back(one);
        const image = { sopUid: one.sopUid, sopClass: one.sopClass, frame: one.frames > 1 ? one.frame : null };
        expect(read).toMatchObject({ tool: 'threshold-volume', points: one.points, text, image, result: one.result });
        expect(read).toMatchObject({ trackingUid: one.trackingUid, evaluations: [], others: [] });
        expect(read.regions).toEqual(regionsOf(one));
      }),
      { numRuns: 40 },
    );
  });

  it('is nobody’s drawing where the press lies in none of its outlines, and its outlines are read all the same', () => {
    const one = volume(BODY);
    for (const changed of [
      { ...one, points: [[2, 2] as [number, number]] },
      { ...one, sopUid: sop(7) },
    ]) {
      const read = back(changed);
      expect(read).toMatchObject({ tool: null, points: [] });
      expect(read.regions).toHaveLength(4);
      expect(read.evaluations.map(({ value }) => value.meaning)).toEqual(['Outline']);
    }
  });

  it.each(NoOutline.options)('is its press alone and says why where there are no outlines (%s)', (why) => {
    const one: ReportedMeasurement = { ...volume(BODY), grown: { written: false, why }, text: 'Segment 8' };
    const target = path.join(folder, `${why}.dcm`);
    writeFileSync(target, bytesOf(one));
    expect(violations(target, /ComprehensiveSR/)).toEqual([]);
    expect(documentDump(target)).toContain('Only the place it was grown from is here');
    expect(pydicom(target, flat(`${GROUP}[0]`))).toBe('1410');
    const read = back(one);
    expect(read).toMatchObject({ tool: 'threshold-volume', points: one.points, text: one.text, result: one.result });
    expect(read.regions).toEqual([]);
  });
});
