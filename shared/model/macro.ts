import { z } from 'zod';

/** Most of everything: of one library, and of a file that is brought in. */
export const MACRO_BOUNDS = { macros: 5000, fileBytes: 4 * 1024 * 1024, text: 20_000 } as const;

/** A column or attribute of the file that a macro came from which no program of ours uses, kept for its export. */
export const KeptValue = z.strictObject({ name: z.string().max(200), value: z.string().max(2000) });

/** Text that a reader puts into reports by a shorthand or by its name. About no patient. */
export const Macro = z.strictObject({
  macroId: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(200),
  /** Typed, then the key that expands it; empty: by name alone. No blanks. */
  shorthand: z.string().max(40).regex(/^\S*$/u),
  /** In the language of shared/report/macros: fields, choices, conditions, values. */
  text: z.string().min(1).max(MACRO_BOUNDS.text),
  /** For which studies; empty lists match everything. Modalities as DICOM writes them, body parts in plain words. */
  modalities: z.array(z.string().min(1).max(16)).max(20),
  bodyParts: z.array(z.string().min(1).max(64)).max(20),
  sexes: z.array(z.enum(['F', 'M', 'O'])).max(3),
  kept: z.array(KeptValue).max(50).optional(),
});
export type Macro = z.infer<typeof Macro>;

/** A library as a file: what is exported, and what ships. */
export const MacroFile = z.strictObject({
  kind: z.literal('nightjar-macros'),
  version: z.literal(1),
  macros: z.array(Macro).max(MACRO_BOUNDS.macros),
});
export type MacroFile = z.infer<typeof MacroFile>;

/** What a file held that does not come in: where it stands, what it is called, and why not. */
export const LeftOut = z.strictObject({ at: z.string(), name: z.string(), why: z.string() });
export type LeftOut = z.infer<typeof LeftOut>;

/** What is known of a study when a macro is put into its report. */
export const MacroFacts = z.strictObject({
  modalities: z.array(z.string()),
  bodyParts: z.array(z.string()),
  description: z.string().nullable(),
  sex: z.enum(['F', 'M', 'O']).nullable(),
  ageYears: z.number().int().nullable(),
  side: z.enum(['left', 'right', 'both']).nullable(),
});
export type MacroFacts = z.infer<typeof MacroFacts>;
