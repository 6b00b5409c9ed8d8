import { SourceSettings } from '../../../shared/model/source-settings.ts';
import type { SourceSecrets } from '../../../shared/model/source-settings.ts';

/** What an administrator types to add a source. */
export interface SourceForm {
  readonly kind: SourceSettings['kind'];
  readonly name: string;
  readonly site: string;
  readonly url: string;
  readonly host: string;
  readonly port: string;
  readonly calledAe: string;
  readonly callingAe: string;
  readonly tls: boolean;
  readonly insideTunnel: boolean;
  readonly auth: 'none' | 'basic' | 'bearer';
  readonly user: string;
  readonly secret: string;
  /** The list fills by itself: how often it is asked, and how many days back. */
  readonly watched: boolean;
  readonly everyMinutes: string;
  readonly days: string;
}

export const EMPTY_FORM: SourceForm = {
  ...{ kind: 'dicomweb', name: '', site: '', url: '', host: '', port: '', calledAe: '', callingAe: 'NIGHTJAR' },
  ...{ tls: true, insideTunnel: false, auth: 'none', user: '', secret: '' },
  ...{ watched: true, everyMinutes: '5', days: '1' },
};

/** The settings that a form says, or which of its fields is wrong, in words. */
export function settingsOf(form: SourceForm): { readonly settings: SourceSettings } | { readonly problem: string } {
  const { name, insideTunnel } = form;
  const watch = form.watched ? { everyMinutes: Number(form.everyMinutes), days: Number(form.days) } : null;
  const common = { name, site: form.site.trim() === '' ? name : form.site, insideTunnel, watch };
  const given =
    form.kind === 'dicomweb'
      ? { ...common, kind: form.kind, url: form.url.trim(), auth: authOf(form) }
      : {
          ...{ ...common, kind: form.kind, host: form.host.trim(), port: Number(form.port) },
          ...{ calledAe: form.calledAe, callingAe: form.callingAe, tls: form.tls ? {} : null },
          user: form.user === '' ? null : form.user,
        };
  const parsed = SourceSettings.safeParse(given);
  if (parsed.success) return { settings: parsed.data };
  const [issue] = parsed.error.issues;
  const field = String(issue?.path[0] ?? '');
  return {
    problem: PROBLEMS[field] ?? `${field === '' ? 'The address' : field}: ${issue?.message ?? 'is not right'}.`,
  };
}

const PROBLEMS: Readonly<Record<string, string>> = {
  name: 'Give it a name.',
  url: 'The address begins with https:// and is the part before /studies.',
  host: 'The host is a name or an address, without port.',
  port: 'The port is a number from 1 to 65535.',
  calledAe: 'The title of the site has 1 to 16 plain characters.',
  callingAe: 'Our title has 1 to 16 plain characters.',
  auth: 'The user is missing.',
  watch: 'It is asked every 1 to 1440 minutes, for 0 to 30 days back.',
};

export function secretsOf({ kind, auth, user, secret }: SourceForm): SourceSecrets {
  if (secret === '') return {};
  if (kind === 'dimse') return user === '' ? {} : { password: secret };
  if (auth === 'bearer') return { token: secret };
  return auth === 'basic' ? { password: secret } : {};
}

function authOf({ auth, user }: SourceForm): object {
  return auth === 'basic' ? { kind: auth, user } : { kind: auth };
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
