import { z } from 'zod';
import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import type { DestinationSecrets, FhirDestination } from '../../../../shared/model/destination.ts';
import { DicomWebSettings } from '../../../../shared/model/source-settings.ts';
import { canonicalJson } from '../../../../shared/report/canonical.ts';
import { linkCause } from '../link/link-cause.ts';
import { HttpClient } from '../../sources/http/http-client.ts';
import type { HttpAnswer } from '../../sources/http/http-client.ts';
import { retryAfterMs } from '../../sources/http/retry-after.ts';
import { sourceClock } from '../../sources/source-clock.ts';
import { DICOM_UID_SYSTEM } from '../../reporting/outputs/fhir.ts';
import { TOLD_SYSTEM } from './told-message.ts';
import { createsReportsOnce, takesReportTransactions } from './fhir-capability.ts';
import { transactionOutcome } from './fhir-transaction.ts';
import { saidText } from './connector.ts';
import type { Connector, OutgoingContent, SendAnswer } from './connector.ts';

/** Longest answer that is read, bytes: a receiver may send the whole report back. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
const FHIR_JSON = 'application/fhir+json';
/** Answers to a transaction that say that it cannot be read, and that nothing of it was taken. */
const NOT_UNDERSTOOD: ReadonlySet<number> = new Set([400, 404, 405, 415, 422, 501]);

const Found = z.object({ resourceType: z.literal('Bundle'), entry: z.array(z.unknown()).max(1000).optional() });
/** Of what a search found nothing else is looked at, however much and however deep the rest is. */
const FoundOne = z.object({
  resource: z.object({ identifier: z.array(z.object({ value: z.string().max(1000).optional() })).max(1000) }),
});
const Resource = z.object({ resourceType: z.string() });
const Outcome = z.object({
  resourceType: z.literal('OperationOutcome'),
  issue: z.array(z.object({ code: z.string().optional(), diagnostics: z.string().optional() })).max(100),
});

/**
 * Gives signed reports to a FHIR R4 server by conditional create (RESTful API, 3.1.0.8.1): the identifier is the UID of the report,
 * so a server that honours If-None-Exist makes one of however many come.
 */
export function fhirConnector(settings: FhirDestination, secrets: DestinationSecrets): Connector {
  const client = new HttpClient(httpSettings(settings, secrets), { secrets, clock: sourceClock, tokens: null });
  const root = settings.url.replace(/\/+$/, '');
  const request = { headers: { accept: FHIR_JSON }, encoded: true, maxBytes: MAX_ANSWER_BYTES };
  const said: Said = { once: null, transactions: null };
  /** Null: it did not answer, and is asked the next time. */
  const ask = async (signal: AbortSignal): Promise<void> => {
    const answer = await client.send({ ...request, url: new URL(`${root}/metadata`), signal });
    await heard(answer, said);
  };
  return {
    send: async (content, signal) => {
      const given = { bytes: false };
      const withdrawAll = (taken: readonly Withdrawal[]): Promise<SendAnswer> =>
        allAnswered(taken, async ({ value, bytes }) =>
          client.send({
            ...{ ...request, signal, body: bodyOf({ bytes }, given), method: 'PUT' },
            url: new URL(`${root}/DiagnosticReport?${query({ key: value, format: 'fhir' })}`),
            headers: { ...request.headers, 'content-type': FHIR_JSON },
          }),
        );
      try {
        const headers = { ...request.headers, 'content-type': FHIR_JSON };
        if (content.transaction !== undefined && said.transactions === null) await ask(signal);
        if (content.transaction !== undefined && said.transactions === true) {
          const all = { bytes: content.transaction };
          const url = new URL(root);
          const answer = await client.send({
            ...request,
            url,
            signal,
            body: bodyOf(all, given),
            method: 'POST',
            headers,
          });
          // All or nothing: what it does not know in the transaction keeps no report away.
          if (!NOT_UNDERSTOOD.has(answer.status)) return await transactionOutcome(answer, answerOf, textOf);
          await answer.discard();
        }
        const taken = content.format === 'fhir' ? withdrawals(content) : [];
        if (taken.length > 0) return await withdrawAll(taken);
        const body = { ...request, signal, body: bodyOf(content, given) };
        const answer = await client.send(
          content.format === 'fhir-status'
            ? { ...body, url: new URL(`${root}/Task?${taskQuery(content)}`), method: 'PUT', headers }
            : {
                ...{ ...body, url: new URL(`${root}/${resourceOf(content.format)}`) },
                headers: { ...headers, 'if-none-exist': query(content) },
              },
        );
        return await answerOf(answer);
      } catch (error) {
        return failureOf(error, given.bytes);
      }
    },
    find: async ({ key, format }, signal) => {
      // The last word on a study takes the place of what was said before: said twice it is said once.
      if (format === 'fhir-status') return false;
      if (said.once === null) await ask(signal);
      const url = new URL(`${root}/${resourceOf(format)}?${query({ key, format })}&_elements=identifier`);
      const answer = await client.send({ ...request, url, signal });
      if (answer.status !== 200) {
        await answer.discard();
        throw statusError(answer.status);
      }
      const bundle = Found.safeParse(parsed(await textOf(answer)));
      if (!bundle.success) throw new AppError('source/wrong-answer', 'a search was not answered with a bundle');
      return (bundle.data.entry ?? []).some((entry) => {
        const one = FoundOne.safeParse(entry);
        return one.success && one.data.resource.identifier.some(({ value }) => value === key);
      });
    },
    saysOnce: () => said.once === true,
    commit: null,
    probe: async (signal) => {
      const answer = await client.send({ ...request, url: new URL(`${root}/metadata`), signal });
      await answer.discard();
      if (answer.status >= 500 || answer.status === 401 || answer.status === 403) throw statusError(answer.status);
    },
    close: () => client.close(),
  };
}

