import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ParsedObject } from '../../../../../../electron/station/dicom/parsed-object.ts';
import { differingTags } from '../../../../../../electron/station/dicom/parse/compare.ts';
import { inflateDataSet } from '../../../../../../electron/station/dicom/parse/inflate.ts';
import { parseDicom } from '../../../../../../electron/station/dicom/parse/parse-dicom.ts';
import { codeThrown } from '../../../../../helpers/app-errors.ts';
import { concat, ctImage, dataSetBytes, element } from '../../../../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../../../../helpers/dicom-builder.ts';
import { storedFrames } from '../../../../../../shared/rules/mosaic.ts';
import { hasTestdata, parseTable, testdata } from '../../../../../helpers/testdata.ts';

function parse(bytes: Uint8Array): ParsedObject {
  const result = parseDicom(bytes, { sha256: '' });
  if (!result.ok) throw result.error;
  return ParsedObject.parse(result.value);
}
const image = (own: readonly BuiltElement[]) => parse(ctImage(own)).image;
const codeOf = (bytes: Uint8Array): string | null => {
  const result = parseDicom(bytes, { sha256: '' });
  return result.ok ? null : result.error.code;
};

describe('what is DICOM', () => {
  it('says what else a file is', () => {
    expect(codeOf(new Uint8Array(0))).toBe('dicom/empty-file');
    expect(codeOf(new Uint8Array(131))).toBe('dicom/not-dicom');
    expect(codeOf(new TextEncoder().encode('just a text that goes on for a while'))).toBe('dicom/not-dicom');
  });

  it.each(['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.2'])(
    'reads a bare data set in %s',
    (syntax) => {
      const elements = [element(0x00080060, 'CS', 'CT'), element(0x00100010, 'PN', 'DOE^JANE')];
      const parsed = parse(dataSetBytes(elements, { transferSyntax: syntax }));
      expect(parsed).toMatchObject({ transferSyntax: syntax, notes: ['no-meta', 'no-preamble'] });
      expect(parsed.patient.name.alphabetic).toBe('DOE^JANE');
    },
  );

  it('flags a preamble that is a program, and keeps the image', () => {
    const parsed = parse(ctImage([], { preamble: Uint8Array.of(0x4d, 0x5a, 0x90) }));
    expect(parsed).toMatchObject({ preambleSuspicious: true, image: { frames: 1 } });
    expect(parse(ctImage()).preambleSuspicious).toBe(false);
  });

  it('stops inflating at the cap', () => {
    const bomb = deflateRawSync(new Uint8Array(4 * 1024 * 1024));
    expect(codeThrown(() => inflateDataSet(bomb, 1024 * 1024))).toBe('dicom/too-large');
    expect(codeThrown(() => inflateDataSet(Uint8Array.of(0xff, 0xff), 1024))).toBe('dicom/damaged-header');
  });
});

describe('identity of a data set', () => {
  const own = [
    element(0x00080018, 'UI', '1.2.3.99'),
    element(0x00081111, 'SQ', [[element(0x00080060, 'CS', 'CT')]]),
    element(0x00186018, 'UL', 70000),
  ];

  it('hashes alike however it is written', () => {
    const syntaxes = ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.2'];
    const hashes = syntaxes.flatMap((transferSyntax) =>
      [false, true].map((undefinedLength) => parse(ctImage(own, { transferSyntax, undefinedLength })).headerSha256),
    );
    expect(new Set(hashes).size).toBe(1);
  });

  it('tells a changed header and names what changed', () => {
    const other = [...own, element(0x00100010, 'PN', 'ROE^JANE'), element(0x00204000, 'LT', 'new')];
    expect(parse(ctImage(own)).headerSha256).not.toBe(parse(ctImage(other)).headerSha256);
    expect(differingTags(ctImage(own), ctImage(other))).toEqual(['0010,0010', '0020,4000']);
  });

  it('does not count pixels as header, and does count them in the data set', () => {
    const a = parse(ctImage(own));
    const b = parse(ctImage([...own, element(0x7fe00010, 'OW', [4, 3, 2, 1])]));
    expect(a.headerSha256).toBe(b.headerSha256);
    expect(a.dataSetSha256).not.toBe(b.dataSetSha256);
  });

  it('keeps group 2 out of the data set', () => {
    const plain = ctImage(own);
    const flagged = ctImage(own, { preamble: Uint8Array.of(1, 2, 3) });
    expect(parse(plain).dataSetSha256).toBe(parse(flagged).dataSetSha256);
  });

  it('takes the SOP Instance UID of the meta information only where the data set has none', () => {
    expect(parse(ctImage([element(0x00080018, 'UI', '')]))).toMatchObject({ sopUid: null, notes: ['sop-uid-empty'] });
  });
});

