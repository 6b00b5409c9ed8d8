import { AppError } from '../../../../shared/errors/app-error.ts';
import type { FhirFeed } from '../../../../shared/model/order-feeds.ts';
import { FhirPatient, FhirPractitioner } from '../../../../shared/rules/fhir/people.ts';
import {
  FhirDiagnosticReport,
  IMAGING_CATEGORIES,
  isOfImaging,
  reportFromFhir,
} from '../../../../shared/rules/prior-report/from-fhir.ts';
import type { FhirReport } from '../../../../shared/rules/prior-report/from-fhir.ts';
import type { HttpClient } from '../../sources/http/http-client.ts';
import { changedSince, newestOf, placeOf, searchPages } from '../imaging-orders/fhir-pages.ts';

export interface FhirReportAnswer {
  readonly reports: readonly FhirReport[];
  /** Reports that could not be read, by code. */
  readonly refused: readonly AppError[];
  /** Newest meta.lastUpdated that was seen, as the server wrote it; null: none. */
  readonly newest: string | null;
}

/**
 * Reports of imaging that changed since an instant, oldest first, with patients and those who signed. The same one may come again: its
 * version is its control id.
 * @param since as the server wrote it in an answer before; null: from the beginning of what it gives
 * @throws AppError source/…
 */
export async function reportsSince(
  http: Pick<HttpClient, 'send'>,
  feed: FhirFeed,
  since: string | null,
  signal: AbortSignal,
): Promise<FhirReportAnswer> {
  const base = feed.server.url.replace(/\/+$/, '');
  const url = changedSince(base, 'DiagnosticReport', since);
  url.searchParams.set('category', IMAGING_CATEGORIES.join(','));
  url.searchParams.append('_include', 'DiagnosticReport:subject');
  url.searchParams.append('_include', 'DiagnosticReport:results-interpreter');
  const resources = await searchPages(http, base, url, signal);
  const patients = new Map<string, FhirPatient>();
  const people = new Map<string, FhirPractitioner>();
  const found: FhirDiagnosticReport[] = [];
  for (const resource of resources) {
    const report = FhirDiagnosticReport.safeParse(resource);
    const patient = FhirPatient.safeParse(resource);
    const person = FhirPractitioner.safeParse(resource);
    if (report.success) found.push(report.data);
    else if (patient.success) patients.set(`Patient/${patient.data.id}`, patient.data);
    else if (person.success) people.set(`${person.data.resourceType}/${person.data.id}`, person.data);
  }
  const reports: FhirReport[] = [];
  const refused: AppError[] = [];
  // A server that does not know the categories gives everything.
  for (const report of found.filter((one) => isOfImaging(one))) {
    try {
      const patient = patients.get(placeOf(report.subject?.reference)) ?? null;
      const signer = people.get(placeOf(report.resultsInterpreter[0]?.reference)) ?? null;
      reports.push(reportFromFhir(report, { patient, signer }, { site: feed.server.site, read: readBase64 }));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused.push(error);
    }
  }
  return { reports, refused, newest: newestOf(found) };
}

function readBase64(data: string, label: string): string {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(data)) throw new TypeError('no base64');
  return new TextDecoder(label, { fatal: true }).decode(Buffer.from(data, 'base64'));
}
