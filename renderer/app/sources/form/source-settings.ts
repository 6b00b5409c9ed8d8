import { RateLimit, SourceSettings } from '../../../../shared/model/source-settings.ts';
import { minutesOf } from './clock-text.ts';
import { MEGABIT } from './source-form.ts';
import type { HoursForm, SourceForm } from './source-form.ts';

/** What is wrong, in words, by the field that it stands at; hours by their place: "hours.0". */
export type Problems = Readonly<Record<string, string>>;
export type Settled = { readonly settings: SourceSettings } | { readonly problems: Problems };

/** The settings that a form says, or what is wrong with it. */
export function settingsOf(form: SourceForm): Settled {
  const parsed = SourceSettings.safeParse(form.kind === 'dicomweb' ? webOf(form) : dimseOf(form));
  if (parsed.success) return { settings: parsed.data };
  const problems: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) {
    const field = fieldOf(path.map(String), message);
    problems[field] ??= WORDS[field.split('.')[0] ?? ''] ?? `This is not right: ${message}.`;
  }
  return { problems: withoutFollowing(form, problems) };
}

/** What is wrong only because something else is: it goes with that. */
function withoutFollowing({ site }: SourceForm, problems: Problems): Problems {
  const follows = (field: string): boolean =>
    (field === 'site' && site.trim() === '') ||
    (field === 'insideTunnel' && ['url', 'host'].some((address) => address in problems));
  return Object.fromEntries(Object.entries(problems).filter(([field]) => !follows(field)));
}

const RATE = 'A number of Mbit/s, 0 or more. Leave it empty for as fast as the line is.';
const AE = '1 to 16 plain characters, without a backslash.';
const PORT = 'A number from 1 to 65535.';
const HOST = 'A name or an address, without port: pacs.example or 10.1.2.3.';

const WORDS: Readonly<Record<string, string>> = {
  name: 'Give it a name.',
  site: 'At most 100 characters.',
  url: 'It begins with https:// and is the part before /studies, without user or question mark.',
  host: HOST,
  port: PORT,
  calledAe: AE,
  callingAe: AE,
  insideTunnel:
    'Without encryption only inside a VPN, or to this very computer. Use https or TLS, or say that there is a VPN.',
  tunnelHost: HOST,
  tunnelPort: PORT,
  tunnelName: 'At most 60 characters.',
  proxyHost: HOST,
  proxyPort: PORT,
  user: 'Type the user name that the site gave.',
  issuer: 'The address of the identity provider; it begins with https://.',
  clientId: 'The name under which the provider knows this station.',
  scope: 'At most 500 characters.',
  authorities: 'These are no certificates. Choose the file again.',
  preferred: 'C-MOVE needs a receiver of our own: say where it is.',
  receiverAe: AE,
  receiverHost: 'How the site reaches this computer: a name or an address, without port.',
  receiverPort: PORT,
  parallel: 'A number from 1 to 6 (DICOMweb) or 1 to 16 (DIMSE).',
  rate: RATE,
  hours:
    'Choose a day, two times such as 08:00 and 18:00, and a number of Mbit/s (empty: as fast as the line is; 0: nothing).',
  connectS: 'Seconds, from 0.1 to 300.',
  answerS: 'Seconds, from 0.1 to 3600.',
  idleS: 'Seconds, from 0.1 to 3600.',
  everyMinutes: 'Minutes, from 1 to 1440.',
  days: 'Days, from 0 to 30.',
  modalities: 'Codes with commas between: CT, MR, CR. At most 20.',
};

/** Where in the settings a field of the form stands; the longest beginning counts. */
const FIELDS: Readonly<Record<string, string>> = {
  'auth.user': 'user',
  'auth.issuer': 'issuer',
  'auth.clientId': 'clientId',
  'auth.scope': 'scope',
  'tunnelHost.host': 'tunnelHost',
  'tunnelHost.port': 'tunnelPort',
  'tunnelHost.name': 'tunnelName',
  'proxy.host': 'proxyHost',
  'proxy.port': 'proxyPort',
  'proxy.user': 'proxyUser',
  'tls.authorities': 'authorities',
  'receiver.ae': 'receiverAe',
  'receiver.host': 'receiverHost',
  'receiver.port': 'receiverPort',
  maxAssociations: 'parallel',
  'rate.bytesPerSecond': 'rate',
  'waits.connectMs': 'connectS',
  'waits.answerMs': 'answerS',
  'waits.idleMs': 'idleS',
  'watch.everyMinutes': 'everyMinutes',
  'watch.days': 'days',
  'watch.modalities': 'modalities',
};

