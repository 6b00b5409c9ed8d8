import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ADMINISTRATION, KEEPING } from '../../../shared/contract/roles.ts';
import { sourceCalls } from '../../../shared/contract/sources.ts';
import { AppError, fromWire } from '../../../shared/errors/app-error.ts';
import { RetrieveWay } from '../../../shared/model/source.ts';
import { SourceSettings } from '../../../shared/model/source-settings.ts';
import type { SourceSecrets } from '../../../shared/model/source-settings.ts';
import { openKeyFile } from '../../station/access/profile/admin-key.ts';
import { diskError } from '../../station/kernel/disk-error.ts';
import type { Transfers } from '../../station/transfer/transfers.ts';
import { usage } from '../arguments.ts';
import type { Arguments, OptionTable } from '../arguments.ts';
import { readSourceSecret, withKeyPassphrase } from '../passphrase.ts';
import { onStopSignal } from '../stop-signal.ts';
import { FailedVerb } from '../verb.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { queryOf, studyLine } from './source-query.ts';

const NEEDED: ReadonlyMap<string, readonly string[]> = new Map([
  ['list', []],
  ['add', ['name', 'kind']],
  ['test', ['name']],
  ['remove', ['name']],
  ['query', ['name']],
  ['retrieve', ['name', 'study']],
]);
const LONGEST_MS = 120_000;

const ADDING: OptionTable = {
  ...{ kind: 'value', url: 'value', host: 'value', port: 'value', called: 'value', calling: 'value', site: 'value' },
  ...{ auth: 'value', user: 'value', issuer: 'value', client: 'value', 'secret-fd': 'value', tls: 'flag' },
  ...{ ca: 'value', cert: 'value', 'cert-key': 'value', 'key-passphrase-fd': 'value', 'inside-tunnel': 'flag' },
  ...{ 'read-only': 'flag', parallel: 'value', 'receiver-ae': 'value', 'receiver-host': 'value' },
  ...{ 'receiver-port': 'value', watch: 'value', days: 'value' },
};
const QUERYING: OptionTable = {
  ...{ patient: 'value', 'patient-id': 'value', 'birth-date': 'value', accession: 'value', modality: 'value' },
  ...{ date: 'value', study: 'value', series: 'value', by: 'value' },
};

export const sourceVerb: Verb = {
  name: 'source',
  usage: 'source add|list|test|remove|query|retrieve …',
  help: `Where studies come from.
  add --name N --kind dicomweb --url U        { source }; U is the part before /studies
      [--auth none|basic|bearer|oidc --user U --issuer U --client C]
  add --name N --kind dimse --host H --port P --called AET --calling AET [--tls]
      [--user U] [--receiver-ae AET --receiver-host H --receiver-port P]
      both: [--site S] (N) [--ca FILE] [--cert FILE --cert-key FILE] [--parallel N] [--inside-tunnel] [--read-only]
            [--watch MINUTES --days N]: while the station runs, the list fills by itself from here, N days back (1)
      Password, token, client secret or passcode by prompt, --secret-fd N, or NIGHTJAR_SOURCE_SECRET on an evaluation store.
      Without TLS only inside a tunnel that you say is there, or to this very computer
  list                                        { sources: [{ name, kind, site, settings, secrets, managedBy, paused }] }
  test --name N                               { ok, steps: [{ step, state, words, next, ms }] }
  remove --name N                             { removed }; what came from it stays
  query --name N [--patient NAME] [--patient-id ID] [--birth-date D] [--accession A] [--modality M] [--date D|D-D] [--study UID]
                                              { studies: [{ studyUid, issuer, patientId, patientName, … }], more }
  retrieve --name N --study UID [--series UID] [--by wado|move|get]
                                              { instances, failed: [{ sopUid, code }] }; instances that are here now. The same
                                              command again fetches what is missing`,
  options: { name: 'value', ...ADDING, ...QUERYING },
  takesWords: true,
  listKey: 'studies',
  roles: (args) => {
    const action = actionOf(args);
    if (action === 'add' || action === 'remove') return ADMINISTRATION;
    return action === 'query' || action === 'retrieve' ? KEEPING : sourceCalls['sources.list'].roles;
  },
  check(args) {
    const action = actionOf(args);
    for (const name of NEEDED.get(action) ?? []) args.required(name);
    if (action === 'add') settingsOf(args);
    if (action === 'retrieve') wayOf(args);
    if (action === 'query') queryOf(args);
  },
  run: (context) => act(actionOf(context.args), context),
};

async function act(action: string, context: VerbContext): Promise<unknown> {
  const { station, args } = context;
  const { transfers } = station.rooms;
  switch (action) {
    case 'add': {
      const added = transfers.sources.add(settingsOf(args), await secretsOf(context));
      return { source: shape(added) };
    }
    case 'list':
      return { sources: transfers.sources.list().map(shape) };
    case 'test': {
      const { sourceId } = transfers.sources.named(args.required('name'));
      const steps = await transfers.test(sourceId, AbortSignal.timeout(LONGEST_MS));
      return { ok: steps.every(({ state }) => state !== 'failed'), steps };
    }
    case 'remove': {
      transfers.sources.remove(transfers.sources.named(args.required('name')).sourceId);
      return { removed: args.required('name') };
    }
    case 'query': {
      const { sourceId } = transfers.sources.named(args.required('name'));
      const { studies, more } = await transfers.query(sourceId, queryOf(args), AbortSignal.timeout(LONGEST_MS));
      return { studies: studies.map(studyLine), more };
    }
    default:
      return retrieve(transfers, context);
  }
}