/** What a server said of itself; null: it did not answer yet. */
interface Said {
  once: boolean | null;
  transactions: boolean | null;
}

async function heard(answer: HttpAnswer, said: Said): Promise<void> {
  if (answer.status === 200) {
    const statement = parsed(await textOf(answer));
    said.once = createsReportsOnce(statement);
    said.transactions = takesReportTransactions(statement);
    return;
  }
  await answer.discard();
  if (answer.status < 500 && answer.status !== 429) [said.once, said.transactions] = [false, false];
}

function httpSettings(settings: FhirDestination, { password, token }: DestinationSecrets): DicomWebSettings {
  const { url, insideTunnel, user, authorities, connectMs, answerMs } = settings;
  const bearer = token === undefined ? { kind: 'none' } : { kind: 'bearer' };
  return DicomWebSettings.parse({
    ...{ kind: 'dicomweb', name: 'fhir', site: 'fhir', url, insideTunnel, tls: { authorities }, parallel: 1 },
    auth: user !== null && password !== undefined ? { kind: 'basic', user } : bearer,
    waits: { connectMs: Math.max(100, connectMs), answerMs: Math.max(100, answerMs), idleMs: Math.max(100, answerMs) },
  });
}

function resourceOf(format: OutgoingContent['format']): string {
  return format === 'fhir-told' ? 'Communication' : 'DiagnosticReport';
}

function query({ key, format }: Pick<OutgoingContent, 'key' | 'format'>): string {
  const system = format === 'fhir-told' ? TOLD_SYSTEM : DICOM_UID_SYSTEM;
  return `identifier=${encodeURIComponent(system)}%7C${encodeURIComponent(key)}`;
}

const Identified = z.object({ identifier: z.tuple([z.object({ system: z.string(), value: z.string() })]) });

/** Conditional update (RESTful API, 3.1.0.4.3): the one task that has the identifier of this one. */
function taskQuery({ bytes }: OutgoingContent): string {
  const [{ system, value }] = Identified.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))).identifier;
  return `identifier=${encodeURIComponent(system)}%7C${encodeURIComponent(value)}`;
}

const Taken = z.looseObject({
  status: z.literal('entered-in-error'),
  identifier: z.array(z.object({ system: z.string(), value: z.string() })).min(2),
});

