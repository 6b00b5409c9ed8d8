import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { FhirFeed } from '../../../../shared/model/order-feeds.ts';
import {
  FhirPatient,
  FhirPractitioner,
  FhirServiceRequest,
  orderFromFhir,
} from '../../../../shared/rules/imaging-order/from-fhir.ts';
import type { FhirOrder } from '../../../../shared/rules/imaging-order/from-fhir.ts';
import type { HttpClient } from '../../sources/http/http-client.ts';

/** Bytes of one page of a search. */
const MOST_PAGE_BYTES = 4 * 1024 * 1024;
/** Pages of one question; the rest comes with the next. */
const MOST_PAGES = 20;
const PAGE_SIZE = 100;

const Bundle = z.object({
  resourceType: z.literal('Bundle'),
  link: z.array(z.object({ relation: z.string(), url: z.string().max(8000) })).default([]),
  entry: z
    .array(z.object({ fullUrl: z.string().optional(), resource: z.unknown().optional() }))
    .max(5000)
    .default([]),
});

export interface FhirAnswer {
  readonly orders: readonly FhirOrder[];
  /** Requests that could not be read as orders, by code. */
  readonly refused: readonly AppError[];
  /** Newest meta.lastUpdated that was seen, as the server wrote it; null: none. */
  readonly newest: string | null;
}

/**
 * Orders that changed since an instant, oldest first, patients and requesters with them. The same order may come again: its version is
 * its control id.
 * @param since as the server wrote it in an answer before; null: from the beginning of what it gives
 * @throws AppError source/…
 */
export async function ordersSince(
  http: Pick<HttpClient, 'send'>,
  feed: FhirFeed,
  terms: { readonly site: string; readonly zone: string | null },
  since: string | null,
  signal: AbortSignal,
): Promise<FhirAnswer> {
  const base = feed.server.url.replace(/\/+$/, '');
  let next: URL | null = firstPage(base, since);
  const seen: Collected = { requests: [], patients: new Map(), requesters: new Map() };
  for (let page = 0; next !== null && page < MOST_PAGES; page += 1) {
    const bundle: z.output<typeof Bundle> = await pageOf(http, next, signal);
    collect(bundle, seen);
    next = nextPage(bundle, new URL(base));
  }
  return { ...read(seen, terms), newest: newestOf(seen.requests) };
}

function firstPage(base: string, since: string | null): URL {
  const url = new URL(`${base}/ServiceRequest`);
  if (since !== null) url.searchParams.set('_lastUpdated', `ge${since}`);
  url.searchParams.set('_sort', '_lastUpdated');
  url.searchParams.set('_count', String(PAGE_SIZE));
  url.searchParams.append('_include', 'ServiceRequest:subject');
  url.searchParams.append('_include', 'ServiceRequest:requester');
  return url;
}

/** The server says where the next page is; it is asked for only where the first one was. */
function nextPage({ link }: z.output<typeof Bundle>, base: URL): URL | null {
  const found = link.find(({ relation }) => relation === 'next');
  if (found === undefined) return null;
  const url = URL.canParse(found.url, base.href) ? new URL(found.url, base) : null;
  if (url?.origin !== base.origin) throw wrong('next-page-elsewhere');
  return url;
}

async function pageOf(http: Pick<HttpClient, 'send'>, url: URL, signal: AbortSignal): Promise<z.output<typeof Bundle>> {
  const headers = { accept: 'application/fhir+json' };
  const answer = await http.send({ url, headers, signal, encoded: true, maxBytes: MOST_PAGE_BYTES });
  if (answer.status !== 200) {
    await answer.discard();
    if (answer.status === 401 || answer.status === 403) throw new AppError('source/credentials', 'orders are refused');
    const code = answer.status >= 500 ? 'source/server-error' : 'source/refused';
    throw new AppError(code, 'orders could not be asked for', { context: { status: answer.status } });
  }
  const parts: Uint8Array[] = [];
  for await (const part of answer.body) parts.push(part);
  const bundle = Bundle.safeParse(json(Buffer.concat(parts).toString('utf8')));
  if (!bundle.success) throw wrong('no-bundle');
  return bundle.data;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong('no-json');
  }
}

interface Collected {
  readonly requests: FhirServiceRequest[];
  readonly patients: Map<string, FhirPatient>;
  readonly requesters: Map<string, FhirPractitioner>;
}

function collect({ entry }: z.output<typeof Bundle>, seen: Collected): void {
  for (const { resource } of entry) {
    const request = FhirServiceRequest.safeParse(resource);
    const patient = FhirPatient.safeParse(resource);
    const requester = FhirPractitioner.safeParse(resource);
    if (request.success) seen.requests.push(request.data);
    else if (patient.success) seen.patients.set(`Patient/${patient.data.id}`, patient.data);
    else if (requester.success) {
      seen.requesters.set(`${requester.data.resourceType}/${requester.data.id}`, requester.data);
    }
  }
}

function read(
  { requests, patients, requesters }: Collected,
  terms: { readonly site: string; readonly zone: string | null },
): { readonly orders: FhirOrder[]; readonly refused: AppError[] } {
  const orders: FhirOrder[] = [];
  const refused: AppError[] = [];
  for (const request of requests) {
    try {
      const related = {
        patient: patients.get(placeOf(request.subject?.reference)) ?? null,
        requester: requesters.get(placeOf(request.requester?.reference)) ?? null,
      };
      orders.push(orderFromFhir(request, related, terms));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused.push(error);
    }
  }
  return { orders, refused };
}

/** Characters at the end of a reference that are looked at: a type and two ids of 64 have room. */
const REFERENCE_END = 400;

/** "Patient/p1" of a reference that may be whole, or of one version. */
function placeOf(reference = ''): string {
  const end = reference.slice(-REFERENCE_END);
  return /([A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]*)?$/.exec(end)?.[1] ?? '';
}

function newestOf(requests: readonly FhirServiceRequest[]): string | null {
  const times = requests.flatMap(({ meta }) => {
    const at = meta?.lastUpdated;
    return at === undefined || Number.isNaN(Date.parse(at)) ? [] : [at];
  });
  return times.sort((a, b) => Date.parse(b) - Date.parse(a))[0] ?? null;
}

function wrong(why: string): AppError {
  return new AppError('source/wrong-answer', 'not an answer to a question for orders', { context: { why } });
}