async function retrieve(transfers: Transfers, { args, say }: VerbContext): Promise<unknown> {
  const { sourceId } = transfers.sources.named(args.required('name'));
  const [studyUid, seriesUid] = [args.required('study'), args.value('series')];
  transfers.start();
  const transferId = transfers.ask({ sourceId, studyUid, seriesUid, way: wayOf(args), rank: 'open' });
  const silence = transfers.desk.onChanged.on((changed) => {
    const row = changed === transferId ? transfers.desk.table.find(transferId) : null;
    if (row === null || row.state !== 'running') return;
    const { received, expected, bytes } = transfers.desk.countsOf(row);
    say(`${received}${expected === null ? '' : ` of ${expected}`} images, ${(bytes / 1e6).toFixed(1)} MB`);
  });
  const deafen = onStopSignal(() => transfers.desk.cancel(transferId));
  try {
    const row = await transfers.desk.wait(transferId);
    const series = transfers.siteStudies.get(sourceId, studyUid)?.series ?? [];
    const failed = series
      .filter((one) => seriesUid === null || one.seriesUid === seriesUid)
      .flatMap(({ missing }) => missing.map((sopUid) => ({ sopUid, code: 'source/incomplete' })));
    const report = { instances: row.counts.received, failed };
    if (row.state === 'done') return report;
    const error = row.error === null ? new AppError('job/cancelled', 'the transfer was stopped') : fromWire(row.error);
    // It is named in the answer, and asked for again by the next command.
    if (error.code === 'source/incomplete' && failed.length > 0) return report;
    throw new FailedVerb(error, report);
  } finally {
    deafen();
    silence();
    // A terminal that has its answer does not go on in the dark.
    transfers.desk.cancel(transferId);
  }
}

function shape({ settings, secrets, managedBy, paused }: ReturnType<Transfers['sources']['list']>[number]): object {
  return { name: settings.name, kind: settings.kind, site: settings.site, settings, secrets, managedBy, paused };
}

function settingsOf(args: Arguments): SourceSettings {
  const name = args.required('name');
  const authorities = args.value('ca') === null ? null : textOf(args.required('ca'));
  const common = {
    ...{ name, site: args.value('site') ?? name, store: !args.has('read-only') },
    insideTunnel: args.has('inside-tunnel'),
    watch:
      args.value('watch') === null
        ? null
        : { everyMinutes: Number(args.value('watch')), days: Number(args.value('days') ?? 1) },
  };
  const parallel = args.value('parallel') === null ? undefined : Number(args.value('parallel'));
  const parsed = SourceSettings.safeParse(
    args.required('kind') === 'dimse'
      ? { ...common, ...dimseOf(args, authorities), ...(parallel === undefined ? {} : { maxAssociations: parallel }) }
      : {
          ...{ ...common, kind: args.required('kind'), url: args.required('url'), auth: authOf(args) },
          ...{ tls: { authorities }, ...(parallel === undefined ? {} : { parallel }) },
        },
  );
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw usage(`this is no source: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}

function dimseOf(args: Arguments, authorities: string | null): object {
  const ae = args.value('receiver-ae');
  return {
    kind: 'dimse',
    host: args.required('host'),
    port: Number(args.required('port')),
    calledAe: args.required('called'),
    callingAe: args.required('calling'),
    tls: args.has('tls') || authorities !== null ? { authorities } : null,
    user: args.value('user'),
    receiver:
      ae === null ? null : { ae, host: args.required('receiver-host'), port: Number(args.required('receiver-port')) },
  };
}

function authOf(args: Arguments): object {
  const kind = args.value('auth') ?? 'none';
  if (kind === 'basic') return { kind, user: args.required('user') };
  return kind === 'oidc' ? { kind, issuer: args.required('issuer'), clientId: args.required('client') } : { kind };
}

async function secretsOf({ station, args, env }: VerbContext): Promise<SourceSecrets> {
  const certificate =
    args.value('cert') === null
      ? {}
      : {
          certificate: {
            certificate: textOf(args.required('cert')),
            privateKey: await withKeyPassphrase(args, (passphrase) =>
              openKeyFile(textOf(args.required('cert-key')), passphrase),
            ),
          },
        };
  const wanted = secretName(args);
  if (wanted === null) return certificate;
  const evaluation = station.access.state().kind === 'evaluation';
  return { ...certificate, [wanted]: await readSourceSecret(args, env, evaluation) };
}

/** What proves who we are, by how we say who we are. */
function secretName(args: Arguments): 'password' | 'token' | 'clientSecret' | null {
  if (args.required('kind') === 'dimse') return args.value('user') === null ? null : 'password';
  switch (args.value('auth') ?? 'none') {
    case 'basic':
      return 'password';
    case 'bearer':
      return 'token';
    case 'oidc':
      return 'clientSecret';
    default:
      return null;
  }
}

function wayOf(args: Arguments): RetrieveWay | null {
  const given = args.value('by');
  if (given === null) return null;
  const way = RetrieveWay.safeParse(given);
  if (!way.success) throw usage(`--by is one of ${RetrieveWay.options.join(', ')}`);
  return way.data;
}

function textOf(file: string): string {
  try {
    return readFileSync(path.resolve(file), 'utf8');
  } catch (error) {
    throw diskError(error);
  }
}

function actionOf(args: Arguments): string {
  const [action, ...rest] = args.positional;
  if (action === undefined || rest.length > 0 || !NEEDED.has(action)) {
    throw usage(`source needs one action: ${[...NEEDED.keys()].join(', ')}`);
  }
  return action;
}
