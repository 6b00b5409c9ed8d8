import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { drawPictures, MOST_DRAWN } from '../../../../../electron/station/reporting/draw-picture.ts';
import { pngOf } from '../../../../../electron/station/reporting/png.ts';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import { captionOf, picturesHtml } from '../../../../../shared/report/picture-page.ts';
import { keyPicture, LOST, wedge } from '../../../../helpers/key-pictures.ts';

const still = new AbortController().signal;

describe('the key images of a page', () => {
  it('stand as they stood on the glass, with the sides and the drawings where they belong', async () => {
    const [page] = await drawPictures(wedge(), [keyPicture()], still);
    const drawn = page?.drawn ?? null;
    // Turned by a quarter: what was on the left is on top, what was on top is on the right.
    expect(drawn?.letters).toEqual({ left: 'P', right: 'A', top: 'R', bottom: 'L' });
    expect([drawn?.width, drawn?.height]).toEqual([128, 256]);
    expect(drawn?.shapes[0]).toEqual({
      kind: 'line',
      points: [
        [107.5, 20.5],
        [77.5, 80.5],
      ],
    });
    expect(drawn?.labels[0]).toEqual({ text: 'M1 12.3 mm', at: [107.5, 20.5] });
    expect(drawn?.grey).toBe('Window -600 / 1500');
  });

  it('are never left out: what cannot be had is named with why, what is too much as well', async () => {
    const pictures = [keyPicture({ instanceNumber: LOST }), ...Array.from({ length: MOST_DRAWN }, () => keyPicture())];
    const pages = await drawPictures(wedge(), pictures, still);
    expect(pages[0]).toEqual({ drawn: null, code: 'blob/missing' });
    expect(pages.at(-1)).toEqual({ drawn: null, code: 'too-many' });
    const html = picturesHtml(pictures, pages);
    expect(html.match(/<figure/g)).toHaveLength(pictures.length);
    expect(html).toContain(`image ${LOST}`);
    expect(html).toContain('could not be had when the page was made (blob/missing)');
    expect(html).toContain('Nodule &lt; 5 mm &amp; &quot;stable&quot; 右肺');
  });

  it('are asked for once more where a process died, and make no page of a store that was locked', async () => {
    const source = wedge();
    let asked = 0;
    const flaky = {
      ...source,
      pixels: (...of: Parameters<typeof source.pixels>) => {
        asked += 1;
        if (asked === 1) throw new AppError('process/died', 'gone', { retry: 'later' });
        return source.pixels(...of);
      },
    };
    expect((await drawPictures(flaky, [keyPicture()], still))[0]?.drawn).not.toBeNull();
    const locked = { ...source, pixels: () => Promise.reject(new AppError('access/locked', 'locked')) };
    await expect(drawPictures(locked, [keyPicture()], still)).rejects.toThrow('locked');
    const stopped = { ...source, pixels: () => Promise.reject(new AppError('blob/missing', 'stopped')) };
    await expect(drawPictures(stopped, [keyPicture()], AbortSignal.abort())).rejects.toThrow('stopped');
  });

  it('are found again by their captions', () => {
    expect(captionOf(keyPicture(), 3)).toBe('3. CT 2026-03-01 series 4 (Lung ≤ 1 mm), image 77');
    const bare = { modality: null, studyDate: null, seriesNumber: null, seriesDescription: null };
    expect(captionOf(keyPicture({ ...bare, frame: 2, frames: 9 }), 1)).toBe(
      '1. series without a number, image 77, frame 2 of 9',
    );
  });
});

describe('PNG', () => {
  it('holds every sample', () => {
    const data = Uint8Array.from({ length: 3 * 5 * 3 }, (_, at) => (at * 97) % 256);
    const file = pngOf({ rows: 3, columns: 5, samples: 3, data });
    const length = file.readUInt32BE(33);
    const lines = inflateSync(file.subarray(41, 41 + length));
    const read: number[] = [];
    for (let row = 0; row < 3; row += 1)
      for (let at = 0; at < 15; at += 1)
        read.push(((lines[row * 16 + 1 + at] ?? 0) + (at < 3 ? 0 : (read[row * 15 + at - 3] ?? 0))) & 255);
    expect(read).toEqual([...data]);
  });
});
