import { z } from 'zod';
import { StudyId } from './ids.ts';

/** Nobody reads more cases at once; the oldest goes from the list, and stays as it was left. */
export const MOST_ASIDE = 20;

/** What the reader had in hand: comes back with the case that waits. */
export const InHand = z.strictObject({
  /** Tool of the left button. */
  tool: z.string().max(40),
  /** The keys went into the report. */
  writing: z.boolean(),
});
export type InHand = z.infer<typeof InHand>;

/** A case that waits: how it stands, its drawings and its draft are kept with it. */
export const AsideCase = z.strictObject({
  studyId: StudyId,
  /** When it was put aside: UTC, ISO 8601. */
  at: z.string().max(40),
  /** The case that interrupted it; null: the reader put it aside. */
  interruptedBy: StudyId.nullable(),
  /** Absent: nobody knew. */
  hand: InHand.optional(),
});
export type AsideCase = z.infer<typeof AsideCase>;

/** What one reader has on the desk and put aside: there again after a restart. */
export const OpenCases = z.strictObject({
  onDesk: StudyId.nullable(),
  /** The newest first. */
  aside: z.array(AsideCase).max(MOST_ASIDE),
});
export type OpenCases = z.infer<typeof OpenCases>;

export const NO_CASES: OpenCases = { onDesk: null, aside: [] };

/** A study comes to the desk. What was there before is closed. */
export function taken({ aside }: OpenCases, studyId: StudyId): OpenCases {
  return { onDesk: studyId, aside: aside.filter((one) => one.studyId !== studyId) };
}

/** What is on the desk waits. @param interruptedBy the study that comes in its place; null: the list does */
export function putAside(
  cases: OpenCases,
  at: string,
  interruptedBy: StudyId | null,
  hand: InHand | null = null,
): OpenCases {
  const { onDesk } = cases;
  if (onDesk === null) return interruptedBy === null ? cases : taken(cases, interruptedBy);
  const others = cases.aside.filter(({ studyId }) => studyId !== onDesk);
  const waits: AsideCase = { studyId: onDesk, at, interruptedBy, ...(hand === null ? {} : { hand }) };
  const aside = [waits, ...others].slice(0, MOST_ASIDE);
  return interruptedBy === null ? { onDesk: null, aside } : taken({ onDesk, aside }, interruptedBy);
}

/** What is on the desk is closed: the case that it interrupted comes back, else the list. */
export function closed(cases: OpenCases): OpenCases {
  const before = cases.aside.find(({ interruptedBy }) => interruptedBy !== null && interruptedBy === cases.onDesk);
  return before ? taken(cases, before.studyId) : { ...cases, onDesk: null };
}

/** Back to the newest case that waits; what is on the desk waits in its place. Null: none does. */
export function back(cases: OpenCases, at: string, hand: InHand | null = null): OpenCases | null {
  const [newest] = cases.aside;
  return newest ? taken(putAside(cases, at, null, hand), newest.studyId) : null;
}

/** The case that its reader closed between two states: neither waiting nor left for one that was opened in its place. Null: none. */
export function closedBetween(before: OpenCases, now: OpenCases): StudyId | null {
  const { onDesk } = before;
  if (onDesk === null || now.onDesk === onDesk || now.aside.some(({ studyId }) => studyId === onDesk)) return null;
  // The list, or the case that it had interrupted, and not another one.
  return now.onDesk === closed(before).onDesk ? onDesk : null;
}
