import type { AuditDetail } from '../audit.ts';
import { auditHead } from '../ledger/ledger.ts';
import type { AuditHead } from '../ledger/ledger.ts';
import type { Db } from '../sqlite.ts';
import type { AlarmKind } from './alarms.ts';
import type { AnchorState } from './anchor.ts';

export interface Suspicion {
  readonly kind: AlarmKind;
  readonly detail: AuditDetail;
}

export interface Witnesses {
  readonly index: Db;
  readonly journal: Db;
  /** What the ledger said at the opening; null for a new one. */
  readonly ledgerHead: AuditHead | null;
  readonly anchor: AnchorState | 'forged' | null;
  /** The index was made anew just now: it has its records from the ledger and no generation of its own. */
  readonly madeAnew: boolean;
  /** UTC, ISO 8601. */
  readonly now: string;
}

/** Less than this is a clock that was put right. */
const CLOCK_SLACK_MS = 120_000;

/** Compares what the parts of a store say of its age. Call it before anything is written. */
export function suspicions(witnesses: Witnesses): readonly Suspicion[] {
  const { index, journal, anchor, ledgerHead, madeAnew } = witnesses;
  const found: Suspicion[] = [];
  const seq = auditHead(index)?.seq ?? 0;
  const generation = generationOf(index);
  if (anchor === 'forged') found.push({ kind: 'anchor-forged', detail: {} });
  else if (anchor !== null && (!holds(index, anchor.head) || (!madeAnew && generation < anchor.generation))) {
    const detail = { records: seq, recordsSeen: anchor.head.seq, generation, generationSeen: anchor.generation };
    found.push({ kind: 'rolled-back', detail });
  } else if (ledgerHead !== null && !holds(index, ledgerHead)) {
    found.push({ kind: 'audit-cut', detail: { records: seq, recordsSeen: ledgerHead.seq } });
  }
  const journalGeneration = generationOf(journal);
  // A kill between the two writes of an opening leaves the journal one behind.
  if (!madeAnew && journalGeneration !== 0 && (journalGeneration > generation || journalGeneration < generation - 1)) {
    found.push({ kind: 'journal-rolled-back', detail: { generation, journalGeneration } });
  }
  const back = clockSetBack(index, witnesses.now);
  if (back !== null) found.push({ kind: 'clock-set-back', detail: { seconds: back } });
  return found;
}

export function generationOf(db: Db): number {
  return Number(db.prepare<[], string>("SELECT value FROM meta WHERE key = 'generation'").pluck().get() ?? 0);
}

/** Index first: see `suspicions`. */
export function setGeneration(index: Db, journal: Db, generation: number): void {
  for (const db of [index, journal]) {
    db.prepare(
      "INSERT INTO meta (key, value) VALUES ('generation', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    ).run(String(generation));
  }
}

function holds(index: Db, head: AuditHead): boolean {
  if (head.seq === 0) return true;
  const hash = index.prepare<[number], string>('SELECT hash FROM audit WHERE seq = ?').pluck().get(head.seq);
  return hash === head.hash;
}

/** Seconds that the clock stands before the last record; null when it does not. */
function clockSetBack(index: Db, now: string): number | null {
  const last = index.prepare<[], string>('SELECT at FROM audit ORDER BY seq DESC LIMIT 1').pluck().get();
  if (last === undefined) return null;
  const back = Date.parse(last) - Date.parse(now);
  return back > CLOCK_SLACK_MS ? Math.round(back / 1000) : null;
}
