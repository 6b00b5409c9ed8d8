import { CLINICAL, REPORTING } from '../../../shared/contract/roles.ts';
import type { CallRoles } from '../../../shared/contract/roles.ts';
import { HOLD_CAUSES, HoldCause } from '../../../shared/model/case-hold.ts';
import { ReportId } from '../../../shared/model/ids.ts';
import { claimWords } from '../../../shared/rules/claim-step.ts';
import type { Station } from '../../station/station.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';

/** Longest that `claims --now` waits for sites, seconds. */
const ASK_SECONDS = 60;

const ACTIONS: ReadonlyMap<string, { readonly needs: readonly string[]; readonly roles: CallRoles }> = new Map([
  ['list', { needs: ['study'], roles: CLINICAL }],
  ['discard', { needs: ['report'], roles: REPORTING }],
  ['hold', { needs: ['study', 'cause'], roles: REPORTING }],
  ['resume', { needs: ['study'], roles: REPORTING }],
  ['claim', { needs: ['study'], roles: REPORTING }],
  ['release', { needs: ['study'], roles: REPORTING }],
  ['claims', { needs: [], roles: CLINICAL }],
]);
const LOOKING: ReadonlySet<string> = new Set(['list', 'claims']);

export const CASE_OPTIONS = { cause: 'value', note: 'value', now: 'flag' } as const;
export const CASE_HELP = `  list --study UID                            { reports: [{ reportId, state, template, savedAt, signer, together }] } that are about a
                                              study, also those that were begun at another one
  discard --report ID                         a draft is given up
  claim --study UID                           { claim, words }: this person reads it; told to the site where that keeps claims
  release --study UID                         { claim, words }: and does not any more
  claims [--now]                              { claims: [{ studyId, wish, state, by, holder, reason, at, words }] } at sites that keep them as
                                              worklist tasks (UPS); --now asks the sites first, ${ASK_SECONDS} seconds at most
  hold --study UID --cause ${HOLD_CAUSES.join('|')} [--note T]
                                              { hold, told }: the case waits for its site, its clock stands
  resume --study UID                          { hold, told }: it is read again`;

/** Actions about a case: what is written about it, who reads it, what it waits for. */
export function isCaseAction({ positional }: Arguments): boolean {
  return ACTIONS.has(positional[0] ?? '');
}

export function caseRoles(args: Arguments): CallRoles {
  return ACTIONS.get(args.positional[0] ?? '')?.roles ?? REPORTING;
}

export function caseMakes({ positional }: Arguments): boolean {
  return !LOOKING.has(positional[0] ?? '');
}

/** Throws wrong usage. */
export function checkCaseAction(args: Arguments): void {
  const [action = '', ...rest] = args.positional;
  if (rest.length > 0) throw usage(`report ${action} takes no more words`);
  for (const name of ACTIONS.get(action)?.needs ?? []) args.required(name);
  if (action === 'hold') causeOf(args);
  if (action === 'discard') reportOf(args);
}

export async function runCase(station: Station, args: Arguments): Promise<unknown> {
  const { reporting, audit, lines, prefetch } = station.rooms;
  const [action = ''] = args.positional;
  if (action === 'claims') return claims(station, args.has('now'));
  if (action === 'discard') {
    const reportId = reportOf(args);
    const studyId = reporting.studyOfReport(reportId);
    if (studyId !== null) await audit.commandLine.study('report discard', studyId);
    return reporting.discard({ reportId });
  }
  const studyUid = args.required('study');
  const studyId = reporting.studyOf(studyUid);
  await audit.commandLine.study(`report ${action}`, studyId);
  switch (action) {
    case 'list':
      return {
        reports: reporting.forStudy({ studyId }).reports.map((one) => ({
          ...{ reportId: one.reportId, state: one.state, template: one.templateName, savedAt: one.savedAt },
          ...{ signer: one.signed?.byName ?? null, together: one.together ?? [] },
        })),
      };
    case 'hold':
      return lines.holds.begin({ studyId, cause: causeOf(args), note: args.value('note') ?? '' });
    case 'resume':
      return lines.holds.end({ studyId });
    default:
      prefetch.pin(studyUid, action === 'claim' ? 'claimed' : null);
      return { claim: lines.tasks.of(studyId), words: lines.claims.others(studyId)?.words ?? null };
  }
}

async function claims(station: Station, now: boolean): Promise<unknown> {
  const { lines, audit } = station.rooms;
  if (now) {
    lines.tasks.start();
    lines.tasks.flush();
    await Promise.race([lines.tasks.settled(), limit()]);
  }
  const found = lines.tasks.list();
  for (const { studyId } of found) await audit.commandLine.study('report claims', studyId);
  return { claims: found.map((one) => ({ ...one, words: claimWords(one)?.words ?? null })) };
}

function limit(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ASK_SECONDS * 1000).unref();
  });
}

function causeOf(args: Arguments): HoldCause {
  const cause = HoldCause.safeParse(args.required('cause'));
  if (!cause.success) throw usage(`--cause is one of ${HOLD_CAUSES.join(', ')}`);
  return cause.data;
}

function reportOf(args: Arguments): ReportId {
  const reportId = ReportId.safeParse(args.required('report'));
  if (!reportId.success) throw usage('--report is the id of a report');
  return reportId.data;
}
