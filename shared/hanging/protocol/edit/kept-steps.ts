import { z } from 'zod';
import { HangingProtocol } from '../protocol.ts';
import { beginEditing } from './history.ts';
import type { Editing } from './history.ts';

/** Steps of undo, or to do again, that a draft keeps. */
export const MOST_KEPT_STEPS = 500;
/** Characters of them together: the furthest are forgotten. */
export const LONGEST_STEPS = 256 * 1024;

/** What makes a document, as text, the next one: from there on so many characters go, and these come. */
const Splice = z.strictObject({
  at: z.number().int().nonnegative(),
  cut: z.number().int().nonnegative(),
  put: z.string().max(LONGEST_STEPS),
});
type Splice = z.infer<typeof Splice>;

const Steps = z
  .array(Splice)
  .max(MOST_KEPT_STEPS)
  .refine((steps) => lengthOf(steps) <= LONGEST_STEPS, 'longer than the steps of a draft may be');

/** What was done to a document, and undone, each from the one that is nearer to it. */
export const KeptSteps = z.strictObject({ past: Steps, future: Steps });
export type KeptSteps = z.infer<typeof KeptSteps>;

/** The steps of an editor as a draft keeps them. Documents with a fault in a field are none that can be kept: undo goes past them. */
export function keptSteps({ document, past, future }: Pick<Editing, 'document' | 'past' | 'future'>): KeptSteps {
  return { past: splices(document, [...past].reverse()), future: splices(document, future) };
}

/** A draft under the hand again, with its steps as far as they can be read. */
export function withSteps(document: HangingProtocol, steps: KeptSteps): Editing {
  const past = documents(document, steps.past).toReversed();
  return { ...beginEditing(document), past, future: documents(document, steps.future) };
}

/** Null: it cannot be kept. The same document is the same text, whoever put its fields in which order. */
function textOf(document: unknown): string | null {
  const parsed = HangingProtocol.safeParse(document);
  return parsed.success ? JSON.stringify(parsed.data) : null;
}

function splices(from: HangingProtocol, to: readonly HangingProtocol[]): Splice[] {
  const made: Splice[] = [];
  let text = textOf(from);
  let length = 0;
  for (const document of to) {
    const next = textOf(document);
    if (text === null || next === null) continue;
    const splice = spliced(text, next);
    length += lengthOf([splice]);
    if (length > LONGEST_STEPS || made.length === MOST_KEPT_STEPS) break;
    made.push(splice);
    text = next;
  }
  return made;
}

function spliced(from: string, to: string): Splice {
  const least = Math.min(from.length, to.length);
  let at = 0;
  while (at < least && from[at] === to[at]) at += 1;
  let end = 0;
  while (end < least - at && from[from.length - 1 - end] === to[to.length - 1 - end]) end += 1;
  return { at, cut: from.length - at - end, put: to.slice(at, to.length - end) };
}

function documents(from: HangingProtocol, steps: readonly Splice[]): HangingProtocol[] {
  const made: HangingProtocol[] = [];
  let text = textOf(from);
  for (const { at, cut, put } of steps) {
    if (text === null || at + cut > text.length) break;
    text = `${text.slice(0, at)}${put}${text.slice(at + cut)}`;
    const document = readFrom(text);
    if (document === null) break;
    made.push(document);
  }
  return made;
}

/** Null: a step of another version of the program, from which no further one can be read. */
function readFrom(text: string): HangingProtocol | null {
  try {
    const parsed = HangingProtocol.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function lengthOf(steps: readonly Splice[]): number {
  // Of the numbers and signs around them, about.
  return steps.reduce((sum, { put }) => sum + put.length + 40, 0);
}
