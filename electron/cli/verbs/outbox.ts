import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ADMINISTRATION, CLINICAL, EVERY_ROLE, REPORTING } from '../../../shared/contract/roles.ts';
import type { CallRoles } from '../../../shared/contract/roles.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { DestinationSecrets, DestinationSettings } from '../../../shared/model/destination.ts';
import type { Destination } from '../../../shared/model/destination.ts';
import { OutgoingId, ReportId } from '../../../shared/model/ids.ts';
import { isOpen } from '../../../shared/model/outbox.ts';
import type { Outgoing } from '../../../shared/model/outbox.ts';
import type { Outbox } from '../../station/transfer/outbox/outbox.ts';
import type { UnsentReports } from '../../station/transfer/outbox/unsent-reports.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import type { Verb, VerbContext } from '../verb.ts';

/** What each action needs, and who may. */
const ACTIONS: ReadonlyMap<string, { readonly needs: readonly string[]; readonly roles: CallRoles }> = new Map([
  ['list', { needs: [], roles: CLINICAL }],
  ['resend', { needs: ['item'], roles: REPORTING }],
  ['ask-again', { needs: ['item'], roles: REPORTING }],
  ['send-unsent', { needs: ['name'], roles: REPORTING }],
  ['leave-unsent', { needs: ['site'], roles: REPORTING }],
  ['show', { needs: ['item'], roles: CLINICAL }],
  ['flush', { needs: [], roles: CLINICAL }],
  ['retry', { needs: ['item'], roles: REPORTING }],
  ['release', { needs: ['item'], roles: REPORTING }],
  ['drop', { needs: ['item', 'reason'], roles: REPORTING }],
  ['answer', { needs: ['item', 'there'], roles: REPORTING }],
  ['destinations', { needs: [], roles: EVERY_ROLE }],
  ['add', { needs: ['name', 'site', 'settings'], roles: ADMINISTRATION }],
  ['remove', { needs: ['name'], roles: ADMINISTRATION }],
]);

const FLUSH_SECONDS = 60;

export const outboxVerb: Verb = {
  name: 'outbox',
  usage:
    'outbox list|flush|show|retry|release|drop|answer|resend|ask-again|send-unsent|leave-unsent|destinations|add|remove …',
  help: `What is on its way to the sites: signed reports in each format, and where they are.
  list                                  { rows: [{ outgoingId, destination, reportId, format, state, attempts, receipt,
                                        reason, … }], open }; what waits first, critical ones before others
  list --unsent [--site SITE]           { reports: [{ reportId, studyId, site, reportState, signedAt, leftAt, given, … }], count }:
                                        signed, and never sent to anybody at their site
  show --item ID                        one row
  flush [--seconds N]                   sends what waits, and stops when nothing more can be done now, or after N seconds
                                        (${FLUSH_SECONDS}): { delivered, open, rows }. Exit 0 though something still waits
  retry --item ID                       sends it again;  release --item ID: though the site changed something
  drop --item ID --reason TEXT          it goes out no more, on record
  answer --item ID --there yes|no       what the site said when somebody asked whether it has it
  ask-again --item ID                   the archive is asked once more whether it keeps it (storage commitment)
  resend --item ID                      a delivered one goes once more, under the same UID: the archive does not keep it
  send-unsent --name N [--report ID]    reports from before a destination go to it, one or all that nobody decided to leave:
                                        { reports, rows }
  leave-unsent --site SITE [--report ID]  they stay here, on record: { reports }
Where results go, for administrators:
  destinations                          { destinations: [{ destinationId, name, site, settings, secrets }] }; never the secrets
  add --name N --site SITE --settings JSON [--secrets-file FILE]
                                        settings: { "kind": "dicom", "source": NAME } | { "kind": "hl7", "host", "port", "tls",
                                        "honoursControlId" } | { "kind": "fhir", "url", "user" }; the file holds
                                        { "password", "token", "certificate" } as JSON
  remove --name N                       only when nothing waits to go there`,
  options: {
    ...{ item: 'value', reason: 'value', there: 'value', seconds: 'value', name: 'value', site: 'value' },
    ...{ settings: 'value', 'secrets-file': 'value', unsent: 'flag', report: 'value' },
  },
  takesWords: true,
  listKey: 'rows',
  roles: (args): CallRoles => ACTIONS.get(actionOf(args))?.roles ?? ADMINISTRATION,
  check(args) {
    const action = actionOf(args);
    for (const name of ACTIONS.get(action)?.needs ?? []) args.required(name);
    if (args.value('item') !== null) itemOf(args);
    if (action === 'answer') thereOf(args);
    if (action === 'add') settingsOf(args);
    if (action === 'flush') secondsOf(args);
  },
  run: (context) => act(actionOf(context.args), context),
};

