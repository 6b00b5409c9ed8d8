import { z } from 'zod';
import { DOCUMENT_ENTRY, DOCUMENT_VERSION } from './kept-document.ts';

/** Id of a template; that of an imported form is cut to this. */
export const TemplateId = z.string().min(1).max(100);

/** Characters of one template as JSON, and templates of one owner. */
export const LONGEST_TEMPLATE = 512 * 1024;
export const MOST_TEMPLATES = 500;

/** A template as the list of templates shows it. */
export const TemplateEntry = z.strictObject({
  ...DOCUMENT_ENTRY,
  id: z.string(),
  /** in-force; `replaced` by a later scope; `removed`: former versions can be brought back; `unreadable` here. */
  state: z.enum(['in-force', 'replaced', 'removed', 'unreadable']),
  /** What it is chosen by, in words; empty: for every study. */
  wanted: z.array(z.string()),
});
export type TemplateEntry = z.infer<typeof TemplateEntry>;

export const TemplateVersion = z.strictObject(DOCUMENT_VERSION);
export type TemplateVersion = z.infer<typeof TemplateVersion>;

/** What is in a file of a template, before it is taken over. */
export const TemplatePreview = z.strictObject({
  /** SHA-256, hex: names the file to what takes it over. */
  hash: z.string(),
  id: z.string(),
  name: z.string(),
  sections: z.number().int(),
  fields: z.number().int(),
  /** What was left out: whatever could run or load, and what has no place in a form. */
  dropped: z.array(z.strictObject({ what: z.string(), count: z.number().int() })),
  /** Attributes, metadata and texts of others that are kept for its export. */
  kept: z.number().int(),
  /** What a person should know of it, in words. */
  notes: z.array(z.string()),
});
export type TemplatePreview = z.infer<typeof TemplatePreview>;
