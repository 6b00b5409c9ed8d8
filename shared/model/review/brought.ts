import { z } from 'zod';

/** In what form reports come that somebody else wrote. */
export const BringFormat = z.enum(['csv', 'oru', 'fhir']);
export type BringFormat = z.infer<typeof BringFormat>;

/**
 * Why a report was not brought in. cells: another number of cells than the first line has. not-text: bytes that are not UTF-8. unreadable:
 * no message or resource of this kind. not-final: preliminary, or no report yet. no-zone: a time without an offset, and no zone given.
 * author-unclear: two people of this station bear that name, so nobody can say who must not read it.
 */
export const BringRefusal = z.enum([
  ...(['cells', 'not-text', 'too-long', 'unreadable', 'no-number', 'no-author', 'author-unclear', 'no-time'] as const),
  ...(['bad-time', 'no-zone', 'bad-modality', 'bad-region', 'bad-shift', 'bad-flag', 'bad-study', 'no-text'] as const),
  ...(['not-final', 'nothing-to-add-to'] as const),
]);
export type BringRefusal = z.infer<typeof BringRefusal>;

/** What became of every report of a file: all counts together are `read`. */
export const BroughtReports = z.strictObject({
  read: z.number().int(),
  added: z.number().int(),
  /** The same report again, or one that was signed on this station: once is enough. */
  known: z.number().int(),
  /** Corrected by its sender: the new text takes its place, cases that were drawn keep the old one. */
  replaced: z.number().int(),
  /** Withdrawn by its sender: not drawn any more. */
  withdrawn: z.number().int(),
  /** An addendum to a report that is here. */
  addenda: z.number().int(),
  /** Of the added and replaced: their study is on this station. */
  linked: z.number().int(),
  /** Lines as "2, 5-9", counted from 1: where each report begins in the file. */
  refused: z.array(z.strictObject({ why: BringRefusal, reports: z.number().int().min(1), lines: z.string() })),
});
export type BroughtReports = z.infer<typeof BroughtReports>;
