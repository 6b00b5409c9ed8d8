import type { Workitem, WorkitemState } from '../../../shared/model/site-claim.ts';

/** Whose tasks are looked for: by the accession number where there is one. */
export interface WorkitemSubject {
  readonly accession: string | null;
  readonly studyUid: string | null;
}

/** What a site says of a task by itself. state: it is another. cancel: somebody asks whoever has it to give it up. */
export interface WorkitemEvent {
  readonly uid: string;
  readonly kind: 'state' | 'cancel';
}

/** refused: not in this state, or not with this Transaction UID: ask what it is. gone: there is no such task. */
export type ChangeAnswer = 'done' | 'refused' | 'gone';

/** The worklist of a site whose tasks readers take. Throws AppError source/…, request/cancelled. */
export interface WorkitemService {
  find(subject: WorkitemSubject, signal: AbortSignal): Promise<readonly Workitem[]>;
  /** Null: there is no such task. */
  get(uid: string, signal: AbortSignal): Promise<Workitem | null>;
  change(
    uid: string,
    state: Exclude<WorkitemState, 'SCHEDULED'>,
    transaction: string,
    signal: AbortSignal,
  ): Promise<ChangeAnswer>;
  /** @param changes attributes in DICOM JSON */
  update(uid: string, transaction: string, changes: object, signal: AbortSignal): Promise<ChangeAnswer>;
  /** Asks whoever has a task to give it up; nobody has to. */
  requestCancel(uid: string, reason: string, contact: string, signal: AbortSignal): Promise<ChangeAnswer>;
  /**
   * Hears of these tasks until the signal. `ready`: from now on nothing is missed.
   * @throws AppError where the site sends no events, or no more of them: it has to be asked then
   */
  events(
    uids: readonly string[],
    heard: { readonly ready: () => void; readonly event: (event: WorkitemEvent) => void },
    signal: AbortSignal,
  ): Promise<void>;
}
