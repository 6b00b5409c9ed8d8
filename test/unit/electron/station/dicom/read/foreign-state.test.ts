import { describe, expect, it } from 'vitest';
import { readObject } from '../../../../../../electron/station/dicom/read/read-object.ts';
import { GREY_STATE_CLASS } from '../../../../../../shared/model/presentation-state.ts';
import type { PresentationState } from '../../../../../../shared/model/presentation-state.ts';
import { dicomFile, element } from '../../../../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../../../../helpers/dicom-builder.ts';

const IMAGES = element(0x00081115, 'SQ', [
  [
    element(0x0020000e, 'UI', '1.2'),
    element(0x00081140, 'SQ', [
      [element(0x00081150, 'UI', '1.2.840.10008.5.1.4.1.1.2'), element(0x00081155, 'UI', '1.2.3')],
    ]),
  ],
]);

function stateOf(...own: readonly BuiltElement[]): PresentationState {
  const elements = [element(0x00080016, 'UI', GREY_STATE_CLASS), IMAGES, ...own];
  const { content } = readObject(dicomFile(elements.toSorted((a, b) => a.tag - b.tag)));
  if (content.kind !== 'presentation') throw new Error(content.kind);
  return content.state;
}

/** 4 columns, 2 rows: `.##.` above `#..#`. */
const bitmap = (group: number): readonly BuiltElement[] => [
  element(group * 0x10000 + 0x0010, 'US', 2),
  element(group * 0x10000 + 0x0011, 'US', 4),
  element(group * 0x10000 + 0x0040, 'CS', 'G'),
  element(group * 0x10000 + 0x0050, 'SS', [1, 3]),
  element(group * 0x10000 + 0x0100, 'US', 1),
  element(group * 0x10000 + 0x0102, 'US', 0),
  element(group * 0x10000 + 0x3000, 'OW', [0b1001_0110]),
];

describe('bitmaps of a presentation state', () => {
  it('are a shutter where it says so, and an overlay where it switches one on', () => {
    const state = stateOf(
      element(0x00181600, 'CS', 'BITMAP'),
      element(0x00181622, 'US', 65535),
      element(0x00181623, 'US', 0x6000),
      ...bitmap(0x6000),
      ...bitmap(0x6002),
      element(0x60021001, 'CS', 'NOTES'),
      // Neither shutter nor switched on: it is not to be seen.
      ...bitmap(0x6004),
    );
    const runs = [0, 3, 4, 1, 2, 2, 1, 5, 5];
    expect(state.bitmaps).toEqual([
      { role: 'shutter', layer: '', rows: 2, columns: 4, runs },
      { role: 'graphic', layer: 'NOTES', rows: 2, columns: 4, runs },
    ]);
    expect(state.shutterTone).toEqual({ grey: 1, lab: null });
    expect(state.leftOut).toEqual([]);
  });

  it('are named where the state does not bring what it speaks of', () => {
    const state = stateOf(
      element(0x00181600, 'CS', 'BITMAP'),
      element(0x00181623, 'US', 0x6000),
      element(0x60061001, 'CS', 'NOTES'),
    );
    expect(state.leftOut).toEqual([
      'bitmap shutter without its bitmap',
      'its choice of overlays of the picture (Shift O shows all or none)',
    ]);
  });
});

describe('the mask of a presentation state (C.11.13)', () => {
  const mask = (operation: string, ...own: readonly BuiltElement[]): BuiltElement =>
    element(0x00286100, 'SQ', [[element(0x00286101, 'CS', operation), ...own]]);
  const frames = [element(0x00286110, 'US', [2, 3]), element(0x00286114, 'FL', [0.5, -1])];

  it('is read with its frames and its shift', () => {
    const { masks, leftOut } = stateOf(element(0x00281090, 'CS', 'SUB'), mask('AVG_SUB', ...frames));
    expect(masks).toEqual([
      { operation: 'AVG_SUB', ranges: [], masks: [2, 3], average: 1, shift: [0.5, -1], offset: 1 },
    ]);
    expect(leftOut).toEqual([]);
  });

  it('is not asked for in a natural view, and named where it is not known', () => {
    expect(stateOf(element(0x00281090, 'CS', 'NAT'), mask('AVG_SUB', ...frames))).not.toHaveProperty('masks');
    for (const unknown of [mask('OTHER', ...frames), mask('AVG_SUB')]) {
      const state = stateOf(unknown);
      expect([state.masks, state.leftOut]).toEqual([undefined, ['mask subtraction']]);
    }
  });
});

