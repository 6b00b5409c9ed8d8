import type { FhirFeed, OrderFeeds } from '../../../shared/model/order-feeds.ts';
import type { SecretName } from '../../../shared/model/transfer.ts';
import { EMPTY_FORM, formOf, goodSecrets, missingSecrets, secretsOf, settingsOf } from '../sources/index.ts';
import type { Problems, SecretsForm, SourceForm } from '../sources/index.ts';

/** What is typed of a FHIR server that is asked for orders and reports. It is reached as a source is. */
export interface FhirDraft {
  readonly form: SourceForm;
  readonly everySeconds: string;
  readonly gives: FhirFeed['gives'];
}

/** Null: a new one. */
export function fhirDraftOf(feed: FhirFeed | null): FhirDraft {
  return feed === null
    ? { form: EMPTY_FORM, everySeconds: '60', gives: { orders: true, reports: false } }
    : { form: formOf(feed.server), everySeconds: String(feed.everySeconds), gives: feed.gives };
}

export type FhirRead =
  { readonly ok: true; readonly feeds: OrderFeeds } | { readonly ok: false; readonly problems: Problems };

export interface ReadFhir {
  readonly read: FhirRead;
  /** Stored, and still good. */
  readonly good: readonly SecretName[];
}

const LEAST_SECONDS = 15;
const MOST_SECONDS = 3600;
/** The state of our own port stands under this name. */
const OUR_PORT = 'hl7';

/** The settings with this server among them, or what is wrong, in words by the field. @param feed that is changed; null: it is new */
export function feedsWith(
  before: OrderFeeds,
  feed: FhirFeed | null,
  { form, everySeconds, gives }: FhirDraft,
  typed: SecretsForm,
): ReadFhir {
  const settled = settingsOf(form);
  const server = 'settings' in settled && settled.settings.kind === 'dicomweb' ? settled.settings : null;
  const names = Object.keys(feed?.secrets ?? {}) as SecretName[];
  const stored = feed === null ? null : { settings: feed.server, secrets: names };
  const good = goodSecrets(stored, form, server);
  const problems: Record<string, string> = {
    ...('problems' in settled ? settled.problems : {}),
    ...(server === null ? {} : missingSecrets(form, typed, good, stored)),
  };
  if ('url' in problems)
    problems['url'] = 'It begins with https:// and is the part before /ServiceRequest or /DiagnosticReport.';
  const isTaken = before.fhir.some((one) => one !== feed && one.server.name === form.name.trim());
  if (isTaken || form.name.trim().toLowerCase() === OUR_PORT) problems['name'] = 'Something else has this name.';
  const seconds = Number(everySeconds);
  if (!Number.isInteger(seconds) || seconds < LEAST_SECONDS || seconds > MOST_SECONDS) {
    problems['everySeconds'] = `Seconds, from ${LEAST_SECONDS} to ${MOST_SECONDS}.`;
  }
  if (!gives.orders && !gives.reports) problems['gives'] = 'Orders, reports or both.';
  if (server === null || Object.keys(problems).length > 0) return { read: { ok: false, problems }, good };
  const { secrets, keep } = secretsOf(form, typed, good);
  const kept = keep.filter((name) => name !== 'certificate').map((name) => [name, 'hidden'] as const);
  const changed: FhirFeed = {
    ...{ server, gives, everySeconds: seconds, zone: feed?.zone ?? null },
    secrets: { ...secrets, ...Object.fromEntries(kept) },
  };
  const fhir = feed === null ? [...before.fhir, changed] : before.fhir.map((one) => (one === feed ? changed : one));
  return { read: { ok: true, feeds: { ...before, fhir } }, good };
}