async function act(action: string, { station, args }: VerbContext): Promise<unknown> {
  const { outbox } = station.rooms.outgoing;
  switch (action) {
    case 'list': {
      if (args.has('unsent')) {
        const reports = station.rooms.outgoing.unsent.list(args.value('site'));
        return { reports, count: reports.length };
      }
      const rows = outbox.list();
      return { rows, open: rows.filter(({ state }) => isOpen(state)).length };
    }
    case 'show':
      return outbox.get(itemOf(args));
    case 'flush':
      station.rooms.outgoing.start();
      return await flush(outbox, secondsOf(args));
    case 'retry':
      return outbox.retry(itemOf(args));
    case 'resend':
      return outbox.resend(itemOf(args));
    case 'ask-again':
      return outbox.askAgain(itemOf(args));
    case 'send-unsent': {
      const { destinationId, site } = destinationOf(outbox, args);
      const reportIds = unsentOf(station.rooms.outgoing.unsent, site, args);
      const rows = reportIds.length === 0 ? 0 : station.rooms.outgoing.unsent.send([destinationId], reportIds);
      return { reports: reportIds.length, rows };
    }
    case 'leave-unsent': {
      const reportIds = unsentOf(station.rooms.outgoing.unsent, args.required('site'), args);
      if (reportIds.length > 0) station.rooms.outgoing.unsent.leave(args.required('site'), reportIds);
      return { reports: reportIds.length };
    }
    case 'release':
      return outbox.release(itemOf(args));
    case 'drop':
      return outbox.drop(itemOf(args), args.required('reason'));
    case 'answer':
      return outbox.answer(itemOf(args), thereOf(args));
    case 'destinations':
      return { destinations: outbox.destinations.list() };
    case 'add': {
      const [name, site] = [args.required('name'), args.required('site')];
      return outbox.destinations.add({ name, site, settings: settingsOf(args), secrets: await secretsOf(args) });
    }
    default: {
      const name = args.required('name');
      outbox.destinations.remove(destinationOf(outbox, args).destinationId);
      return { removed: name };
    }
  }
}

async function flush(
  outbox: Outbox,
  seconds: number,
): Promise<{ readonly delivered: number; readonly open: number; readonly rows: readonly Outgoing[] }> {
  const open = (): ReadonlySet<string> =>
    new Set(
      outbox
        .list()
        .filter(({ state }) => isOpen(state))
        .map(({ outgoingId }) => outgoingId),
    );
  const before = open();
  outbox.flush();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, seconds * 1000);
  });
  await Promise.race([outbox.settled(), late]);
  clearTimeout(timer);
  const rows = outbox.list().filter(({ outgoingId }) => before.has(outgoingId));
  const delivered = rows.filter(({ state }) => state === 'delivered').length;
  return { delivered, open: open().size, rows };
}

/** @throws AppError outbox/unknown-destination */
function destinationOf({ destinations }: Outbox, args: Arguments): Destination {
  const name = args.required('name');
  const found = destinations.list().find((one) => one.name === name);
  if (found === undefined) throw new AppError('outbox/unknown-destination', 'there is no such destination');
  return found;
}

/** One that is named, or all that nobody decided about. */
function unsentOf(unsent: UnsentReports, site: string, args: Arguments): readonly ReportId[] {
  const named = args.value('report');
  if (named === null) return unsent.list(site).flatMap(({ reportId, leftAt }) => (leftAt === null ? [reportId] : []));
  const parsed = ReportId.safeParse(named);
  if (!parsed.success) throw usage('--report is the reportId of a row of outbox list --unsent');
  return [parsed.data];
}

function itemOf(args: Arguments): OutgoingId {
  const parsed = OutgoingId.safeParse(args.required('item'));
  if (!parsed.success) throw usage('--item is the outgoingId of a row of outbox list');
  return parsed.data;
}

function thereOf(args: Arguments): boolean {
  const said = args.required('there');
  if (said !== 'yes' && said !== 'no') throw usage('--there is yes or no');
  return said === 'yes';
}

function secondsOf(args: Arguments): number {
  const seconds = Number(args.value('seconds') ?? FLUSH_SECONDS);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 3600) throw usage('--seconds is a number from 1 to 3600');
  return seconds;
}

function settingsOf(args: Arguments): DestinationSettings {
  const parsed = DestinationSettings.safeParse(jsonOf(args.required('settings')));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw usage(`--settings: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is no destination'}`);
}

/** A file, so that no secret stands in the list of processes. */
async function secretsOf(args: Arguments): Promise<DestinationSecrets> {
  const file = args.value('secrets-file');
  if (file === null) return {};
  const parsed = DestinationSecrets.safeParse(jsonOf(await readFile(path.resolve(file), 'utf8')));
  if (!parsed.success) throw usage('--secrets-file holds { "password", "token", "certificate" }, each only if needed');
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw usage('this is no JSON');
  }
}

function actionOf(args: Arguments): string {
  const [word = '', ...rest] = args.positional;
  if (rest.length > 0 || !ACTIONS.has(word)) throw usage(`outbox needs one action: ${[...ACTIONS.keys()].join(', ')}`);
  return word;
}
