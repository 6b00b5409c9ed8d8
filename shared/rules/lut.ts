import type { LookupTable } from '../model/image.ts';

/**
 * Output of a modality or VOI lookup table (Part 3 C.11.1, C.11.2). Input below the first value mapped takes the first
 * entry, input above the last takes the last. Fractions (input after a rescale) go to the nearest entry.
 * An empty table gives the input back.
 */
export function applyLut(lut: LookupTable, value: number): number {
  const last = lut.data.length - 1;
  const index = Math.min(Math.max(Math.round(value) - lut.first, 0), last);
  return lut.data[index] ?? value;
}

/** Largest output that the depth of a table allows. Some writers state too small a depth: the data decides then. */
export function lutTop(lut: LookupTable): number {
  const stated = 2 ** lut.bits - 1;
  let highest = 0;
  for (const entry of lut.data) if (entry > highest) highest = entry;
  return Math.max(stated, highest, 1);
}
