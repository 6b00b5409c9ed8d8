import * as dicomParser from 'dicom-parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decimalString,
  empty,
  fitText,
  numbers,
  sequence,
  text,
} from '../../../../../../electron/station/dicom/write/element.ts';
import type { DicomItem } from '../../../../../../electron/station/dicom/write/element.ts';
import { measuredShapes } from '../../../../../../electron/station/dicom/write/sr-geometry.ts';
import { buildMeasurementSr } from '../../../../../../electron/station/dicom/write/sr-measurements.ts';
import { buildReportSr } from '../../../../../../electron/station/dicom/write/sr-report.ts';
import { IMPLEMENTATION_UID, writeDicomFile } from '../../../../../../electron/station/dicom/write/write-file.ts';
import { sha256Hex } from '../../../../../../electron/station/kernel/sha256.ts';
import { codeThrown } from '../../../../../helpers/app-errors.ts';
import { signedDocument } from '../../../../../helpers/report-document.ts';

const identity: DicomItem = [
  text(0x00080005, 'CS', 'ISO_IR 192'),
  text(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.88.22'),
  text(0x00080018, 'UI', '2.25.1'),
];
const read = (items: DicomItem): dicomParser.DataSet => dicomParser.parseDicom(writeDicomFile([...identity, ...items]));

describe('the DICOM writer', () => {
  it('writes a file that another parser reads, with our name and even lengths', () => {
    const bytes = writeDicomFile([...identity, text(0x0040a160, 'UT', 'odd'), numbers(0x00280010, 'US', 512)]);
    const found = dicomParser.parseDicom(bytes);
    expect(bytes.length % 2).toBe(0);
    expect(found.string('x00020010')).toBe('1.2.840.10008.1.2.1');
    expect(found.string('x00020012')).toBe(IMPLEMENTATION_UID);
    expect(found.elements['x0040a160']?.length).toBe(4);
    expect(found.uint16('x00280010')).toBe(512);
    expect(Object.values(found.elements).every((element) => element.length % 2 === 0)).toBe(true);
  });

  it('gives any text back', () => {
    // eslint-disable-next-line no-control-regex -- control characters are what is left out here
    const control = /[\u0000-\u001f\u007f]/;
    // Trailing blanks are padding in DICOM and mean nothing.
    const characters = fc
      .string({ unit: 'grapheme' })
      .filter((value) => !control.test(value) && value === value.trimEnd());
    fc.assert(
      fc.property(characters, (value) => {
        const element = read([text(0x0040a160, 'UT', value)]).elements['x0040a160'];
        const bytes = writeDicomFile([...identity, text(0x0040a160, 'UT', value)]);
        const raw = bytes.subarray(element?.dataOffset, (element?.dataOffset ?? 0) + (element?.length ?? 0));
        expect(Buffer.from(raw).toString('utf8').replace(/ $/, '')).toBe(value);
      }),
    );
  });

  it('does not depend on the order of elements, and refuses a tag that stands twice', () => {
    const items = [text(0x00100010, 'PN', 'A'), sequence(0x00081111), empty(0x00100030, 'DA')];
    expect(writeDicomFile([...items, ...identity])).toEqual(writeDicomFile([...identity, ...items.toReversed()]));
    expect(codeThrown(() => writeDicomFile([...identity, ...items, ...items]))).toBe('internal/bug');
  });

  it.each([
    ['SH', 'seventeen letters'],
    ['LO', 'a\\b'],
    ['LO', 'a\nb'],
    ['CS', 'lower'],
    ['DA', '2026-01-01'],
    ['UI', '1.2.x'],
    ['IS', '1.5'],
    ['PN', 'a=b=c=d'],
    ['UT', 'tab\there'],
  ] as const)('refuses a %s of "%s"', (vr, value) => {
    expect(codeThrown(() => writeDicomFile([...identity, text(0x00091001, vr, value)]))).toBe('internal/bug');
  });

  it('keeps the limits of short lengths and of numbers', () => {
    expect(
      codeThrown(() => writeDicomFile([...identity, numbers(0x00700022, 'FL', ...new Array<number>(20_000).fill(1))])),
    ).toBe('internal/bug');
    expect(codeThrown(() => writeDicomFile([...identity, numbers(0x00700022, 'FL', Number.NaN)]))).toBe('internal/bug');
  });

  it('writes any number in 16 characters, near enough', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const written = decimalString(value);
        expect(written.length).toBeLessThanOrEqual(16);
        expect(Math.abs(Number(written) - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-8);
      }),
    );
  });

  it('fits text from outside without breaking characters', () => {
    expect(fitText('SH', `${'\u{1FAC1}'.repeat(20)}`)).toBe('\u{1FAC1}'.repeat(16));
    expect(fitText('LO', ' a\\b\r\nc ')).toBe('a b c');
  });
});

describe('SR objects', () => {
  it('are the same bytes for the same document', () => {
    const once = [buildReportSr(signedDocument()), buildMeasurementSr(signedDocument())];
    expect([buildReportSr(signedDocument()), buildMeasurementSr(signedDocument())]).toEqual(once);
    // A new hash means that objects already delivered would not be made again: raise the document's format number.
    expect(once.map((bytes) => sha256Hex(bytes ?? ''))).toMatchSnapshot();
  });

  it('count coordinates from the corner of the first pixel, long axis of an ellipse first', () => {
    expect(measuredShapes({ tool: 'probe', points: [[0, 0]] }).shapes[0]).toEqual({
      type: 'POINT',
      points: [[0.5, 0.5]],
    });
    const tall: [number, number][] = [
      [0, 10],
      [10, 10],
      [5, 0],
      [5, 20],
    ];
    expect(measuredShapes({ tool: 'ellipse', points: tall }).shapes[0].points[0]).toEqual([5.5, 0.5]);
    const lines: [number, number][] = [
      [0, 0],
      [9, 0],
      [0, 9],
      [9, 5],
    ];
    expect(measuredShapes({ tool: 'cobb', points: lines })).toMatchObject({ kind: 'together', shapes: [{}, {}] });
    const outline = measuredShapes({
      tool: 'freehand',
      points: [
        [0, 0],
        [1, 0],
        [0, 1],
      ],
    }).shapes[0].points;
    expect(outline[0]).toEqual(outline.at(-1));
    expect(codeThrown(() => measuredShapes({ tool: 'length', points: [[0, 0]] }))).toBe('measure/bad-points');
  });
});
