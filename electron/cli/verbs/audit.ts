import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AUDITING, CLINICAL, EVERY_ROLE, mayUse } from '../../../shared/contract/roles.ts';
import { BreakGlassCode, BreakGlassVerdict } from '../../../shared/contract/audit.ts';
import { AppError, fromWire } from '../../../shared/errors/app-error.ts';
import { ReportId } from '../../../shared/model/ids.ts';
import type { PersonRole } from '../../../shared/model/person.ts';
import { checkBundle } from '../../station/access/audit/check-bundle.ts';
import { trailFormat } from '../../station/access/audit/export-trail.ts';
import { diskError } from '../../station/kernel/disk-error.ts';
import type { Station } from '../../station/station.ts';
import { usage, wholeNumber } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import type { Verb } from '../verb.ts';

/** Actions with the options that each needs. */
const NEEDED: ReadonlyMap<string, readonly string[]> = new Map([
  ['verify', []],
  ['list', []],
  ['export', ['out']],
  ['key', []],
  ['seal', []],
  ['send', []],
  ['destination', []],
  ['bundle', ['report', 'out']],
  ['check-bundle', []],
  ['break-glass', []],
]);

/** Actions that are told more by a second word. */
const HAS_ACTS: readonly string[] = ['destination', 'break-glass', 'check-bundle'];

export const auditVerb: Verb = {
  name: 'audit',
  usage: 'audit verify|list|export|key|seal|send|destination|bundle|check-bundle|break-glass …',
  help: `Reads, proves and sends the audit trail.
  verify                              { ok, records, firstBad }: walks the chain, its seals and its second copy
  list [--person ID] [--command NAME] [--subject ID] [--from T] [--to T] [--limit N]
                                      { total, records }, the newest first; times are UTC, ISO 8601
  export --out FILE [--format json|dicom|fhir] [--replace]
                                      { file, format, records, bytes, sha256 }; patients under ids of this store
  key                                 { keyId, publicKey } of this station
  seal                                { seal }: signs what has no seal yet; null where all has
  destination [set --host H --port P [--ca FILE] [--cert FILE --cert-key FILE] | remove]
                                      { destination }: the syslog receiver (TLS) that gets every record
  send                                { sent, waiting }: sends now what waits
  bundle --report ID --out FILE [--replace]
                                      { reportId, file, bytes, sha256, records, keyId }: the evidence of a signed report
  check-bundle FILE [--key ID]        { ok, problems, reportId, … } without a store; --key: it must be of that station
  break-glass --study UID --code emergency|covering|other --reason T
                                      { grant, study }: a study that your role does not show, with a reason that is reviewed
  break-glass list                    { grants }, those first that nobody reviewed
  break-glass review --grant ID --verdict justified|not-justified [--note T]
                                      { grant }; nobody reviews their own`,
  options: {
    ...{ person: 'value', command: 'value', subject: 'value', from: 'value', to: 'value', limit: 'value' },
    ...{ out: 'value', format: 'value', replace: 'flag', report: 'value', key: 'value' },
    ...{ study: 'value', code: 'value', reason: 'value', grant: 'value', verdict: 'value', note: 'value' },
    ...{ host: 'value', port: 'value', ca: 'value', cert: 'value', 'cert-key': 'value' },
  },
  // Whether the trail is whole anybody may know; what is in it, the roles below.
  roles: EVERY_ROLE,
  takesWords: true,
  listKey: 'records',
  check(args) {
    const { action, rest } = wordsOf(args);
    for (const name of NEEDED.get(action) ?? []) args.required(name);
    if (action === 'export') trailFormat(args.value('format') ?? 'json');
    if (action === 'check-bundle' ? rest.length !== 1 : rest.length > 0 && !HAS_ACTS.includes(action)) {
      throw usage(
        action === 'check-bundle' ? 'audit check-bundle needs one file' : `audit ${action} takes no ${rest[0]}`,
      );
    }
    if (action === 'destination') checkDestination(args, rest);
    if (action === 'break-glass') breakGlassRequest(args, rest);
  },
  isAlone: (args) => wordsOf(args).action === 'check-bundle',
  alone: ({ args }) => checkBundle(path.resolve(wordsOf(args).rest[0] ?? ''), args.value('key')),
  run: ({ station, args }) => runAudit(station, args),
};

async function runAudit(station: Station, args: Arguments): Promise<unknown> {
  const { audit } = station.rooms;
  const { action, rest } = wordsOf(args);
  const out = (): string => path.resolve(args.required('out'));
  const replace = args.has('replace');
  switch (action) {
    case 'verify':
      return await audit.verify();
    case 'key':
      return audit.key.current();
    case 'list':
      requireRole(station, AUDITING);
      return list(station, args);
    case 'export':
      requireRole(station, AUDITING);
      return await audit.exportTrail({ file: out(), format: trailFormat(args.value('format') ?? 'json'), replace });
    case 'seal':
      requireRole(station, AUDITING);
      return { seal: await audit.seals.sealNow('export') };
    case 'send':
      requireRole(station, AUDITING);
      return await send(station);
    case 'destination':
      requireRole(station, AUDITING);
      return destination(station, args, rest[0] ?? 'show');
    case 'break-glass':
      return await breakGlass(station, args, rest);
    case 'bundle': {
      requireRole(station, CLINICAL);
      const reportId = ReportId.safeParse(args.required('report'));
      if (!reportId.success) throw new AppError('report/unknown', 'that is no report id');
      return await audit.bundle({ reportId: reportId.data, file: out(), replace });
    }
    default:
      throw usage(`audit has no action ${action}`);
  }
}

