import { describe, expect, it } from 'vitest';
import { frameValues } from '../../../electron/station/dicom/decode/frame-values.ts';
import { pictureLines, TextLines } from '../../../shared/deidentify/text/picture-lines.ts';
import { textLines } from '../../../shared/deidentify/text/text-lines.ts';
import type { GreyField } from '../../../shared/deidentify/text/stroke-mask.ts';
import { OwnDecoder } from '../../faults/decode/decoding.ts';
import { goldenRows } from '../../helpers/golden.ts';
import { testdata } from '../../helpers/testdata.ts';
import { drawnInto, textStrips } from '../../helpers/text-strips.ts';
import { readBytes } from './decoders.ts';

const decoder = new OwnDecoder();
/** Real pictures with a heading or results drawn into them. */
const WITH_TEXT = [
  ...['us/US1_UNC', 'us/US1_J2KI', 'us/US-PAL-8-10x-echo.dcm', 'us/us-echo-jpll.dcm', 'us/examples_rgb_color.dcm'],
  ...['us/us-cine-30f-ybr-regions.dcm', 'us/OBXXXX1A_rle_2frame.dcm', 'px/no-pixel-spacing.dcm', 'px/vlut_04.dcm'],
];
/** Real pictures in which nobody sees text, of all kinds that are taken, each stack by some of its slices. */
const WITHOUT = /^(?:ct-|mr-|pt\/|nm\/NM1_UNC|xa\/XA1_J2KR|ts-small\/(?:CT|MR)_small\.dcm)/;
const STEP = 9;

async function grey(path: string): Promise<GreyField> {
  const { header, data } = await decoder.frame(readBytes(testdata(path)), 1, 'display');
  const values = Float32Array.from(frameValues({ header, data }));
  return { columns: header.columns, rows: header.rows, values };
}

const rows = goldenRows();

describe.skipIf(rows.length === 0)('text burned into real pictures', () => {
  it.each(WITH_TEXT)('is found in %s, by the decoder process too', async (path) => {
    const { data } = await decoder.frame(readBytes(testdata(path)), 1, 'text');
    expect(TextLines.parse(JSON.parse(Buffer.from(data).toString('utf8'))).length).toBeGreaterThan(2);
  });

  it('is found in one of twenty at most where there is none, and in nine of ten where it is drawn into them', async () => {
    const strips = textStrips();
    const clean = rows.filter(({ path }) => WITHOUT.test(path)).filter((_, at) => at % STEP === 0);
    const alarms: string[] = [];
    let drawn = 0;
    let hits = 0;
    for (const [at, { path }] of clean.entries()) {
      const field = await grey(path);
      if (pictureLines({ ...field, samples: 1 }).length > 0) alarms.push(path);
      const strip = strips[(5 * at) % strips.length];
      if (strip === undefined || strip.width + 10 > field.columns || strip.height + 10 > field.rows) continue;
      const place = at % 2 === 0 ? [5, 5] : [(field.columns - strip.width) >> 1, (field.rows - strip.height) >> 1];
      const [x = 0, y = 0] = place;
      const level = field.values.reduce((most, value) => Math.max(most, value), -Infinity);
      drawn += 1;
      const found = textLines(drawnInto(field, strip, [x, y], level));
      if (found.some((line) => line.y < y + strip.height && line.y + line.height > y)) hits += 1;
    }
    expect(clean.length).toBeGreaterThan(25);
    expect(alarms.length / clean.length, alarms.join(' ')).toBeLessThan(0.05);
    expect(hits / drawn, `${hits} of ${drawn}`).toBeGreaterThan(0.9);
  });
});
