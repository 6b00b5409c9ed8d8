import { ADMINISTRATION, KEEPING } from '../../../shared/contract/roles.ts';
import { sourceCalls } from '../../../shared/contract/sources.ts';
import { AppError, fromWire } from '../../../shared/errors/app-error.ts';
import { RetrieveWay } from '../../../shared/model/source.ts';
import type { SecretName, SourceRow } from '../../../shared/model/transfer.ts';
import { addressOf } from '../../../shared/rules/source-address.ts';
import type { Transfers } from '../../station/transfer/transfers.ts';
import { usage } from '../arguments.ts';
import type { Arguments, OptionTable } from '../arguments.ts';
import { onStopSignal } from '../stop-signal.ts';
import { FailedVerb } from '../verb.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { proofsOf, secretName } from './source-proofs.ts';
import { queryOf, studyLine } from './source-query.ts';
import { SETTING, settingsOf } from './source-settings.ts';

const NEEDED: ReadonlyMap<string, readonly string[]> = new Map([
  ['list', []],
  ['add', ['name', 'kind']],
  ['edit', ['name']],
  ['test', ['name']],
  ['pause', ['name']],
  ['resume', ['name']],
  ['remove', ['name']],
  ['query', ['name']],
  ['retrieve', ['name', 'study']],
]);
const LONGEST_MS = 120_000;

const QUERYING: OptionTable = {
  ...{ patient: 'value', 'patient-id': 'value', 'birth-date': 'value', accession: 'value', modality: 'value' },
  ...{ date: 'value', study: 'value', series: 'value', by: 'value' },
};

