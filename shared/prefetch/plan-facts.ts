/** Times are milliseconds since 1970, sizes bytes, rates bytes a second. */

export type Priority = 'stat' | 'urgent' | 'routine';
/** Who keeps a case for this reader: they claimed it, it is theirs on call, or they pinned it by hand. */
export type Pin = 'claimed' | 'on-call' | 'pinned';

export interface PlanStudy {
  readonly studyId: string;
  /** Sources that have it, best first. */
  readonly sources: readonly string[];
  readonly bytes: number;
  /** The size is a guess by modality. */
  readonly estimated: boolean;
  /** Of it here already. */
  readonly localBytes: number;
  readonly complete: boolean;
}

export interface PlanPrior extends PlanStudy {
  /** 0 to 1, and why in words ("same region, CT, 14 months"). */
  readonly relevance: number;
  readonly why: string;
  /** Before its case; null: nobody knows. */
  readonly years: number | null;
}

export interface PlanCase {
  readonly caseId: string;
  /** Place in the reader's list, from 0. */
  readonly order: number;
  readonly priority: Priority | null;
  /** End of the site's clock; null: none. */
  readonly dueAt: number | null;
  readonly pin: Pin | null;
  /** Somebody else has it: nothing is fetched for it. */
  readonly takenByOther: boolean;
  readonly study: PlanStudy;
  readonly priors: readonly PlanPrior[];
}

/** Why a local study stays whatever room is needed. */
export type Hold = Pin | 'unsent' | 'open' | 'retention' | 'unsaved' | 'no-source';

export interface LocalStudy {
  readonly studyId: string;
  readonly bytes: number;
  readonly lastUsedAt: number;
  /** 0 to 1: how likely it is wanted again, as far as somebody can tell. */
  readonly value: number;
  readonly holds: readonly Hold[];
}

/** A stretch of time in which a source may be used, and how fast it is then. In order, not overlapping. */
export interface RateWindow {
  readonly from: number;
  readonly to: number;
  readonly bytesPerSecond: number;
}

export interface PlanSource {
  readonly sourceId: string;
  readonly name: string;
  readonly reachable: boolean;
  /** Its line is paid by the byte: nothing is fetched there before it is opened. */
  readonly metered: boolean;
  readonly windows: readonly RateWindow[];
}

export interface PlanFacts {
  readonly now: number;
  readonly cases: readonly PlanCase[];
  readonly local: readonly LocalStudy[];
  readonly sources: readonly PlanSource[];
  /** All that the store may hold. */
  readonly quotaBytes: number;
  /** What studies take of it now, those that are not listed as local included. */
  readonly usedBytes: number;
  /** When the reader sits here; null: it is not known, and all are for now. */
  readonly shift: { readonly from: number; readonly to: number } | null;
  /** A line that is paid by the byte: only what is pinned or STAT is fetched. */
  readonly metered: boolean;
}
