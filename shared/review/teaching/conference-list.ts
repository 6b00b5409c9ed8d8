import { z } from 'zod';

/** Line breaks are kept, other control characters are not. */
const Words = z.string().max(4000);

/** The list of a conference: which teaching cases, in which order, and what the presenter wants to say. It names nobody. */
export const ConferenceList = z.strictObject({
  format: z.literal('nightjar/conference-list'),
  version: z.literal(1),
  title: z.string().min(1).max(200),
  /** In the order of presenting. */
  cases: z
    .array(
      z.strictObject({
        /** Pseudonym of the case: what stands for name and id in its objects. */
        pseudonym: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 -]{0,63}$/),
        /** New UIDs. */
        studyUid: z.string().regex(/^2\.25\.\d{1,39}$/),
        /** The key object selection "For Teaching" (113004, DCM); null: no picture was marked. */
        keyObjectUid: z
          .string()
          .regex(/^2\.25\.\d{1,39}$/)
          .nullable(),
        question: Words,
        learningPoint: Words,
        presenterNotes: Words,
      }),
    )
    .min(1)
    .max(200)
    .refine((cases) => new Set(cases.map(({ studyUid }) => studyUid)).size === cases.length, 'a case stands once'),
});
export type ConferenceList = z.infer<typeof ConferenceList>;

/** For paper: a case after the other. `notes`: with what only the presenter reads. */
export function printedList(list: ConferenceList, { notes }: { readonly notes: boolean }): string {
  const cases = list.cases.map((one, index) =>
    [
      `${index + 1}. ${one.pseudonym}`,
      ...part('Question', one.question),
      ...part('Learning point', one.learningPoint),
      ...(notes ? part('Notes', one.presenterNotes) : []),
    ].join('\n'),
  );
  return `${[list.title, ...cases].join('\n\n')}\n`;
}

function part(title: string, words: string): readonly string[] {
  const lines = words
    .split(/\r?\n/)
    // eslint-disable-next-line no-control-regex -- control characters are what this line is about
    .map((line) => line.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim())
    .filter((line) => line !== '');
  return lines.map((line, index) => `   ${index === 0 ? `${title}: ` : ''}${line}`);
}
