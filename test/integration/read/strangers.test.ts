import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readObject } from '../../../electron/station/dicom/read/read-object.ts';
import type { ObjectContent } from '../../../shared/model/dicom-object.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';

type Kind = ObjectContent['kind'];

function read<K extends Kind>(kind: K, ...names: string[]): Extract<ObjectContent, { kind: K }> {
  const { content } = readObject(readFileSync(testdata(...names)));
  if (content.kind !== kind) throw new Error(`${content.kind} in place of ${kind}`);
  return content as Extract<ObjectContent, { kind: K }>;
}

describe.skipIf(!hasTestdata())('objects of somebody else', () => {
  it('a report of any template is lines to read, with codes by their meaning and numbers with their units', () => {
    const { title, lines } = read('report', 'sr', 'sr_document_with_multiple_groups.dcm');
    expect(title).toBe('Imaging Measurement Report');
    const said = lines.map(
      ({ depth, heading, name, text }) => `${'  '.repeat(depth)}${heading ? '# ' : ''}${name}: ${text}`,
    );
    expect(said).toContain('    Diameter: 10.0 mm');
    expect(said).toContain('    Intensity Histogram Mean: -119.07385253906 HU');
    expect(said).toContain('    Finding Site: Lung');
    expect(said).toContain('# Imaging Measurements: null');
    expect(said).toContain('Person Observer Name: DOE, John');
  });

  it('a report keeps its line ends, its dates, who verified it, and where its images are', () => {
    const { lines } = read('report', 'sr', 'test-SR.dcm');
    expect(lines[0]).toMatchObject({ name: 'Verified by', text: 'RIESMEIER, Jörg · OFFIS e.V. · 2001-02-13 18:47:46' });
    expect(lines.find(({ text }) => text?.startsWith('Sample Text'))?.text).toContain('A\nB\nC');
    expect(lines.find(({ name }) => name === 'DateTime')?.text).toBe('2000-12-06 12:00:00');
    expect(lines.flatMap(({ links }) => links).find(({ frames }) => frames.length === 2)?.frames).toEqual([5, 2]);
  });

  it('marks of a detection program stand in their image, with who drew them', () => {
    const { detection, marks } = read('report', 'derived', 'cad', 'mammo-cad-sr.dcm');
    const finding = { optional: false, certainty: null, figures: [], algorithm: null };
    expect(detection).toEqual({
      algorithms: [{ name: 'RWK_TESTDATA', version: null }],
      ...{ outcome: 'done', failures: [], withheld: 0 },
      findings: [
        { label: 'Mammography breast density', ...finding },
        { label: 'Mammographic calcification of breast', ...finding },
      ],
    });
    // A middle and an outline are one finding.
    expect(marks.map(({ shape, finding: of }) => [shape, of])).toEqual([
      ['POINT', 0],
      ['POLYLINE', 0],
      ['POINT', 1],
      ['POLYLINE', 1],
    ]);
    expect(marks[0]).toMatchObject({
      points: [1000, 1400],
      place: { in: 'image', image: { sopUid: '1.2.840.113619.2.227.10452012345105.2111150929121006.35' } },
    });
  });

  it('key objects and presentation states are read by the readers of our own', () => {
    const { title, keyObject } = read('key-images', 'derived', 'ko', 'kos-of-interest.dcm');
    expect([title, keyObject.references.length]).toEqual(['Of Interest', 3]);
    expect(read('presentation', 'derived', 'ps', 'gsps-ct-rot-inv.dcm').state.kind).toBe('grey');
  });

  it('structures keep their contours, colours, roles and the space that they lie in', () => {
    const { structures, cut } = read('contours', 'derived', 'rt', 'rtstruct-ct.dcm');
    expect(cut).toBe(false);
    expect(
      structures.map(({ name, rgb, role, algorithm, contours }) => [name, rgb, role, algorithm, contours.length]),
    ).toEqual([
      ['BODY', [0, 255, 0], 'EXTERNAL', 'AUTOMATIC', 251],
      ['LUNG_1', [255, 0, 0], 'ORGAN', 'AUTOMATIC', 1127],
      ['LUNG_2', [0, 128, 255], 'ORGAN', 'AUTOMATIC', 1009],
    ]);
    expect(structures.every(({ frameOfReference }) => frameOfReference?.startsWith('1.3.6.1.4.1.14519'))).toBe(true);
  });

  it('curves have values in their unit, a rate, and what the recorder wrote beside them', () => {
    const { groups, lines } = read('waveform', 'derived', 'ecg', 'ecg-12lead.dcm');
    expect(groups.map(({ label, frequency, channels }) => [label, frequency, channels.length])).toEqual([
      ['RHYTHM', 1000, 12],
      ['MEDIAN BEAT', 1000, 12],
    ]);
    // pydicom's waveform_array says the same of lead I.
    expect(groups[0]?.channels[0]).toMatchObject({ label: 'Lead I (Einthoven)', unit: 'uV' });
    expect(groups[0]?.channels[0]?.values.slice(0, 3)).toEqual([100, 81.25, 62.5]);
    expect(lines.find(({ name }) => name === 'QRS Duration')?.text).toBe('75 ms');
  });

  it('a PDF is named and not looked into; what is not understood has its name', () => {
    expect(read('document', 'derived', 'doc', 'pdf.dcm')).toMatchObject({
      title: 'SYNTHETIC report',
      mime: 'application/pdf',
      bytes: 20709,
      lines: null,
    });
    expect(read('other', 'rt', 'rtplan.dcm').title).toBe('Plan1');
    expect(read('value-maps', 'sr', 'rwvm.dcm').title).toBe('RWV');
  });
});
