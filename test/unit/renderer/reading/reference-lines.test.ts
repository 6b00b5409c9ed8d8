import { describe, expect, it } from 'vitest';
import { lineLayer } from '../../../../renderer/reading/reference-lines.ts';
import type { ImageInfo } from '../../../../shared/model/image.ts';
import { axial } from '../../shared/hanging/studies.ts';

const coronal = (frameOfReference: string | null): ImageInfo => {
  const image = axial('coronal', 64, { frameOfReference });
  return {
    ...image,
    perFrame: image.perFrame.map((info) => ({ ...info, position: [0, 40, 64], orientation: [1, 0, 0, 0, 0, -1] })),
  };
};

describe('reference lines', () => {
  const slice = axial('slice', 0);
  const onto = { objectId: slice.objectId, frame: 1 };
  const marksFrom = (cutting: ImageInfo) => {
    const from = { objectId: cutting.objectId, frame: 1 };
    const layer = lineLayer(from, ({ objectId }) => [slice, cutting].find((one) => one.objectId === objectId) ?? null);
    return { layer, marks: layer.of(onto) };
  };

  it('show on pictures of their own frame of reference, and answer the same while nothing changed', () => {
    const { layer, marks } = marksFrom(coronal('1.2.9'));
    expect(marks).toEqual([
      {
        kind: 'line',
        points: [
          [127.5, 40],
          [-0.5, 40],
        ],
        closed: false,
        dashed: true,
      },
    ]);
    expect(layer.of(onto)).toBe(marks);
  });

  it('come over a registration where the reader links by one: turned and shifted by it, and marked approximate', () => {
    const cutting = coronal('1.2.8');
    const from = { objectId: cutting.objectId, frame: 1 };
    const turn = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const;
    const asked: unknown[] = [];
    const layer = lineLayer(
      from,
      ({ objectId }) => [slice, cutting].find((one) => one.objectId === objectId) ?? null,
      (one, other) => {
        asked.push([one, other]);
        return {
          matrix: { turn: [[...turn[0]], [...turn[1]], [...turn[2]]], shift: [0, 7, 0] },
          by: 'registered by Ada',
        };
      },
    );
    const marks = layer.of(onto) ?? [];
    expect(asked).toEqual([['1.2.8', '1.2.9']]);
    expect(marks[0]).toMatchObject({
      points: [
        [127.5, 47],
        [-0.5, 47],
      ],
    });
    expect(marks[1]).toMatchObject({ kind: 'text', text: 'approximate, registered by Ada' });
  });

  it('do not come over a registration between planes that nearly run side by side: its error would say where they meet', () => {
    const cutting = axial('cutting', 1, { frameOfReference: '1.2.8' });
    const layerBy = (degrees: number) => {
      const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
      // Turned about the middle of the picture, along its columns.
      const turn = [[c, 0, s], [0, 1, 0], [-s, 0, c]] as const; // prettier-ignore
      const shift: [number, number, number] = [64 - c * 64, 0, s * 64];
      return lineLayer(
        { objectId: cutting.objectId, frame: 1 },
        ({ objectId }) => [slice, cutting].find((one) => one.objectId === objectId) ?? null,
        () => ({ matrix: { turn: [[...turn[0]], [...turn[1]], [...turn[2]]], shift }, by: 'registered here' }),
      ).of(onto);
    };
    expect([layerBy(0), layerBy(1), layerBy(-3), layerBy(15)]).toEqual([null, null, null, null]);
    expect(layerBy(30)).toHaveLength(2);
  });

  it.each([
    ['of another frame of reference', '1.2.8'],
    ['that name no frame of reference', null],
    ['with an empty one', ''],
  ])('never come from pictures %s (trap 14)', (_what, uid) => {
    expect(marksFrom(coronal(uid)).marks).toBeNull();
  });
});
