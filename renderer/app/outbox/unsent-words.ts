import type { Destination } from '../../../shared/model/destination.ts';
import type { UnsentReport } from '../../../shared/model/outbox.ts';

/** What nobody at a site was sent, and where it could go. */
export interface Offer {
  readonly site: string;
  readonly reports: readonly UnsentReport[];
  readonly destinations: readonly Destination[];
}

/**
 * Nothing is offered that somebody decided to leave. What went to a file is offered to a destination, and is no trouble where its site has
 * none.
 */
export function offersOf(reports: readonly UnsentReport[], destinations: readonly Destination[]): readonly Offer[] {
  const bySite = new Map<string, { readonly site: string; readonly reports: UnsentReport[] }>();
  for (const report of reports) {
    if (report.leftAt !== null) continue;
    const key = report.site.toLowerCase();
    const known = bySite.get(key) ?? { site: report.site, reports: [] };
    known.reports.push(report);
    bySite.set(key, known);
  }
  return [...bySite].flatMap(([key, one]) => {
    const own = destinations.filter(({ site }) => site.toLowerCase() === key);
    const reports = own.length === 0 ? one.reports.filter(({ given }) => !given) : one.reports;
    return reports.length === 0 ? [] : [{ ...one, reports, destinations: own }];
  });
}

export function offerWords({ site, reports, destinations }: Offer): string {
  const given = reports.filter((one) => one.given).length;
  const what = reports.length === 1 ? '1 signed report was' : `${reports.length} signed reports were`;
  const more = given === 0 ? '' : `; ${given} of them exported to a file or noted as delivered`;
  const them = reports.length === 1 ? 'it' : 'them';
  const why = destinations.length > 0 ? '' : `: it has no destination. Export ${them}, or have one added`;
  return `${what} never sent to anybody at ${site}${more}${why}.`;
}