interface Withdrawal {
  /** Identifier of the report that is withdrawn. */
  readonly value: string;
  readonly bytes: Uint8Array;
}

/**
 * A withdrawal takes the place of each report of its line, by conditional update: the same again as often as it is sent. Each has the
 * identifier of the withdrawal beside its own.
 */
function withdrawals({ bytes }: OutgoingContent): readonly Withdrawal[] {
  const found = Taken.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  if (!found.success) return [];
  const [own, ...taken] = found.data.identifier;
  return taken.map((one) => ({
    value: one.value,
    bytes: Buffer.from(`${canonicalJson({ ...found.data, identifier: [own, one] })}\n`, 'utf8'),
  }));
}

/** The first answer that is none of success, else the last. */
async function allAnswered(
  taken: readonly Withdrawal[],
  send: (one: Withdrawal) => Promise<HttpAnswer>,
): Promise<SendAnswer> {
  let said: SendAnswer = { kind: 'delivered', text: '' };
  for (const one of taken) {
    said = await answerOf(await send(one));
    if (said.kind !== 'delivered') return said;
  }
  return said;
}

/** Notes when the first bytes are taken to be sent. */
function bodyOf(
  { bytes }: Pick<OutgoingContent, 'bytes'>,
  given: { bytes: boolean },
): { readonly bytes: number; open(): AsyncIterable<Uint8Array> } {
  return {
    bytes: bytes.length,
    async *open() {
      given.bytes = true;
      await Promise.resolve();
      yield bytes;
    },
  };
}

async function answerOf(answer: HttpAnswer): Promise<SendAnswer> {
  const { status } = answer;
  if (status === 201 || status === 200) {
    if (!(await isOfServer(answer))) {
      return { kind: 'unanswered', code: 'source/wrong-answer', text: `${status}`, cause: 'server' };
    }
    return { kind: 'delivered', text: status === 201 ? '201 created' : '200 was there already' };
  }
  const text = saidText(`${status} ${await outcomeOf(answer)}`);
  if (status === 429 || status === 503) {
    const waitMs = retryAfterMs(answer.header('retry-after'), sourceClock.nowIso());
    return { kind: 'later', code: 'source/busy', text, waitMs };
  }
  if (status === 401 || status === 403)
    return { kind: 'not-sent', code: 'source/credentials', text, cause: 'credentials' };
  if (status >= 500) return { kind: 'unanswered', code: 'source/server-error', text, cause: 'server' };
  // 412: more than one has this identifier. A person has to look at the receiver.
  return { kind: 'refused', code: 'outbox/refused', text };
}

/** Whether a FHIR server says so, with a resource or with nothing at all, and not a page of a gateway in between. */
async function isOfServer(answer: HttpAnswer): Promise<boolean> {
  const type = answer.header('content-type');
  if (type !== undefined && !/[/+]json\b/i.test(type)) {
    await answer.discard();
    return false;
  }
  const text = await textOf(answer);
  return text === '' || Resource.safeParse(parsed(text)).success;
}

function failureOf(error: unknown, gaveBytes: boolean): SendAnswer {
  const known = asAppError(error);
  if (known.family === 'bug') throw known;
  const cause = linkCause(known);
  const { code } = known;
  if (!gaveBytes) return { kind: 'not-sent', code, text: '', cause: cause ?? 'port' };
  return { kind: 'unanswered', code, text: '', cause };
}

function statusError(status: number): AppError {
  const code = status === 401 || status === 403 ? 'source/credentials' : 'source/server-error';
  return new AppError(code, 'the receiver could not be asked', { context: { status }, retry: 'later' });
}

async function outcomeOf(answer: HttpAnswer): Promise<string> {
  const outcome = Outcome.safeParse(parsed(await textOf(answer)));
  if (!outcome.success) return '';
  return outcome.data.issue.map(({ code, diagnostics }) => `${code ?? ''} ${diagnostics ?? ''}`.trim()).join('; ');
}

async function textOf(answer: HttpAnswer): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Null for what is no JSON: a proxy's page, for example. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