describe('annotations of a presentation state of somebody else', () => {
  const line = (...own: readonly BuiltElement[]): readonly BuiltElement[] => [
    element(0x00700005, 'CS', 'PIXEL'),
    element(0x00700020, 'US', 2),
    element(0x00700021, 'US', 2),
    element(0x00700022, 'FL', [1, 1, 4, 4]),
    element(0x00700023, 'CS', 'POLYLINE'),
    ...own,
  ];
  const compound = (number: number, type: string): readonly BuiltElement[] => [
    element(0x00700226, 'UL', number),
    element(0x00700294, 'CS', type),
  ];

  it('are drawn by the plain graphics of a compound one; what has none, and styles, are named', () => {
    const state = stateOf(
      element(0x00700001, 'SQ', [
        [
          element(0x00700002, 'CS', 'A'),
          element(0x00700009, 'SQ', [line(element(0x00700226, 'UL', 7)), line(element(0x00700232, 'SQ', [[]]))]),
          element(0x00700209, 'SQ', [compound(7, 'RULER'), compound(8, 'AXIS')]),
        ],
      ]),
    );
    expect(state.annotations[0]?.graphics).toHaveLength(2);
    expect(state.leftOut).toEqual(['compound graphic AXIS', 'its own line styles']);
  });

  it('have their words in a box, with what it points at, and their layers in order and colour', () => {
    const words = [
      element(0x00700003, 'CS', 'PIXEL'),
      element(0x00700004, 'CS', 'PIXEL'),
      element(0x00700006, 'ST', 'Nodule'),
      element(0x00700010, 'FL', [11, 21]),
      element(0x00700011, 'FL', [31, 26]),
      element(0x00700012, 'CS', 'RIGHT'),
      element(0x00700014, 'FL', [5, 6]),
      element(0x00700015, 'CS', 'Y'),
    ];
    const hidden = words.map((one) => (one.tag === 0x00700015 ? element(one.tag, 'CS', 'N') : one));
    const layer = (name: string, order: string, ...own: readonly BuiltElement[]): readonly BuiltElement[] => [
      element(0x00700002, 'CS', name),
      element(0x00700062, 'IS', order),
      ...own,
    ];
    const state = stateOf(
      element(0x00700001, 'SQ', [[element(0x00700002, 'CS', 'A'), element(0x00700008, 'SQ', [words, hidden])]]),
      element(0x00700060, 'SQ', [
        layer('A', '2', element(0x00700066, 'US', 0)),
        layer('B', '1', element(0x00700401, 'US', [65535, 32896, 32896])),
      ]),
    );
    const box = { to: [30.5, 25.5], align: 'right' };
    const text = { text: 'Nodule', units: 'pixel', at: [10.5, 20.5], trackingUid: null, box };
    expect(state.annotations[0]?.texts).toEqual([{ ...text, anchor: { units: 'pixel', at: [4.5, 5.5] } }, text]);
    expect(state.layers?.map(({ name, grey }) => [name, grey])).toEqual([
      ['B', null],
      ['A', 0],
    ]);
    expect(state.layers?.[0]?.lab?.map(Math.round)).toEqual([100, 0, 0]);
  });
});

describe('the displayed area', () => {
  it('says how long a pixel is, or only its shape', () => {
    const area = (...own: readonly BuiltElement[]): readonly BuiltElement[] => [
      element(0x00700052, 'SL', [1, 1]),
      element(0x00700053, 'SL', [16, 16]),
      element(0x00700100, 'CS', 'TRUE SIZE'),
      ...own,
    ];
    const state = stateOf(
      element(0x0070005a, 'SQ', [
        area(element(0x00700101, 'DS', '0.5\\0.25')),
        area(element(0x00700102, 'IS', '2\\1')),
      ]),
    );
    expect(state.areas).toMatchObject([{ mode: 'true-size', spacing: [0.5, 0.25] }, { aspect: 2 }]);
  });
});
