import { dicomFile, element } from './dicom-builder.ts';
import type { BuiltElement } from './dicom-builder.ts';

/** Pixels along each side. */
export const SIDE = 96;
export const STUDY = '2.25.73550101';
const SPACE = `${STUDY}.9`;

/** Phases of a beat, 40 ms apart: a ventricle that empties and fills. */
export const BEAT = 10;
export const SLICES = 4;
/** s/mm², and the signal of a disc with an ADC of 1000 and of one with 500 × 10⁻⁶ mm²/s, as they decay. */
export const B_VALUES = [0, 400, 800];

/** A heart in short axis, slices by phases: the acquisition times are those of the heart beats that were put together. */
export function heartBeat(): readonly Uint8Array[] {
  return pictures(BEAT, (phase, slice, at) => {
    const radius = 22 - 8 * Math.sin((Math.PI * phase) / (BEAT - 1)) - 2 * slice;
    return {
      ...{ series: 1, words: 'Cine SA', phase, slice },
      more: [
        element(0x00080022, 'DA', '20260103'),
        element(0x00080032, 'TM', `1000${String(59 - phase * 3).padStart(2, '0')}`),
        element(0x00181060, 'DS', String(40 * phase)),
      ],
      values: field((x, y) => (Math.hypot(x - 48, y - 48) < radius ? 900 : Math.hypot(x - 48, y - 48) < 32 ? 350 : 60)),
      number: at + 1,
    };
  });
}

/** Diffusion at one place after the other, once with each b-value; the sides of the head attenuate differently. */
export function diffusion(): readonly Uint8Array[] {
  return pictures(B_VALUES.length, (phase, slice, at) => {
    const b = B_VALUES[phase] ?? 0;
    return {
      ...{ series: 2, words: 'DWI', phase, slice },
      more: [element(0x00189087, 'FD', b)],
      values: field((x, y) => {
        if (Math.hypot(x - 48, y - 48) > 40) return 10;
        const inDisc = Math.hypot(x - 30, y - 48) < 10;
        return Math.round(1000 * Math.exp(-b * (inDisc ? 0.0005 : 0.001)));
      }),
      number: at + 1,
    };
  });
}

/** Seconds from one pass over the slices to the next, and the HU of the artery at each: the blood comes with the third. */
export const PASS_S = 2;
export const ARTERY = [40, 40, 40, 140, 240, 190, 90, 60];

/** A perfusion CT: every slice again and again, each picture with the time of its acquisition; an artery among tissue of 40 HU. */
export function perfusion(): readonly Uint8Array[] {
  return pictures(ARTERY.length, (phase, slice, at) => ({
    ...{ series: 3, words: 'Perfusion', phase, slice },
    more: [
      element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
      element(0x00080022, 'DA', '20260103'),
      element(0x00080032, 'TM', `1030${String(phase * PASS_S).padStart(2, '0')}.000`),
      element(0x00080060, 'CS', 'CT'),
      element(0x00281052, 'DS', '-1024'),
      element(0x00281053, 'DS', '1'),
      element(0x00281054, 'LO', 'HU'),
    ],
    values: field((x, y) => {
      if (Math.hypot(x - 48, y - 48) > 40) return 24;
      return 1024 + (Math.hypot(x - 30, y - 48) < 10 ? (ARTERY[phase] ?? 0) : 40);
    }),
    number: at + 1,
  }));
}

interface Picture {
  readonly series: number;
  readonly words: string;
  readonly phase: number;
  readonly slice: number;
  readonly more: readonly BuiltElement[];
  readonly values: readonly number[];
  readonly number: number;
}

function pictures(phases: number, of: (phase: number, slice: number, at: number) => Picture): readonly Uint8Array[] {
  return Array.from({ length: phases * SLICES }, (_unused, at) =>
    pictureOf(of(Math.floor(at / SLICES), at % SLICES, at)),
  );
}

function field(value: (x: number, y: number) => number): readonly number[] {
  return Array.from({ length: SIDE * SIDE }, (_unused, at) => value(at % SIDE, Math.floor(at / SIDE)));
}

function pictureOf({ series, words, slice, more, values, number }: Picture): Uint8Array {
  const all = [
    element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.4'),
    element(0x00080018, 'UI', `${STUDY}.${series}.${number}`),
    element(0x00080020, 'DA', '20260103'),
    element(0x00080060, 'CS', 'MR'),
    element(0x00081030, 'LO', 'PHASES'),
    element(0x0008103e, 'LO', words),
    element(0x00100010, 'PN', 'PHANTOM^PHASES'),
    element(0x00100020, 'LO', 'PHASES1'),
    element(0x00100030, 'DA', '19600101'),
    element(0x00180050, 'DS', '6'),
    element(0x0020000d, 'UI', STUDY),
    element(0x0020000e, 'UI', `${STUDY}.${series}`),
    element(0x00200011, 'IS', String(series)),
    element(0x00200013, 'IS', String(number)),
    element(0x00200032, 'DS', `-48\\-48\\${slice * 6}`),
    element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
    element(0x00200052, 'UI', SPACE),
    element(0x00280002, 'US', 1),
    element(0x00280004, 'CS', 'MONOCHROME2'),
    element(0x00280010, 'US', SIDE),
    element(0x00280011, 'US', SIDE),
    element(0x00280030, 'DS', '1\\1'),
    element(0x00280100, 'US', 16),
    element(0x00280101, 'US', 12),
    element(0x00280102, 'US', 11),
    element(0x00280103, 'US', 0),
    element(0x7fe00010, 'OW', values),
  ];
  const own = new Set(more.map(({ tag }) => tag));
  return dicomFile([...all.filter(({ tag }) => !own.has(tag)), ...more].sort((a, b) => a.tag - b.tag));
}
