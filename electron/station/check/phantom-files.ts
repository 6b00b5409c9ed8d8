import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DECODE_PHANTOMS, GREY_PHANTOMS } from '../../../shared/rules/station-check/phantom-set.ts';
import type { GreyPhantom } from '../../../shared/rules/station-check/phantom-set.ts';
import {
  GEOMETRY,
  geometryValue,
  GREY_PADDING,
  GREY_SIDE,
  greyValue,
  picture,
  STACK,
  stackValue,
} from '../../../shared/rules/station-check/phantom-values.ts';
import { numbers, sequence, text } from '../dicom/write/element.ts';
import type { DicomItem } from '../dicom/write/element.ts';
import { lookupTableItem } from '../dicom/write/lookup-table.ts';
import { writeDicomFile } from '../dicom/write/write-file.ts';

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
const MULTI_FRAME_GREY_WORD = '1.2.840.10008.5.1.4.1.1.7.3';
const CT = '1.2.840.10008.5.1.4.1.1.2';
/** Root of UUIDs made for these pictures once (Part 5, B.2); they never leave this machine. */
const UID = '2.25.297846157205184934861046102938475610293';

/** A picture of the check and how its bytes are come by. */
export interface PhantomFile {
  /** As shared/contract/check.ts has it. */
  readonly name: string;
  readonly bytes: () => Promise<Uint8Array>;
}

/** Every picture of the check of this station. @param resources folder of what ships with the program */
export function phantomFiles(resources: string): readonly PhantomFile[] {
  const made = (name: string, make: () => Uint8Array): PhantomFile => ({ name, bytes: async () => make() });
  return [
    ...DECODE_PHANTOMS.map(({ name }) => ({
      name: `decode/${name}`,
      bytes: () => readFile(path.join(resources, 'phantoms', `${name}.dcm`)),
    })),
    ...GREY_PHANTOMS.map((way, at) => made(`grey/${way}`, () => greyFile(way, at))),
    made('geometry', geometryFile),
    made('stack', stackFile),
  ];
}

/** Windows are chosen so that both ends and the slope between them lie within the values. */
const GREY_WAYS: Readonly<Record<GreyPhantom, DicomItem>> = {
  linear: [
    ...[text(0x00281050, 'DS', '400'), text(0x00281051, 'DS', '1200')],
    ...[text(0x00281052, 'DS', '-1024'), text(0x00281053, 'DS', '1'), numbers(0x00280120, 'US', GREY_PADDING)],
  ],
  'linear-exact': [
    ...[text(0x00281050, 'DS', '2000'), text(0x00281051, 'DS', '1000'), text(0x00281056, 'CS', 'LINEAR_EXACT')],
  ],
  sigmoid: [text(0x00281050, 'DS', '2000'), text(0x00281051, 'DS', '1500'), text(0x00281056, 'CS', 'SIGMOID')],
  inverse: [text(0x00281050, 'DS', '2048'), text(0x00281051, 'DS', '4096')],
  fraction: [
    ...[text(0x00281050, 'DS', '100.5'), text(0x00281051, 'DS', '300')],
    ...[text(0x00281052, 'DS', '-20'), text(0x00281053, 'DS', '0.125')],
  ],
  table: [
    sequence(
      0x00283010,
      // Falling and rising again: no window does that.
      lookupTableItem({
        ...{ first: 0, bits: 8, explanation: 'PHANTOM' },
        data: Array.from({ length: 4096 }, (_, at) => Math.abs(255 - Math.floor(at / 8))).map((one) => one & 255),
      }),
    ),
  ],
};

function greyFile(way: GreyPhantom, at: number): Uint8Array {
  return writeDicomFile([
    ...common(SECONDARY_CAPTURE, 100 + at, 'OT'),
    ...pixelsOf(GREY_SIDE, GREY_SIDE, 12, way === 'inverse' ? 'MONOCHROME1' : 'MONOCHROME2'),
    ...GREY_WAYS[way],
    pixelData(picture(GREY_SIDE, GREY_SIDE, greyValue)),
  ]);
}

function geometryFile(): Uint8Array {
  const { columns, rows, spacing, intercept } = GEOMETRY;
  return writeDicomFile([
    ...common(CT, 200, 'CT'),
    text(0x00200032, 'DS', '-50', '-50', '0'),
    text(0x00200037, 'DS', '1', '0', '0', '0', '1', '0'),
    text(0x00200052, 'UI', `${UID}.2`),
    text(0x00280030, 'DS', ...spacing.map(String)),
    ...[text(0x00281050, 'DS', '500'), text(0x00281051, 'DS', '1100')],
    ...[text(0x00281052, 'DS', String(intercept)), text(0x00281053, 'DS', '1'), text(0x00281054, 'LO', 'HU')],
    ...pixelsOf(columns, rows, 12, 'MONOCHROME2'),
    pixelData(picture(columns, rows, geometryValue)),
  ]);
}

function stackFile(): Uint8Array {
  const { side, frames } = STACK;
  const data = new Uint16Array(side * side * frames);
  let at = 0;
  for (let frame = 1; frame <= frames; frame += 1) {
    for (let y = 0; y < side; y += 1) {
      for (let x = 0; x < side; x += 1, at += 1) data[at] = stackValue(x, y, frame);
    }
  }
  return writeDicomFile([
    ...common(MULTI_FRAME_GREY_WORD, 300, 'OT'),
    text(0x00280008, 'IS', String(frames)),
    ...[text(0x00281050, 'DS', '2048'), text(0x00281051, 'DS', '4096')],
    ...pixelsOf(side, side, 12, 'MONOCHROME2'),
    { tag: 0x7fe00010, vr: 'OW', bytes: new Uint8Array(data.buffer) },
  ]);
}

function common(sopClass: string, number: number, modality: string): DicomItem {
  return [
    text(0x00080005, 'CS', 'ISO_IR 192'),
    text(0x00080016, 'UI', sopClass),
    text(0x00080018, 'UI', `${UID}.${number}`),
    text(0x00080060, 'CS', modality),
    text(0x0020000d, 'UI', `${UID}.1000`),
    text(0x0020000e, 'UI', `${UID}.${1000 + number}`),
    text(0x00200013, 'IS', String(number)),
  ];
}

function pixelsOf(columns: number, rows: number, bits: number, photometric: string): DicomItem {
  return [
    numbers(0x00280002, 'US', 1),
    text(0x00280004, 'CS', photometric),
    numbers(0x00280010, 'US', rows),
    numbers(0x00280011, 'US', columns),
    numbers(0x00280100, 'US', 16),
    numbers(0x00280101, 'US', bits),
    numbers(0x00280102, 'US', bits - 1),
    numbers(0x00280103, 'US', 0),
  ];
}

/** Little-endian words: every machine that this program runs on has them so. */
function pixelData(values: readonly number[]): DicomItem[number] {
  return { tag: 0x7fe00010, vr: 'OW', bytes: new Uint8Array(Uint16Array.from(values).buffer) };
}
