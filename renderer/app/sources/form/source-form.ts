import type { RateHours, SourceSettings } from '../../../../shared/model/source-settings.ts';
import { clockText } from './clock-text.ts';

/** Bytes a second in one megabit a second. */
export const MEGABIT = 125_000;
const SECOND = 1000;

/** Hours with a rate of their own, as they are typed. */
export interface HoursForm {
  /** 0 is Sunday. */
  readonly days: readonly number[];
  /** HH:MM by the clock of this computer. */
  readonly from: string;
  readonly to: string;
  /** Mbit/s; empty: as fast as the line is; 0: nothing passes. */
  readonly rate: string;
}

/** What a person says of a source; numbers as they were typed. Secrets are beside it. */
export interface SourceForm {
  readonly kind: SourceSettings['kind'];
  readonly name: string;
  readonly site: string;
  readonly url: string;
  readonly host: string;
  readonly port: string;
  readonly calledAe: string;
  readonly callingAe: string;
  readonly insideTunnel: boolean;
  readonly tunnelName: string;
  readonly tunnelHost: string;
  readonly tunnelPort: string;
  readonly viaProxy: boolean;
  readonly proxyHost: string;
  readonly proxyPort: string;
  readonly proxyUser: string;
  readonly auth: 'none' | 'basic' | 'bearer' | 'oidc';
  readonly user: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  readonly tls: boolean;
  /** PEM; null: whoever this computer trusts. */
  readonly authorities: string | null;
  readonly preferred: 'get' | 'move';
  readonly receives: boolean;
  readonly receiverAe: string;
  readonly receiverHost: string;
  readonly receiverPort: string;
  readonly parallel: string;
  /** Mbit/s; empty: as fast as the line is. */
  readonly rate: string;
  readonly hours: readonly HoursForm[];
  readonly metered: boolean;
  /** Seconds. */
  readonly connectS: string;
  readonly answerS: string;
  readonly idleS: string;
  readonly store: boolean;
  /** What its site sends; unsaid: nobody knows. */
  readonly orders: Said;
  readonly reports: Said;
  readonly watched: boolean;
  readonly everyMinutes: string;
  readonly days: string;
  /** "CT, MR"; empty: all. */
  readonly modalities: string;
}

const NO_SITE = {
  kind: 'dicomweb',
  name: '',
  site: '',
  url: '',
  host: '',
  port: '',
  calledAe: '',
  callingAe: 'NIGHTJAR',
};
const NO_WAY = { insideTunnel: false, tunnelName: '', tunnelHost: '', tunnelPort: '443' };
const NO_PROXY = { viaProxy: false, proxyHost: '', proxyPort: '8080', proxyUser: '' };
const NOBODY = { auth: 'none', user: '', issuer: '', clientId: '', scope: '', tls: true, authorities: null };
const NO_RECEIVER = {
  preferred: 'get',
  receives: false,
  receiverAe: 'NIGHTJAR',
  receiverHost: '',
  receiverPort: '11112',
};
const FREE = { parallel: '4', rate: '', hours: [], metered: false, connectS: '10', answerS: '60', idleS: '30' };
const WATCHED = {
  store: true,
  orders: 'unsaid',
  reports: 'unsaid',
  watched: true,
  everyMinutes: '5',
  days: '1',
  modalities: '',
};

export const EMPTY_FORM: SourceForm = {
  ...({ ...NO_SITE, ...NO_WAY, ...NO_PROXY, ...NOBODY, ...NO_RECEIVER, ...FREE, ...WATCHED } as const),
  kind: 'dicomweb',
  auth: 'none',
  preferred: 'get',
  orders: 'unsaid',
  reports: 'unsaid',
};

/** A yes or no that may be left open. */
export type Said = 'unsaid' | 'yes' | 'no';

function saidOf(value: boolean | null): Said {
  return value === null ? 'unsaid' : value ? 'yes' : 'no';
}

/** What is stored, as a person would have typed it. */
export function formOf(settings: SourceSettings): SourceForm {
  const { name, site, insideTunnel, tunnelHost, waits, rate, metered, watch, store } = settings;
  const common = {
    ...{ ...EMPTY_FORM, kind: settings.kind, name, site, insideTunnel, metered, store },
    ...{ orders: saidOf(settings.sendsOrders), reports: saidOf(settings.sendsReports) },
    ...(tunnelHost === null
      ? {}
      : { tunnelName: tunnelHost.name ?? '', tunnelHost: tunnelHost.host, tunnelPort: String(tunnelHost.port) }),
    ...{ rate: megabits(rate.bytesPerSecond), hours: rate.hours.map(hoursForm) },
    ...{ connectS: seconds(waits.connectMs), answerS: seconds(waits.answerMs), idleS: seconds(waits.idleMs) },
    ...(watch === null
      ? { watched: false }
      : {
          ...{ watched: true, everyMinutes: String(watch.everyMinutes), days: String(watch.days) },
          modalities: watch.modalities.join(', '),
        }),
  };
  return settings.kind === 'dicomweb' ? { ...common, ...webForm(settings) } : { ...common, ...dimseForm(settings) };
}

function webForm({
  url,
  auth,
  proxy,
  parallel,
  tls,
}: Extract<SourceSettings, { kind: 'dicomweb' }>): Partial<SourceForm> {
  return {
    ...{ url, auth: auth.kind, parallel: String(parallel), authorities: tls.authorities },
    ...(auth.kind === 'basic' ? { user: auth.user } : {}),
    ...(auth.kind === 'oidc' ? { issuer: auth.issuer, clientId: auth.clientId, scope: auth.scope } : {}),
    ...(proxy === null
      ? {}
      : { viaProxy: true, proxyHost: proxy.host, proxyPort: String(proxy.port), proxyUser: proxy.user ?? '' }),
  };
}

function dimseForm(settings: Extract<SourceSettings, { kind: 'dimse' }>): Partial<SourceForm> {
  const { host, port, calledAe, callingAe, tls, maxAssociations, preferred, receiver, user } = settings;
  return {
    ...{ host, port: String(port), calledAe, callingAe, tls: tls !== null, authorities: tls?.authorities ?? null },
    ...{ parallel: String(maxAssociations), preferred, user: user ?? '' },
    ...(receiver === null
      ? {}
      : {
          ...{ receives: true, receiverAe: receiver.ae, receiverHost: receiver.host },
          receiverPort: String(receiver.port),
        }),
  };
}

function hoursForm({ days, from, to, bytesPerSecond }: RateHours): HoursForm {
  return { days, from: clockText(from), to: clockText(to), rate: megabits(bytesPerSecond) };
}

/** Mbit/s as a person writes it. */
export function megabits(bytesPerSecond: number | null): string {
  return bytesPerSecond === null ? '' : String(Number((bytesPerSecond / MEGABIT).toFixed(3)));
}

function seconds(ms: number): string {
  return String(ms / SECOND);
}

/** Where a source is, and how often it is asked for what is new, in one line. */
export function whereOf(settings: SourceSettings): string {
  const { watch } = settings;
  const asked =
    watch === null ? '' : ` · asked every ${watch.everyMinutes === 1 ? 'minute' : `${watch.everyMinutes} minutes`}`;
  if (settings.kind === 'dicomweb') return `DICOMweb · ${settings.url}${asked}`;
  const { host, port, calledAe, callingAe, tls } = settings;
  return `DIMSE${tls === null ? '' : ' over TLS'} · ${calledAe} at ${host}:${port}, we are ${callingAe}${asked}`;
}
