import type { Retention, RetentionEvent } from '../model/site-profile.ts';

/** A study as retention sees it. Times are UTC, ISO 8601. */
export interface KeptStudy {
  readonly studyId: string;
  /** When its site confirmed that it has the last report; null: never, or not that one. */
  readonly deliveredAt: string | null;
  /** A final report of it is signed, and none waits for a final one. */
  readonly signed: boolean;
  /** What would be lost: drafts, jobs that still need it, a comparison that somebody owes. */
  readonly openWork: boolean;
  /** Somebody holds it: a review, a teaching file, a court. */
  readonly held: boolean;
  /** All of it lies in the last backup, or its site keeps it out of that backup. */
  readonly backedUp: boolean;
  readonly events: readonly { readonly event: RetentionEvent; readonly at: string }[];
}

/** Why a study stays although its time may have come. */
export const KEEP_REASONS = [
  'held',
  'open-work',
  'unsigned',
  'not-delivered',
  'not-backed-up',
  'not-due',
  'no-rule',
  'clock-unknown',
] as const;
export type KeepReason = (typeof KEEP_REASONS)[number];

export type RetentionLine =
  | { readonly studyId: string; readonly purge: false; readonly reason: KeepReason; readonly dueAt: string | null }
  | {
      readonly studyId: string;
      readonly purge: true;
      readonly because: 'delivery' | RetentionEvent;
      readonly dueAt: string;
    };

/**
 * What a purge would delete now and what it would leave, a line a study in the order given. Nothing is deleted before the delivery
 * of its last report is confirmed, whatever its age and whatever happened: an event ends the time early, and no more. Holds, open
 * work and a missing backup stop both. Pure: a preview.
 * @param rule of the site; null: nothing is deleted @param at UTC, ISO 8601
 */
export function retentionPlan(studies: readonly KeptStudy[], rule: Retention | null, at: string): RetentionLine[] {
  return studies.map((study) => retentionLine(study, rule, Date.parse(at)));
}

const DAY_MS = 86_400_000;

interface Due {
  readonly time: number;
  readonly because: 'delivery' | RetentionEvent;
}

function retentionLine(study: KeptStudy, rule: Retention | null, now: number): RetentionLine {
  const { studyId } = study;
  const keep = (reason: KeepReason, due: Due | null = null): RetentionLine => ({
    ...{ studyId, purge: false, reason },
    dueAt: due === null ? null : new Date(due.time).toISOString(),
  });
  if (rule === null) return keep('no-rule');
  if (Number.isNaN(now)) return keep('clock-unknown');
  const due = firstDue(study, rule);
  if (study.held) return keep('held', due);
  if (study.openWork) return keep('open-work', due);
  if (!study.signed) return keep('unsigned', due);
  if (study.deliveredAt === null) return keep('not-delivered', due);
  if (due === null) return keep('no-rule');
  if (now < due.time) return keep('not-due', due);
  if (!study.backedUp) return keep('not-backed-up', due);
  return { studyId, purge: true, because: due.because, dueAt: new Date(due.time).toISOString() };
}

/** The earliest end of its time; a time that is none ends nothing. */
function firstDue(study: KeptStudy, rule: Retention): Due | null {
  const found: Due[] = [];
  const add = (from: string | null, days: number, because: Due['because']): void => {
    const time = from === null ? Number.NaN : Date.parse(from) + days * DAY_MS;
    if (!Number.isNaN(time)) found.push({ time, because });
  };
  if (rule.afterDeliveryDays !== null) add(study.deliveredAt, rule.afterDeliveryDays, 'delivery');
  for (const { event, at } of study.events) {
    for (const { days } of rule.events.filter((entry) => entry.event === event)) add(at, days, event);
  }
  return found.sort((a, b) => a.time - b.time || (a.because < b.because ? -1 : 1))[0] ?? null;
}
