/** The five marks of a message, from MSH-1 and MSH-2. truncation: of version 2.7 on. */
export interface Separators {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escape: string;
  readonly subcomponent: string;
  readonly truncation: string | null;
}

export const USUAL_SEPARATORS: Separators = {
  field: '|',
  component: '^',
  repetition: '~',
  escape: '\\',
  subcomponent: '&',
  truncation: null,
};

/**
 * One segment. fields[n] is field n as it was sent, escapes and all; fields[0] is the name. Of MSH, fields[1] is the field mark
 * itself, so that the numbers are those of the standard.
 */
export interface Segment {
  readonly name: string;
  readonly fields: readonly string[];
}

/** A message as it was sent: nothing is unescaped before it is read, so that writing it gives the same text. */
export interface Message {
  readonly separators: Separators;
  readonly segments: readonly Segment[];
}

/** Subcomponents as plain text, by component. */
export type Repetition = readonly (readonly string[])[];
