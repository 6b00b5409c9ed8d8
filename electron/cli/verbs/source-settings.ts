import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SourceSettings } from '../../../shared/model/source-settings.ts';
import { authoritiesIn } from '../../station/access/key-files/read-files.ts';
import { diskError } from '../../station/kernel/disk-error.ts';
import { usage } from '../arguments.ts';
import type { Arguments, OptionTable } from '../arguments.ts';

/** Bytes a second in one megabit a second; the options speak of megabits, as lines are sold. */
const MEGABIT = 125_000;
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** What `source add` and `source edit` take: the same fields as the form of the window. */
export const SETTING: OptionTable = {
  ...{ kind: 'value', url: 'value', host: 'value', port: 'value', called: 'value', calling: 'value', site: 'value' },
  ...{ auth: 'value', user: 'value', issuer: 'value', client: 'value', scope: 'value', tls: 'flag', plain: 'flag' },
  ...{ ca: 'value', 'no-ca': 'flag', cert: 'value', 'cert-key': 'value', p12: 'value', 'no-cert': 'flag' },
  ...{ 'key-passphrase-fd': 'value', 'secret-fd': 'value', secret: 'value' },
  ...{ 'inside-tunnel': 'flag', 'no-tunnel': 'flag', 'tunnel-name': 'value', 'tunnel-host': 'value' },
  ...{
    'tunnel-port': 'value',
    'proxy-host': 'value',
    'proxy-port': 'value',
    'proxy-user': 'value',
    'no-proxy': 'flag',
  },
  ...{ prefer: 'value', 'receiver-ae': 'value', 'receiver-host': 'value', 'receiver-port': 'value' },
  ...{ 'no-receiver': 'flag', parallel: 'value', rate: 'value', hours: 'value', metered: 'flag', unmetered: 'flag' },
  ...{ 'connect-seconds': 'value', 'answer-seconds': 'value', 'idle-seconds': 'value', 'read-only': 'flag' },
  ...{
    'takes-results': 'flag',
    watch: 'value',
    days: 'value',
    modalities: 'value',
    'no-watch': 'flag',
    rename: 'value',
  },
};