describe('pictures', () => {
  it('counts the frames that are there when the number lies', () => {
    expect(image([element(0x00280008, 'IS', '2147483647')]).frames).toBe(1);
    expect(image([element(0x00280008, 'IS', '-1')]).frames).toBe(1);
    expect(image([element(0x00280008, 'IS', '3'), element(0x7fe00010, 'OW', new Array(8).fill(1))]).frames).toBe(2);
    expect(image([element(0x7fe00010, 'OW', new Array(8).fill(1))]).frames).toBe(1);
  });

  it.each([
    [[element(0x00280010, 'US', 0)], 'unsupported-pixel-format'],
    [[element(0x00280100, 'US', 12)], 'unsupported-pixel-format'],
    [[element(0x7fe00010, 'OW', [])], 'no-pixel-data'],
    [[element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.88.33'), element(0x7fe00010, 'OW', [])], 'report'],
    [[element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.66.4')], 'segmentation'],
    [[element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.481.3')], 'radiotherapy'],
  ])('says why there is none: %#', (own, why) => {
    expect(image(own).picture).toEqual({ shown: false, why });
  });

  it('shows radiotherapy doses and images', () => {
    expect(image([element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.481.2')]).picture).toEqual({ shown: true });
  });

  it('gives no place to an image with an impossible orientation', () => {
    const place = element(0x00200032, 'DS', '0\\0\\5');
    const frame = (orientation: string) => image([place, element(0x00200037, 'DS', orientation)]).perFrame[0];
    expect(frame('1\\0\\0\\0\\1\\0')).toMatchObject({ position: [0, 0, 5], orientation: [1, 0, 0, 0, 1, 0] });
    for (const bad of ['0\\0\\0\\0\\0\\0', '1\\0\\0\\1\\0\\0', 'nan\\0\\0\\0\\1\\0', '1\\0\\0']) {
      expect(frame(bad)).toMatchObject({ position: null, orientation: null });
    }
  });

  it('drops windows that divide by zero and keeps the others with their names', () => {
    const { windows } = image([
      element(0x00281050, 'DS', '40\\50\\-600'),
      element(0x00281051, 'DS', '400\\0\\1500'),
      element(0x00281055, 'LO', 'SOFT\\ZERO\\LUNG'),
    ]).perFrame[0] ?? { windows: [] };
    expect(windows).toEqual([
      { center: 40, width: 400, explanation: 'SOFT' },
      { center: -600, width: 1500, explanation: 'LUNG' },
    ]);
  });

  it('reads padding with the sign of the pixels', () => {
    const padded = [element(0x00280103, 'US', 1), element(0x00280120, 'US', 0xf830)];
    expect(image(padded).padding).toEqual({ value: -2000, limit: null });
    expect(image([element(0x00280120, 'US', 0xf830)]).padding).toEqual({ value: 0xf830, limit: null });
  });

  it('reads a lookup table whose length does not fit 16 bits, and leaves out one that is cut', () => {
    const table = (entries: number) =>
      element(0x00283010, 'SQ', [
        [element(0x00283002, 'US', [0, 0xfc18, 16]), element(0x00283006, 'OW', new Array(entries).fill(7))],
      ]);
    const [lut] = image([table(65536), element(0x00281052, 'DS', '-1024'), element(0x00281053, 'DS', '1')]).voiLuts;
    expect(lut).toMatchObject({ first: -1000, bits: 16 });
    expect(lut?.data).toHaveLength(65536);
    expect(image([table(100)]).voiLuts).toEqual([]);
  });

  it('reads functional groups, per frame before shared', () => {
    const measures = element(0x00289110, 'SQ', [[element(0x00280030, 'DS', '0.5\\0.6')]]);
    const at = (z: number) => [
      element(0x00209113, 'SQ', [[element(0x00200032, 'DS', `0\\0\\${z}`)]]),
      element(0x00209116, 'SQ', [[element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0')]]),
    ];
    const { perFrame } = image([
      element(0x00280008, 'IS', '2'),
      element(0x52009229, 'SQ', [[measures]]),
      element(0x52009230, 'SQ', [at(0), at(3)]),
      element(0x7fe00010, 'OW', new Array(8).fill(1)),
    ]);
    expect(perFrame.map((frame) => frame.position?.[2])).toEqual([0, 3]);
    expect(perFrame.map((frame) => frame.pixelSpacing)).toEqual([
      [0.5, 0.6],
      [0.5, 0.6],
    ]);
  });

  it('calls lossy what was lossy once, with its worst ratio', () => {
    expect(image([element(0x00282110, 'CS', '01'), element(0x00282112, 'DS', '3\\12')]).lossy).toEqual({ ratio: 12 });
    expect(image([]).lossy).toBeNull();
  });

  it('calls lossy what has a ratio or a method, whatever became of the flag', () => {
    const method = element(0x00282114, 'CS', 'ISO_10918_1\\ISO_15444_1');
    expect(image([method]).lossy).toEqual({ ratio: null, methods: ['ISO_10918_1', 'ISO_15444_1'] });
    expect(image([element(0x00282112, 'DS', '8')]).lossy).toEqual({ ratio: 8 });
    expect(image([element(0x00282112, 'DS', '1')]).lossy).toBeNull();
    expect(image([element(0x00282110, 'CS', '00'), method]).lossy).toBeNull();
  });

  it('makes control characters visible', () => {
    const text = concat([new TextEncoder().encode('A'), Uint8Array.of(7), new TextEncoder().encode('B')]);
    expect(parse(ctImage([element(0x00081030, 'LO', text)])).study.description).toBe('A\ufffdB');
  });
});

describe.skipIf(!hasTestdata())('every file of the test data', () => {
  const rows = (): readonly Readonly<Record<string, string>>[] =>
    parseTable(readFileSync(testdata('MANIFEST.tsv'), 'utf8'));

  it('has the shape, modality and transfer syntax that the manifest says', { timeout: 60_000 }, () => {
    const wrong: string[] = [];
    for (const row of rows().filter((one) => (one['expect'] ?? '').startsWith('image'))) {
      const result = parseDicom(readFileSync(testdata(row['path'] ?? '')), { sha256: '' });
      if (!result.ok) {
        wrong.push(`${row['path']}: ${result.error.code}`);
        continue;
      }
      const { image: found, transferSyntax } = result.value;
      // Of a sheet of slices the manifest says what is stored.
      const size = found.sheet?.apart === true ? found.sheet : found.pixels;
      const shape = size ? `${size.rows}x${size.columns}x${storedFrames(found)}` : 'none';
      const syntax = (row['transfer_syntax'] ?? '').split(' ')[0];
      if (shape !== row['rows_x_cols_x_frames']) wrong.push(`${row['path']}: ${shape}`);
      if (syntax !== '(none)' && transferSyntax !== syntax) wrong.push(`${row['path']}: ${transferSyntax}`);
      if ((found.modality ?? '') !== row['modality']) wrong.push(`${row['path']}: ${found.modality}`);
    }
    expect(wrong).toEqual([]);
  });
});
