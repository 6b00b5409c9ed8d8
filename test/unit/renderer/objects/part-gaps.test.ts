import { describe, expect, it } from 'vitest';
import { contourMarks } from '../../../../renderer/objects/contour-layer.ts';
import { partGaps } from '../../../../renderer/objects/part-gaps.ts';
import { fromPixel, planeOfPicture } from '../../../../renderer/objects/picture-plane.ts';
import { layerColour, layersOf, stateMarks } from '../../../../renderer/objects/state-marks.ts';
import type { ObjectContent, Structure } from '../../../../shared/model/dicom-object.ts';
import type { ImageInfo, Orientation } from '../../../../shared/model/image.ts';
import type { PresentationState } from '../../../../shared/model/presentation-state.ts';
import { objectId } from '../../shared/hanging/studies.ts';
import { imageOf } from '../../shared/rules/image-fixture.ts';

const SPACE = '1.2.3';

function picture(z: number, orientation: Orientation = [1, 0, 0, 0, 1, 0]): ImageInfo {
  return imageOf({
    size: [8, 6],
    frame: { position: [10, 20, z], orientation, pixelSpacing: [2, 1], sliceThickness: 2 },
    image: { objectId: objectId(`slice ${z}`), sopUid: `1.2.${z}`, frameOfReference: SPACE },
  });
}

const studies = (...images: readonly ImageInfo[]) => [{ series: [{ images }] }];

const square = (z: number) => ({
  type: 'CLOSED_PLANAR',
  points: [11, 22, z, 14, 22, z, 14, 26, z, 11, 26, z],
  images: [],
});
const structures = (own: Partial<Structure>): ObjectContent => ({
  ...{ kind: 'contours', title: 'S', cut: false },
  structures: [
    {
      ...{ number: 1, name: 'BODY', rgb: null, role: null, algorithm: null, frameOfReference: SPACE, contours: [] },
      ...own,
    },
  ],
});

describe('what of a part stands over no picture', () => {
  it('is said of a structure of another frame of reference, and of contours between the pictures', () => {
    const here = studies(picture(5), picture(7));
    expect(partGaps(structures({ contours: [square(5), square(7)] }), '1', here)).toBeNull();
    expect(partGaps(structures({ contours: [square(5), square(99)] }), '1', here)).toMatch(/^1 of 2 contours/);
    expect(partGaps(structures({ contours: [square(99)] }), '1', here)).toMatch(/^none of its 1 contours/);
    const elsewhere = structures({ contours: [square(5)], frameOfReference: '9.9' });
    expect(partGaps(elsewhere, '1', here)).toBe('its frame of reference is that of no picture here: not drawn');
  });

  it('is said of a segment with its frames', () => {
    const frame = (z: number) => ({
      ...{ segment: 1, sources: [], position: [10, 20, z] as [number, number, number] },
      orientation: [1, 0, 0, 0, 1, 0] as Orientation,
      pixelSpacing: [2, 1] as [number, number],
    });
    const of = (frameOfReference: string): ObjectContent => ({
      ...{ kind: 'segmentation', title: 'S' },
      segmentation: {
        ...{ kind: 'BINARY', label: null, rows: 6, columns: 8, frameOfReference, segments: [] },
        ...{ frames: [frame(5), frame(40)], maximumFractional: null, fractionalType: null, background: null },
      },
    });
    expect(partGaps(of(SPACE), '1', studies(picture(5)))).toMatch(/^1 of 2 frames/);
    expect(partGaps(of(SPACE), '1', studies(picture(5), picture(40)))).toBeNull();
    expect(partGaps(of(SPACE), '2', studies(picture(5)))).toMatch(/has no frame/);
    expect(partGaps(of('9.9'), '1', studies(picture(5)))).toMatch(/^its frame of reference/);
  });
});

describe('contours over an oblique picture', () => {
  it('stand at the pixels that they were drawn around', () => {
    const tilt = Math.PI / 6;
    const oblique = picture(5, [1, 0, 0, 0, Math.cos(tilt), Math.sin(tilt)]);
    const plane = planeOfPicture(oblique, 1);
    if (!plane) throw new Error('no plane');
    const corners = [
      [1, 1],
      [4, 1],
      [4, 3],
    ] as const;
    const points = corners.flatMap(([x, y]) => fromPixel(plane, [x, y]));
    const content = structures({ contours: [{ type: 'CLOSED_PLANAR', points, images: [] }] });
    const [structure] = content.kind === 'contours' ? content.structures : [];
    if (!structure) throw new Error('no structure');
    const [line] = contourMarks(structure, oblique, 1) ?? [];
    const drawn =
      line?.kind === 'line' ? line.points.map((point) => point.map((one) => Math.round(one * 1e6) / 1e6)) : [];
    expect(drawn).toEqual(corners);
    expect(contourMarks(structure, picture(5), 1)).toBeNull();
  });
});

describe('what a presentation state draws', () => {
  const state: PresentationState = {
    ...{ kind: 'grey', label: 'X', description: '', creator: null, date: null, time: null },
    images: [{ sopUid: '1.2.5', sopClass: '1', frame: null, seriesUid: '1.2' }],
    ...{ rescale: null, modalityLut: null, voi: [], shape: null, presentationLut: null, areas: [] },
    ...{ rotation: 0, flip: false, shutter: [], leftOut: [] },
    layers: [
      { name: 'TOP', lab: [100, 0, 0], grey: null },
      { name: 'UNUSED', lab: null, grey: null },
    ],
    bitmaps: [{ role: 'graphic', layer: 'TOP', rows: 1, columns: 3, runs: [2, -1, 1] }],
    annotations: [
      {
        ...{ of: [], layer: 'OTHER', graphics: [] },
        texts: [
          {
            ...{ text: 'Nodule', units: 'pixel', at: [1, 1], trackingUid: null },
            box: { to: [4, 2], align: 'right' },
            anchor: { units: 'pixel', at: [7, 5] },
          },
        ],
      },
    ],
  };

  it('stands layer by layer, in their order and colours', () => {
    expect(layersOf(state).map((one) => [one.name, layerColour(one)])).toEqual([
      ['TOP', 'rgb(255 255 255)'],
      ['OTHER', 'var(--color-drawing)'],
    ]);
  });

  it('is its bitmap, its words in their box, and a line to what they point at; over its own pictures only', () => {
    const [mask] = stateMarks(state, 'TOP', picture(5), 1, new Set()) ?? [];
    const set = mask?.kind === 'mask' ? [...mask.alpha].flatMap((value, at) => (value > 0 ? [at] : [])) : [];
    expect(set).toEqual([16, 17]);
    expect(stateMarks(state, 'OTHER', picture(5), 1, new Set())).toEqual([
      {
        kind: 'line',
        points: [
          [4, 2],
          [7, 5],
        ],
        closed: false,
      },
      { kind: 'text', at: [1, 1], text: 'Nodule', box: { to: [4, 2], align: 'right' } },
    ]);
    expect(stateMarks(state, 'TOP', picture(7), 1, new Set())).toBeNull();
  });
});
