import { dicomFile, element } from './dicom-builder.ts';
import type { BuiltElement } from './dicom-builder.ts';

/** Pixels along each side of all of these. */
export const SIDE = 128;
export const STUDY = '2.25.73550001';
const SPACE = '2.25.73550009';
/** Values of the picture under the vessel: dark bars as of bones, so that what is left after a subtraction is seen. */
const ground = (x: number, y: number): number => 1800 + 6 * x + (Math.floor(y / 16) % 2 === 0 ? 700 : 0);
const isVessel = (x: number, y: number): boolean => Math.abs(y - 64 - 20 * Math.sin(x / 18)) < 4;

/** Frame from 1 in which the vessel is full; before it there is none. */
export const CONTRAST_FROM = 3;
/** Share of the beam that goes through the full vessel. */
export const THROUGH = 0.7;

/** A run of six frames, linear, whose mask is frame 1: a vessel that takes 30 % of the beam from the third frame on, wherever it lies. */
export function xaRun(
  mask: readonly BuiltElement[] | null = MASK_OF_FIRST,
  groups: readonly BuiltElement[] = [],
): Uint8Array {
  const frames = 6;
  const values = Array.from({ length: frames * SIDE * SIDE }, (_unused, at) => {
    const [frame, inside] = [Math.floor(at / SIDE ** 2) + 1, at % SIDE ** 2];
    const [x, y] = [inside % SIDE, Math.floor(inside / SIDE)];
    const through = frame >= CONTRAST_FROM && isVessel(x, y) ? THROUGH : 1;
    return Math.round(ground(x, y) * through);
  });
  return dicomFile([
    ...head('1.2.840.10008.5.1.4.1.1.12.1', `${STUDY}.1.1`, 'XA', `${STUDY}.1`, 'DSA run'),
    element(0x00181063, 'DS', '250'),
    element(0x00280002, 'US', 1),
    element(0x00280004, 'CS', 'MONOCHROME2'),
    element(0x00280008, 'IS', String(frames)),
    element(0x00280009, 'AT', Uint8Array.of(0x18, 0, 0x63, 0x10)),
    ...pixelsOf(values, [element(0x00281040, 'CS', 'LIN'), element(0x00281090, 'CS', 'SUB')], mask, [], groups),
  ]);
}

export const MASK_OF_FIRST: readonly BuiltElement[] = [
  element(0x00286101, 'CS', 'AVG_SUB'),
  element(0x00286110, 'US', [1]),
];

/** A presentation state of somebody else that asks for the run less the mean of frames 1 and 2 (PS3.3 C.11.13). */
export function maskState(): Uint8Array {
  const image = [element(0x00081150, 'UI', '1.2.840.10008.5.1.4.1.1.12.1'), element(0x00081155, 'UI', `${STUDY}.1.1`)];
  return dicomFile(
    [
      ...head('1.2.840.10008.5.1.4.1.1.11.1', `${STUDY}.8.1`, 'PR', `${STUDY}.8`, 'Subtracted'),
      element(0x00081115, 'SQ', [[element(0x00081140, 'SQ', [image]), element(0x0020000e, 'UI', `${STUDY}.1`)]]),
      element(0x00281090, 'CS', 'SUB'),
      element(0x00286100, 'SQ', [[element(0x00286101, 'CS', 'AVG_SUB'), element(0x00286110, 'US', [1, 2])]]),
      element(0x00700080, 'CS', 'SUBTRACTED'),
      element(0x00700081, 'LO', 'Vessels alone'),
      element(0x00700082, 'DA', '20260102'),
      element(0x00700083, 'TM', '120000'),
      element(0x20500020, 'CS', 'IDENTITY'),
    ].sort((a, b) => a.tag - b.tag),
  );
}

/** Four slices before contrast, or after: a lesion that takes up 300, in the same place. */
export function mrSlices(phase: 'pre' | 'post', slices = 4): readonly Uint8Array[] {
  const number = phase === 'pre' ? 2 : 3;
  return Array.from({ length: slices }, (_unused, slice) => {
    const values = Array.from({ length: SIDE * SIDE }, (_none, at) => {
      const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
      const body = Math.hypot(x - 64, y - 64) < 50 ? 400 + 2 * x : 20;
      const lesion = phase === 'post' && Math.hypot(x - 80, y - 55) < 10 ? 300 : 0;
      return body + lesion;
    });
    return dicomFile([
      ...head(
        '1.2.840.10008.5.1.4.1.1.4',
        `${STUDY}.${number}.${slice + 1}`,
        'MR',
        `${STUDY}.${number}`,
        `T1 ${phase}`,
      ),
      element(0x00180050, 'DS', '3'),
      element(0x00200013, 'IS', String(slice + 1)),
      element(0x00200032, 'DS', `-64\\-64\\${slice * 3}`),
      element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
      element(0x00200052, 'UI', SPACE),
      element(0x00280002, 'US', 1),
      element(0x00280004, 'CS', 'MONOCHROME2'),
      ...pixelsOf(values, [], null, [element(0x00280030, 'DS', '1\\1')]),
    ]);
  });
}

function head(sopClass: string, sopUid: string, modality: string, seriesUid: string, words: string): BuiltElement[] {
  return [
    element(0x00080016, 'UI', sopClass),
    element(0x00080018, 'UI', sopUid),
    element(0x00080020, 'DA', '20260102'),
    element(0x00080060, 'CS', modality),
    element(0x0008103e, 'LO', words),
    element(0x00100010, 'PN', 'PHANTOM^SUBTRACTION'),
    element(0x00100020, 'LO', 'SUB1'),
    element(0x00100030, 'DA', '19600101'),
    element(0x0020000d, 'UI', STUDY),
    element(0x0020000e, 'UI', seriesUid),
    element(0x00200011, 'IS', seriesUid.split('.').at(-1) ?? '1'),
  ].sort((a, b) => a.tag - b.tag);
}

function pixelsOf(
  values: readonly number[],
  more: readonly BuiltElement[],
  mask: readonly BuiltElement[] | null,
  spacing: readonly BuiltElement[] = [],
  groups: readonly BuiltElement[] = [],
): BuiltElement[] {
  return [
    element(0x00280010, 'US', SIDE),
    element(0x00280011, 'US', SIDE),
    ...spacing,
    element(0x00280100, 'US', 16),
    element(0x00280101, 'US', 12),
    element(0x00280102, 'US', 11),
    element(0x00280103, 'US', 0),
    ...more,
    ...(mask ? [element(0x00286100, 'SQ', [mask])] : []),
    ...groups,
    element(0x7fe00010, 'OW', values),
  ];
}
