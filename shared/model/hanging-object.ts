import { z } from 'zod';

/** Longest lists that are taken from a stranger's object. */
export const MOST_HANGING_ITEMS = 256;
const Words = z.string().max(1024);
const Pair = z.array(z.number()).max(2);

/** What a DICOM Hanging Protocol object says (Part 3, C.23), as far as it is read here. */
export const HangingObject = z.strictObject({
  name: Words,
  description: Words,
  modalities: z.array(Words),
  /** "RPID22^RADLEX", of all its definitions; `all`: each of them has one. */
  procedures: z.strictObject({ codes: z.array(Words), all: z.boolean() }),
  reasons: z.strictObject({ codes: z.array(Words), all: z.boolean() }),
  /** The element of ours, as text; null: another program wrote the object. */
  own: z.string().nullable(),
  screens: z.number().int(),
  partial: Words.nullable(),
  imageSets: z.array(
    z.strictObject({
      number: z.number().int(),
      label: Words,
      category: Words,
      relativeTime: Pair,
      units: Words,
      abstractPrior: Pair,
      selectors: z.array(
        z.strictObject({
          /** "0008,0060". */
          attribute: z.string(),
          usage: Words,
          values: z.array(Words),
          /** It looks inside a sequence. */
          nested: z.boolean(),
        }),
      ),
    }),
  ),
  displays: z.array(
    z.strictObject({
      number: z.number().int(),
      group: z.number().int(),
      groupName: Words,
      imageSet: z.number().int(),
      label: Words,
      /** Top left and bottom right of each image box in shares, y upwards; and how it shows its pictures. */
      boxes: z.array(z.strictObject({ position: z.array(z.number()).max(4), layout: Words })),
      filters: z.number().int(),
      sorts: z.array(z.strictObject({ by: Words, attribute: z.string(), direction: Words })),
      reformatting: Words,
      thickness: z.number().nullable(),
      view: Words,
      rendering: Words,
      voi: Words,
      colour: Words,
      inverted: Words,
      trueSize: Words,
    }),
  ),
  /** Numbers of display sets that scroll together. */
  scrolling: z.array(z.array(z.number().int())),
  /** In words: parts that are there and not read. */
  unread: z.array(z.string()),
});
export type HangingObject = z.infer<typeof HangingObject>;