export const sourceVerb: Verb = {
  name: 'source',
  usage: 'source add|edit|list|test|pause|resume|remove|query|retrieve …',
  help: `Where studies come from.
  add --name N --kind dicomweb --url U        { source }; U is the part before /studies
      [--auth none|basic|bearer|oidc --user U --issuer U --client C --scope S]
      [--proxy-host H --proxy-port P --proxy-user U]
  add --name N --kind dimse --host H --port P --called AET --calling AET [--tls]
      [--user U] [--prefer get|move] [--receiver-ae AET --receiver-host H --receiver-port P]
      both: [--site S] (N) [--ca FILE] [--p12 FILE | --cert FILE --cert-key FILE] [--parallel N] [--read-only] [--metered]
            [--inside-tunnel --tunnel-host H --tunnel-port P --tunnel-name N]: a computer that answers only inside the VPN
            tells "VPN down" from "site down"
            [--rate MBIT|free] [--hours "mon-fri 08:00-18:00 5; sat,sun 00:00-24:00 free"], Mbit/s, 0: nothing passes
            [--connect-seconds N --answer-seconds N --idle-seconds N] (10, 60, 30)
            [--watch MINUTES --days N --modalities CT,MR]: while the station runs, the list fills by itself from here, N days
            back (1)
      Password, token, client secret or passcode by prompt, --secret-fd N, or NIGHTJAR_SOURCE_SECRET on an evaluation store;
      --secret password|token|client-secret|refresh-token|proxy-password says which one that is.
      Without TLS only inside a tunnel that you say is there, or to this very computer
  edit --name N [the same] [--rename N]       { source }; what is not said stays. Secrets stay unless --secret names one; where
      the address changes they have to be given again. Taken back by --plain, --no-ca, --no-cert, --no-tunnel, --no-proxy,
      --no-receiver, --unmetered, --takes-results, --no-watch
  list                                        { sources: [{ name, kind, site, settings, secrets, managedBy, paused, waiting,
                                              studies }] }
  test --name N [--store]                     { ok, steps: [{ step, state, words, next, ms, certificate }] }; --store: the last step
                                              stores a tiny picture of nobody at the site, for good
  pause --name N | resume --name N            { source }; nothing is asked or fetched meanwhile
  remove --name N                             { removed, cancelled }; what came from it stays, what waits for it is cancelled
  query --name N [--patient NAME] [--patient-id ID] [--birth-date D] [--accession A] [--modality M] [--date D|D-D] [--study UID]
                                              { studies: [{ studyUid, issuer, patientId, patientName, … }], more }
  retrieve --name N --study UID [--series UID] [--by wado|move|get]
                                              { instances, failed: [{ sopUid, code }] }; instances that are here now. The same
                                              command again fetches what is missing`,
  options: { name: 'value', store: 'flag', ...SETTING, ...QUERYING },
  takesWords: true,
  listKey: 'studies',
  roles: (args) => {
    const action = actionOf(args);
    if (action === 'add' || action === 'edit' || action === 'remove' || args.has('store')) return ADMINISTRATION;
    return action === 'query' || action === 'retrieve' ? KEEPING : sourceCalls['sources.list'].roles;
  },
  check(args) {
    const action = actionOf(args);
    for (const name of NEEDED.get(action) ?? []) args.required(name);
    if (action === 'add') settingsOf(args, null);
    if (action === 'add' || action === 'edit') secretName(args);
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
      const settings = settingsOf(args, null);
      const added = transfers.sources.add(settings, await proofsOf(context, settings, true));
      return { source: shape(added) };
    }
    case 'edit':
      return { source: shape(await edit(transfers, context)) };
    case 'pause':
    case 'resume': {
      const { sourceId } = transfers.sources.named(args.required('name'));
      return { source: shape(transfers.sources.pause(sourceId, action === 'pause')) };
    }
    case 'list':
      return { sources: listed(transfers) };
    case 'test': {
      const { sourceId } = transfers.sources.named(args.required('name'));
      const store = args.has('store');
      const steps = await transfers.test(sourceId, AbortSignal.timeout(LONGEST_MS), { store });
      return { ok: steps.every(({ state }) => state !== 'failed'), steps };
    }
    case 'remove': {
      const { sourceId } = transfers.sources.named(args.required('name'));
      const cancelled = transfers.states.list().find((one) => one.sourceId === sourceId)?.queued ?? 0;
      transfers.sources.remove(sourceId);
      return { removed: args.required('name'), cancelled };
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

/** What is not said stays; where the address changes, what proves who we are is asked for again. */
async function edit(transfers: Transfers, context: VerbContext): Promise<SourceRow> {
  const { args } = context;
  const before = transfers.sources.named(args.required('name'));
  const settings = settingsOf(args, before.settings);
  const moved = addressOf(settings) !== addressOf(before.settings);
  const given = await proofsOf(context, settings, moved);
  if (moved && before.secrets.includes('certificate') && given.certificate === undefined && !args.has('no-cert')) {
    throw new AppError('source/credentials', 'the address changed: give the certificate again, or say --no-cert');
  }
  const leaves = (name: SecretName): boolean =>
    moved || name in given || (name === 'certificate' && args.has('no-cert'));
  const keep = before.secrets.filter((name) => !leaves(name));
  return transfers.sources.change(before.sourceId, settings, given, keep);
}

function listed(transfers: Transfers): object[] {
  const rows = transfers.sources.list();
  const states = new Map(transfers.states.list().map((one) => [one.sourceId, one]));
  return rows.map((row) => {
    const state = states.get(row.sourceId);
    return { ...shape(row), waiting: state?.queued ?? 0, studies: state?.studies ?? 0 };
  });
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

function wayOf(args: Arguments): RetrieveWay | null {
  const given = args.value('by');
  if (given === null) return null;
  const way = RetrieveWay.safeParse(given);
  if (!way.success) throw usage(`--by is one of ${RetrieveWay.options.join(', ')}`);
  return way.data;
}

function actionOf(args: Arguments): string {
  const [action, ...rest] = args.positional;
  if (action === undefined || rest.length > 0 || !NEEDED.has(action)) {
    throw usage(`source needs one action: ${[...NEEDED.keys()].join(', ')}`);
  }
  return action;
}