function fieldOf(path: readonly string[], message: string): string {
  const [first, second, third] = path;
  if (first === undefined) return message.startsWith('C-MOVE') ? 'preferred' : 'insideTunnel';
  if (first === 'rate' && second === 'hours') return `hours.${third ?? '0'}`;
  return FIELDS[`${first}.${second ?? ''}`] ?? FIELDS[first] ?? first;
}

const SAID = { unsaid: null, yes: true, no: false } as const;

function commonOf(form: SourceForm): object {
  const { name, site, insideTunnel, metered, store } = form;
  const milliseconds = (text: string): number => Math.round(numberOf(text) * 1000);
  return {
    ...{ kind: form.kind, name, site: site.trim() === '' ? name : site, insideTunnel, metered, store },
    ...{ sendsOrders: SAID[form.orders], sendsReports: SAID[form.reports] },
    tunnelHost:
      form.tunnelHost.trim() === '' || !insideTunnel
        ? null
        : {
            ...{ host: form.tunnelHost.trim(), port: numberOf(form.tunnelPort) },
            ...(form.tunnelName.trim() === '' ? {} : { name: form.tunnelName }),
          },
    waits: {
      ...{ connectMs: milliseconds(form.connectS), answerMs: milliseconds(form.answerS) },
      idleMs: milliseconds(form.idleS),
    },
    rate: rateOf(form),
    watch: form.watched
      ? { everyMinutes: numberOf(form.everyMinutes), days: numberOf(form.days), modalities: wordsOf(form.modalities) }
      : null,
  };
}

/** The rate over the hours, whatever else is not filled in yet; null: it is not right itself. */
export function limitOf(form: Pick<SourceForm, 'rate' | 'hours'>): RateLimit | null {
  const parsed = RateLimit.safeParse(rateOf(form));
  return parsed.success ? parsed.data : null;
}

function rateOf({ rate, hours }: Pick<SourceForm, 'rate' | 'hours'>): object {
  return { bytesPerSecond: bytesOf(rate), hours: hours.map(hoursOf) };
}

function webOf(form: SourceForm): object {
  const { auth, user, issuer, clientId, scope } = form;
  const proof = {
    none: { kind: auth },
    basic: { kind: auth, user: user.trim() },
    bearer: { kind: auth },
    oidc: { kind: auth, issuer: issuer.trim(), clientId: clientId.trim(), scope: scope.trim() },
  };
  return {
    ...{ ...commonOf(form), url: form.url.trim(), auth: proof[auth], parallel: numberOf(form.parallel) },
    tls: { authorities: form.authorities },
    proxy: form.viaProxy
      ? {
          ...{ host: form.proxyHost.trim(), port: numberOf(form.proxyPort) },
          user: form.proxyUser.trim() === '' ? null : form.proxyUser.trim(),
        }
      : null,
  };
}

function dimseOf(form: SourceForm): object {
  const { calledAe, callingAe, preferred, user } = form;
  return {
    ...{ ...commonOf(form), host: form.host.trim(), port: numberOf(form.port), calledAe, callingAe, preferred },
    ...{ tls: form.tls ? { authorities: form.authorities } : null, maxAssociations: numberOf(form.parallel) },
    user: user.trim() === '' ? null : user.trim(),
    receiver: form.receives
      ? { ae: form.receiverAe, host: form.receiverHost.trim(), port: numberOf(form.receiverPort) }
      : null,
  };
}

function hoursOf({ days, from, to, rate }: HoursForm): object {
  return { days: [...days], from: minutesOf(from), to: minutesOf(to), bytesPerSecond: bytesOf(rate) };
}

/** NaN for what is no number, so that the schema refuses it. */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.'));
}

function bytesOf(megabits: string): number | null {
  return megabits.trim() === '' ? null : Math.round(numberOf(megabits) * MEGABIT);
}

function wordsOf(text: string): string[] {
  return text
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
    .map((word) => word.toUpperCase());
}
