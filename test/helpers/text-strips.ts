import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { GreyField } from '../../shared/deidentify/text/stroke-mask.ts';
import { projectRoot } from './runtime.ts';

const Strip = z.object({
  font: z.string(),
  size: z.number(),
  smooth: z.boolean(),
  text: z.string(),
  width: z.number(),
  height: z.number(),
  ink: z.string(),
});

/** A line of text that a program rendered; `ink` is how much of each pixel is letter, 0 to 255. */
export interface TextStrip extends Omit<z.infer<typeof Strip>, 'ink'> {
  readonly ink: Uint8Array;
}

export function textStrips(): readonly TextStrip[] {
  const file = path.join(projectRoot, 'test', 'fixtures', 'burned-in', 'strips.json');
  return z
    .array(Strip)
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .map((strip) => ({ ...strip, ink: gunzipSync(Buffer.from(strip.ink, 'base64')) }));
}

/** The picture with a line of text in it, as bright as `level`. */
export function drawnInto(field: GreyField, strip: TextStrip, at: readonly [number, number], level: number): GreyField {
  const values = Float32Array.from(field.values);
  for (let y = 0; y < strip.height; y += 1) {
    for (let x = 0; x < strip.width; x += 1) {
      const share = (strip.ink[y * strip.width + x] ?? 0) / 255;
      const place = (y + at[1]) * field.columns + x + at[0];
      values[place] = (1 - share) * (values[place] ?? 0) + share * level;
    }
  }
  return { ...field, values };
}
