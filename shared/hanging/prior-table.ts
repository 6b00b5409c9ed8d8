import { z } from 'zod';

/** Coarse regions of the body; parts of one region are told apart by `part`. */
export const BodyRegion = z.enum([
  'head',
  'neck',
  'chest',
  'breast',
  'heart',
  'abdomen',
  'pelvis',
  'spine',
  'upper limb',
  'lower limb',
  'whole body',
]);
export type BodyRegion = z.infer<typeof BodyRegion>;

/**
 * Words as `foldText` leaves them, several in one entry are a phrase. An asterisk at the end: any word that begins so; at the
 * beginning: any word that ends so; at both: any word that holds it.
 */
const Words = z.array(z.string().regex(/^\*?[a-z0-9]+\*?( \*?[a-z0-9]+\*?)*$/)).max(500);
const Share = z.number().min(0).max(1);

/** A part of the body that an examination is made of. `whole`: it stands for its region; `sided`: there are two of it. */
const Part = z.strictObject({
  name: z.string(),
  region: BodyRegion,
  whole: z.boolean(),
  sided: z.boolean(),
  words: Words,
  /** Taken where nothing else names a part. */
  hints: Words.optional(),
});

/** resources/prior-relevance.json: what the words of hospitals mean, and what makes a prior worth fetching. */
export const PriorTable = z
  .strictObject({
    version: z.literal(1),
    /** When its facts were last looked at, and where they come from. */
    date: z.iso.date(),
    sources: z.array(z.string().min(1)).min(1),
    parts: z.array(Part).min(1),
    /** Phrases with such a word in them that name no part: "thorax de face". */
    ignore: Words,
    /** Regions whose parts are seen together in one picture: a study of one part says something of the others. */
    together: z.array(BodyRegion),
    /** How much of one part is seen in a study of the other, both ways. */
    near: z.array(z.tuple([z.string(), z.string(), Share])),
    modalities: z.array(z.strictObject({ name: z.string(), dicom: z.array(z.string()), words: Words, hints: Words })),
    sides: z.strictObject({ left: Words, right: Words, both: Words }),
    contrast: z.strictObject({ both: Words, without: Words, with: Words }),
    /** Kinds of examination for which contrast is a question at all. */
    contrastOf: z.array(z.string()),
    techniques: z.array(z.strictObject({ name: z.string(), words: Words })),
    weights: z.strictObject({
      region: Share,
      modality: Share,
      kin: Share,
      procedure: Share,
      description: Share,
      laterality: Share,
      age: Share,
      otherRegion: z.number().min(-1).max(0),
      otherSide: z.number().min(-1).max(0),
    }),
  })
  .superRefine((table, context) => {
    const names = new Set(table.parts.map(({ name }) => name));
    if (names.size < table.parts.length) context.addIssue({ code: 'custom', message: 'a part stands there twice' });
    for (const [a, b] of table.near) {
      if (names.has(a) && names.has(b)) continue;
      context.addIssue({ code: 'custom', message: `${a} and ${b}: not both are parts` });
    }
  });
export type PriorTable = Readonly<z.infer<typeof PriorTable>>;
