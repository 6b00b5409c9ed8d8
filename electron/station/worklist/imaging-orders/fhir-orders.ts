import { AppError } from '../../../../shared/errors/app-error.ts';
import type { FhirFeed } from '../../../../shared/model/order-feeds.ts';
import { FhirPatient, FhirPractitioner } from '../../../../shared/rules/fhir/people.ts';
import { FhirServiceRequest, orderFromFhir } from '../../../../shared/rules/imaging-order/from-fhir.ts';
import type { FhirOrder } from '../../../../shared/rules/imaging-order/from-fhir.ts';
import type { HttpClient } from '../../sources/http/http-client.ts';
import { changedSince, newestOf, placeOf, searchPages } from './fhir-pages.ts';

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
  const seen: Collected = { requests: [], patients: new Map(), requesters: new Map() };
  collect(await searchPages(http, base, firstPage(base, since), signal), seen);
  return { ...read(seen, terms), newest: newestOf(seen.requests) };
}

function firstPage(base: string, since: string | null): URL {
  const url = changedSince(base, 'ServiceRequest', since);
  url.searchParams.append('_include', 'ServiceRequest:subject');
  url.searchParams.append('_include', 'ServiceRequest:requester');
  return url;
}

interface Collected {
  readonly requests: FhirServiceRequest[];
  readonly patients: Map<string, FhirPatient>;
  readonly requesters: Map<string, FhirPractitioner>;
}

function collect(resources: readonly unknown[], seen: Collected): void {
  for (const resource of resources) {
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