function list(station: Station, args: Arguments): unknown {
  const limit = args.value('limit');
  const filter = {
    personId: args.value('person'),
    command: args.value('command'),
    subject: args.value('subject'),
    from: args.value('from'),
    to: args.value('to'),
  };
  const page = { filter, before: null, limit: limit === null ? 100 : wholeNumber(limit, 'limit', 1) };
  const { total, records } = station.rooms.audit.search(page);
  return { total, records };
}

/** Until nothing waits, or the receiver takes nothing. */
async function send(station: Station): Promise<unknown> {
  const { spool } = station.rooms.audit;
  // The spool of this process would send the same records at the same time.
  await spool.close();
  const before = spool.waiting();
  const signal = new AbortController().signal;
  let more = await spool.sendBatch(signal);
  while (more) more = await spool.sendBatch(signal);
  const waiting = spool.waiting();
  return { sent: before - waiting, waiting };
}

function destination(station: Station, args: Arguments, act: string): unknown {
  const { destinations, spool } = station.rooms.audit;
  if (act === 'remove') destinations.remove();
  if (act === 'set') {
    destinations.set({
      host: args.required('host'),
      port: wholeNumber(args.required('port'), 'port', 1),
      ca: fileText(args.value('ca')),
      certificate: fileText(args.value('cert')),
      privateKey: fileText(args.value('cert-key')),
    });
  }
  const current = destinations.current();
  if (current === null) return { destination: null };
  const { peer, sentSeq, failures, lastError, lastErrorAt } = current;
  const { host, port } = peer;
  return { destination: { host, port, sentSeq, waiting: spool.waiting(), failures, lastError, lastErrorAt } };
}

type BreakGlassRequest =
  | { readonly name: 'access.breakGlassList'; readonly request: object }
  | { readonly name: 'access.reviewBreakGlass'; readonly request: object }
  | { readonly name: 'access.breakGlass'; readonly studyUid: string; readonly request: object };

function breakGlassRequest(args: Arguments, rest: readonly string[]): BreakGlassRequest {
  const [act, ...more] = rest;
  if (more.length > 0) throw usage(`audit break-glass takes no ${more[0]}`);
  switch (act) {
    case 'list':
      return { name: 'access.breakGlassList', request: {} };
    case 'review': {
      const verdict = BreakGlassVerdict.safeParse(args.required('verdict'));
      if (!verdict.success) throw usage(`--verdict is one of ${BreakGlassVerdict.options.join(', ')}`);
      const note = args.value('note') ?? '';
      return {
        name: 'access.reviewBreakGlass',
        request: { grantId: args.required('grant'), verdict: verdict.data, note },
      };
    }
    case undefined: {
      const code = BreakGlassCode.safeParse(args.required('code'));
      if (!code.success) throw usage(`--code is one of ${BreakGlassCode.options.join(', ')}`);
      const request = { code: code.data, reason: args.required('reason') };
      return { name: 'access.breakGlass', studyUid: args.required('study'), request };
    }
    default:
      throw usage('audit break-glass: list, review or --study');
  }
}

/** By the calls that a window has too: roles and shapes are checked there. */
async function breakGlass(station: Station, args: Arguments, rest: readonly string[]): Promise<unknown> {
  const asked = breakGlassRequest(args, rest);
  const request =
    asked.name === 'access.breakGlass'
      ? { ...asked.request, studyId: station.rooms.reporting.studyOf(asked.studyUid) }
      : asked.request;
  const envelope = await station.call(asked.name, request);
  if (!envelope.ok) throw fromWire(envelope.error);
  return asked.name === 'access.reviewBreakGlass' ? { grant: envelope.value } : envelope.value;
}

function checkDestination(args: Arguments, rest: readonly string[]): void {
  const [act = 'show', ...more] = rest;
  if (more.length > 0 || !['show', 'set', 'remove'].includes(act))
    throw usage('audit destination: show, set or remove');
  if (act !== 'set') return;
  args.required('host');
  wholeNumber(args.required('port'), 'port', 1);
}

function requireRole(station: Station, allowed: readonly PersonRole[]): void {
  if (mayUse(allowed, station.access.roles)) return;
  throw new AppError('access/not-allowed', 'this is not for your role');
}

function fileText(file: string | null): string | null {
  if (file === null) return null;
  try {
    return readFileSync(path.resolve(file), 'utf8');
  } catch (error) {
    throw diskError(error);
  }
}

function wordsOf(args: Arguments): { readonly action: string; readonly rest: readonly string[] } {
  const [action, ...rest] = args.positional;
  if (action === undefined || !NEEDED.has(action)) {
    throw usage(`audit needs one action: ${[...NEEDED.keys()].join(', ')}`);
  }
  return { action, rest };
}
