import type { ReportState } from '../model/report-state.ts';
import type { WorklistRow } from '../model/study.ts';
import { isSigned, takesThePlace } from './state-machine.ts';

/** A report as far as the others of its study go. */
export interface LineReport<Id extends string = string> {
  readonly reportId: Id;
  readonly state: ReportState;
  /** The signed report that it names. */
  readonly predecessor: Id | null;
}

/** The report with which the line of one began: a preliminary or final one. */
export function beginningOf<Id extends string>(reports: readonly LineReport<Id>[], reportId: Id): Id {
  let first = reportId;
  for (let steps = 0; steps < reports.length; steps += 1) {
    const before = reports.find((one) => one.reportId === first)?.predecessor ?? null;
    if (before === null) return first;
    first = before;
  }
  return first;
}

/** Whether the line of a report was withdrawn: everything of it was wrong then. */
export function isWithdrawn<Id extends string>(reports: readonly LineReport<Id>[], reportId: Id): boolean {
  const first = beginningOf(reports, reportId);
  return reports.some((one) => one.state === 'withdrawn' && beginningOf(reports, one.reportId) === first);
}

/** Whether another signed report has taken the place of this one. Addenda stand beside it. */
export function isReplacedIn<Id extends string>(reports: readonly LineReport<Id>[], reportId: Id): boolean {
  return reports.some(({ state, predecessor }) => predecessor === reportId && isSigned(state) && takesThePlace(state));
}

/** What counts: not replaced, and not withdrawn with its line. */
export function standingReports<Id extends string, R extends LineReport<Id>>(reports: readonly R[]): readonly R[] {
  return reports.filter(
    ({ reportId, state }) =>
      state !== 'withdrawn' && !isReplacedIn<Id>(reports, reportId) && !isWithdrawn<Id>(reports, reportId),
  );
}

const LISTED = [
  ['corrected', 'corrected'],
  ['addendum', 'addended'],
  ['final', 'final'],
  ['preliminary', 'preliminary'],
  ['draft', 'draft'],
] as const;

/** What a list says of the reports of a study: a new report beside a withdrawn one is what counts. */
export function listedState(reports: readonly LineReport[]): WorklistRow['reportState'] {
  const states = new Set(standingReports(reports).map(({ state }) => state));
  const found = LISTED.find(([state]) => states.has(state));
  if (found !== undefined) return found[1];
  return reports.length === 0 ? 'none' : 'withdrawn';
}