/** What the options say, over what is stored. @param before null: a new source @throws AppError request/usage */
export function settingsOf(args: Arguments, before: SourceSettings | null): SourceSettings {
  const kind = before?.kind ?? args.required('kind');
  if (args.value('kind') !== null && args.value('kind') !== kind) throw usage('another kind is another source');
  const own =
    kind === 'dimse'
      ? dimseOf(args, before?.kind === 'dimse' ? before : null)
      : webOf(args, before?.kind === 'dicomweb' ? before : null);
  const parsed = SourceSettings.safeParse({ ...before, ...commonOf(args, before), ...own, kind });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw usage(`this is no source: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}

function commonOf(args: Arguments, before: SourceSettings | null): object {
  const name = (before === null ? null : args.value('rename')) ?? before?.name ?? args.required('name');
  return {
    ...{ name, site: args.value('site') ?? before?.site ?? name },
    store: either(args, 'takes-results', 'read-only', before?.store ?? true),
    insideTunnel: either(args, 'inside-tunnel', 'no-tunnel', before?.insideTunnel ?? false),
    tunnelHost: tunnelOf(args, before),
    metered: either(args, 'metered', 'unmetered', before?.metered ?? false),
    rate: {
      bytesPerSecond:
        args.value('rate') === null ? (before?.rate.bytesPerSecond ?? null) : rateOf(args.required('rate')),
      hours: args.value('hours') === null ? (before?.rate.hours ?? []) : hoursOf(args.required('hours')),
    },
    waits: {
      ...before?.waits,
      ...milliseconds(args, 'connect-seconds', 'connectMs'),
      ...milliseconds(args, 'answer-seconds', 'answerMs'),
      ...milliseconds(args, 'idle-seconds', 'idleMs'),
    },
    watch: watchOf(args, before),
  };
}

function watchOf(args: Arguments, before: SourceSettings | null): object | null {
  const watch = before?.watch ?? null;
  const given = ['watch', 'days', 'modalities'].some((name) => args.value(name) !== null);
  if (args.has('no-watch')) return null;
  if (!given) return watch;
  if (watch === null) args.required('watch');
  const modalities = args.value('modalities');
  return {
    everyMinutes: Number(args.value('watch') ?? watch?.everyMinutes),
    days: Number(args.value('days') ?? watch?.days ?? 1),
    modalities: modalities === null ? (watch?.modalities ?? []) : listOf(modalities.toUpperCase()),
  };
}

function tunnelOf(args: Arguments, before: SourceSettings | null): object | null {
  if (args.has('no-tunnel')) return null;
  const tunnel = before?.tunnelHost ?? null;
  const host = args.value('tunnel-host') ?? tunnel?.host ?? null;
  if (host === null) {
    if (args.value('tunnel-name') !== null || args.value('tunnel-port') !== null) args.required('tunnel-host');
    return null;
  }
  const name = args.value('tunnel-name') ?? tunnel?.name;
  const port = Number(args.value('tunnel-port') ?? tunnel?.port ?? args.required('tunnel-port'));
  return { host, port, ...(name === undefined ? {} : { name }) };
}

type Web = Extract<SourceSettings, { kind: 'dicomweb' }>;
type Dimse = Extract<SourceSettings, { kind: 'dimse' }>;

function webOf(args: Arguments, before: Web | null): object {
  const parallel = args.value('parallel');
  return {
    url: args.value('url') ?? before?.url ?? args.required('url'),
    auth: authOf(args, before),
    tls: { authorities: authoritiesOf(args, before?.tls.authorities ?? null) },
    proxy: proxyOf(args, before),
    ...(parallel === null ? {} : { parallel: Number(parallel) }),
  };
}

function authOf(args: Arguments, before: Web | null): object {
  const stored = before?.auth ?? { kind: 'none' };
  const kind = args.value('auth') ?? stored.kind;
  const known = stored.kind === kind ? stored : null;
  if (kind === 'basic') {
    return { kind, user: args.value('user') ?? (known?.kind === 'basic' ? known.user : args.required('user')) };
  }
  if (kind !== 'oidc') return { kind };
  const oidc = known?.kind === 'oidc' ? known : null;
  return {
    kind,
    issuer: args.value('issuer') ?? oidc?.issuer ?? args.required('issuer'),
    clientId: args.value('client') ?? oidc?.clientId ?? args.required('client'),
    scope: args.value('scope') ?? oidc?.scope ?? '',
  };
}

function proxyOf(args: Arguments, before: Web | null): object | null {
  if (args.has('no-proxy')) return null;
  const proxy = before?.proxy ?? null;
  const host = args.value('proxy-host') ?? proxy?.host ?? null;
  if (host === null) return null;
  const port = Number(args.value('proxy-port') ?? proxy?.port ?? args.required('proxy-port'));
  return { host, port, user: args.value('proxy-user') ?? proxy?.user ?? null };
}

function dimseOf(args: Arguments, before: Dimse | null): object {
  const authorities = authoritiesOf(args, before?.tls?.authorities ?? null);
  const wantsTls = args.has('tls') || args.value('ca') !== null || (before !== null && before.tls !== null);
  const parallel = args.value('parallel');
  return {
    host: args.value('host') ?? before?.host ?? args.required('host'),
    port: Number(args.value('port') ?? before?.port ?? args.required('port')),
    calledAe: args.value('called') ?? before?.calledAe ?? args.required('called'),
    callingAe: args.value('calling') ?? before?.callingAe ?? args.required('calling'),
    tls: wantsTls && !args.has('plain') ? { authorities } : null,
    user: (args.value('user') ?? before?.user ?? '') || null,
    receiver: receiverOf(args, before),
    ...(args.value('prefer') === null ? {} : { preferred: args.value('prefer') }),
    ...(parallel === null ? {} : { maxAssociations: Number(parallel) }),
  };
}

function receiverOf(args: Arguments, before: Dimse | null): object | null {
  if (args.has('no-receiver')) return null;
  const receiver = before?.receiver ?? null;
  const ae = args.value('receiver-ae') ?? receiver?.ae ?? null;
  if (ae === null) return null;
  const host = args.value('receiver-host') ?? receiver?.host ?? args.required('receiver-host');
  return { ae, host, port: Number(args.value('receiver-port') ?? receiver?.port ?? args.required('receiver-port')) };
}

function authoritiesOf(args: Arguments, before: string | null): string | null {
  if (args.has('no-ca')) return null;
  return args.value('ca') === null ? before : authoritiesIn(fileOf(args.required('ca')));
}

/** "mon-fri 08:00-18:00 5; sat,sun 00:00-24:00 free": days, from, to, Mbit/s (free: as fast as the line is; 0: nothing). '': none. */
function hoursOf(text: string): object[] {
  return text
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [days = '', times = '', rate = '', more] = entry.split(/\s+/);
      const [from = '', to = ''] = times.split('-');
      if (more !== undefined || rate === '')
        throw usage('--hours is such as "mon-fri 08:00-18:00 5; sat,sun 00:00-24:00 free"');
      return { days: daysOf(days), from: minutesOf(from), to: minutesOf(to), bytesPerSecond: rateOf(rate) };
    });
}

/** "mon-fri", "sat,sun", "all". */
function daysOf(text: string): number[] {
  if (text === 'all') return [0, 1, 2, 3, 4, 5, 6];
  return text.split(',').flatMap((part) => {
    const [first = -1, last = first] = part.split('-').map((day) => DAYS.indexOf(day.toLowerCase()));
    if (first < 0 || last < 0) throw usage('days are mon, tue, wed, thu, fri, sat, sun, or all');
    return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_unused, at) => (first + at) % 7);
  });
}

function minutesOf(text: string): number {
  const found = /^([01]?\d|2[0-4]):([0-5]\d)$/.exec(text);
  if (found === null) throw usage('times are such as 08:00');
  return Number(found[1]) * 60 + Number(found[2]);
}

/** Bytes a second of Mbit/s; null for "free". */
function rateOf(text: string): number | null {
  if (text === 'free') return null;
  const megabits = Number(text);
  if (text === '' || !Number.isFinite(megabits) || megabits < 0) throw usage('a rate is a number of Mbit/s, or free');
  return Math.round(megabits * MEGABIT);
}

function milliseconds(args: Arguments, option: string, name: string): object {
  const given = args.value(option);
  return given === null ? {} : { [name]: Math.round(Number(given) * 1000) };
}

function either(args: Arguments, yes: string, no: string, before: boolean): boolean {
  if (args.has(yes) && args.has(no)) throw usage(`--${yes} or --${no}, not both`);
  return args.has(yes) || (before && !args.has(no));
}

function listOf(text: string): string[] {
  return text.split(',').filter((word) => word !== '');
}

/** @throws AppError disk/… */
export function fileOf(file: string): Uint8Array {
  try {
    return readFileSync(path.resolve(file));
  } catch (error) {
    throw diskError(error);
  }
}
