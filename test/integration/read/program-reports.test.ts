import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readObject } from '../../../electron/station/dicom/read/read-object.ts';
import type { ReportContent } from '../../../shared/model/dicom-object.ts';
import { doseLine } from '../../../shared/rules/dose-line.ts';
import { documentDump, pydicom, violations } from '../../helpers/judges.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { chestCad, ctDose, NODULE, OPACITY } from '../../helpers/program-reports.ts';
import type { Found, OfStudy } from '../../helpers/program-reports.ts';
import { programText } from '../../helpers/program-text.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const STUDY: OfStudy = {
  ...{ sopClass: '1.2.840.10008.5.1.4.1.1.2', sopUid: '1.2.826.1.1', seriesUid: '1.2.826.1', studyUid: '1.2.826' },
  ...{ patientName: 'DOE^JANE', patientId: 'P1', birthDate: '19700101', sex: 'F' },
  ...{ studyDate: '20240102', studyTime: '100000' },
};
const image = { sopUid: STUDY.sopUid, sopClass: STUDY.sopClass, frame: null };
const FINDINGS: readonly Found[] = [
  {
    ...{ what: NODULE, intent: '111150', certainty: 78, image },
    shapes: [
      { name: 'Center', type: 'POINT', points: [[200.5, 200.5]] },
      {
        ...{ name: 'Outline', type: 'CIRCLE' },
        points: [
          [200.5, 200.5],
          [230.5, 200.5],
        ],
      },
    ],
  },
  {
    what: OPACITY,
    intent: '111151',
    certainty: 22,
    image,
    shapes: [{ name: 'Center', type: 'POINT', points: [[9, 8]] }],
  },
  { what: NODULE, intent: '111152', image, shapes: [{ name: 'Center', type: 'POINT', points: [[7, 6]] }] },
];

async function written(name: string, bytes: Uint8Array): Promise<string> {
  const file = path.join(await tempDir(), name);
  writeFileSync(file, bytes);
  return file;
}

function read(file: string): ReportContent {
  const { content } = readObject(readFileSync(file));
  if (content.kind !== 'report') throw new Error(content.kind);
  return content;
}

const hasJudges = hasPeer('dciodvfy') && hasPeer('dsrdump');

describe.skipIf(!hasJudges)('reports of programs that other tools find nothing wrong with', () => {
  it('a chest CAD gives its findings with certainty and algorithm; what is not for presentation is counted alone', async () => {
    const file = await written('chest.dcm', chestCad(STUDY, FINDINGS));
    expect(violations(file, /ChestCADSR/)).toEqual([]);
    expect(documentDump(file)).toContain('Lung Finder');
    const { detection, marks, measurements } = read(file);
    const algorithm = { name: 'Lung Finder', version: '2.4' };
    const certainty = (text: string) => ({ name: 'Certainty of Finding', text });
    expect(detection).toEqual({
      ...{ algorithms: [algorithm], outcome: 'done', failures: [], withheld: 1 },
      findings: [
        {
          ...{ label: 'Nodule', optional: false, certainty: certainty('78 %'), figures: [certainty('78 %')] },
          algorithm,
        },
        {
          ...{ label: 'Opacity', optional: true, certainty: certainty('22 %'), figures: [certainty('22 %')] },
          algorithm,
        },
      ],
    });
    expect(marks.map(({ shape, finding, points }) => [shape, finding, points])).toEqual([
      ['POINT', 0, [200.5, 200.5]],
      ['CIRCLE', 0, [200.5, 200.5, 230.5, 200.5]],
      ['POINT', 1, [9, 8]],
    ]);
    // What a program found is no measurement of anybody.
    expect(measurements).toBeUndefined();
  });

  it('what a program wrote is its draft, with its version; with a person beside it, it is none', async () => {
    const file = await written('draft.dcm', programText(STUDY));
    expect(documentDump(file)).toContain('Draft Writer');
    expect(read(file).draft).toEqual({
      program: { name: 'Draft Writer', version: '1.0' },
      sections: [
        { title: 'Findings', text: 'Nodule of 6 mm.\nNo effusion.' },
        { title: 'Conclusions', text: 'A nodule.' },
      ],
    });
    expect(read(await written('person.dcm', programText(STUDY, true))).draft).toBeUndefined();
    // Of detections only what the program wants to be shown.
    expect(read(await written('cad.dcm', chestCad(STUDY, FINDINGS))).draft).toEqual({
      program: { name: 'Lung Finder', version: '2.4' },
      sections: [{ title: 'Findings', text: 'Nodule, certainty of finding 78 %.' }],
    });
    expect(read(await written('failed.dcm', chestCad(STUDY, [], 'failed'))).draft).toBeUndefined();
    expect(read(await written('dose.dcm', ctDose(STUDY))).draft).toBeUndefined();
  });

  it('one that failed, or was not attempted, is never one that found nothing', async () => {
    const failed = await written('failed.dcm', chestCad(STUDY, [], 'failed'));
    expect(violations(failed, /ChestCADSR/)).toEqual([]);
    expect(read(failed).detection).toMatchObject({ outcome: 'failed', failures: ['Nodule (Lung Finder 2.4)'] });
    expect(read(await written('not.dcm', chestCad(STUDY, [], 'not-attempted'))).detection?.outcome).toBe(
      'not-attempted',
    );
    expect(read(await written('none.dcm', chestCad(STUDY, []))).detection).toMatchObject({
      outcome: 'done',
      findings: [],
    });
  });

  it('a CT dose report gives each CTDIvol with its phantom and the total that it says, and adds nothing up', async () => {
    const file = await written('dose.dcm', ctDose(STUDY));
    expect(violations(file, /XRayRadiationDoseSR/)).toEqual([]);
    expect(documentDump(file)).toContain('CT Accumulated Dose Data');
    expect(pydicom(file, 'str(ds.SOPClassUID)')).toBe('1.2.840.10008.5.1.4.1.1.88.67');
    const phantom = (part: string) => `IEC ${part} Dosimetry Phantom`;
    const { dose } = read(file);
    expect(dose).toEqual([
      { kind: 'dlp', value: 1234.5, unit: 'mGy.cm', of: null, phantom: null },
      { kind: 'ctdi', value: 52.3, unit: 'mGy', of: 'Head', phantom: phantom('Head') },
      { kind: 'ctdi', value: 9.87, unit: 'mGy', of: 'Chest', phantom: phantom('Body') },
    ]);
    expect(doseLine(dose)).toBe(
      `CTDIvol 52.3 mGy (Head, ${phantom('Head')}) · CTDIvol 9.87 mGy (Chest, ${phantom('Body')}) · DLP 1234.5 mGy.cm`,
    );
  });
});
