import { systemClock } from '../../../../electron/station/kernel/clock.ts';
import type { Clock, Log, PdfPrinter } from '../../../../electron/station/kernel/ports.ts';
import { openOutbox } from '../../../../electron/station/transfer/outbox/open-outbox.ts';
import type { OpenedOutbox, OutboxSource } from '../../../../electron/station/transfer/outbox/open-outbox.ts';
import type { DestinationSettings } from '../../../../shared/model/destination.ts';
import { DestinationSettings as Settings } from '../../../../shared/model/destination.ts';
import type { Destination } from '../../../../shared/model/destination.ts';
import type { Outgoing } from '../../../../shared/model/outbox.ts';
import type { Report } from '../../../../shared/model/report.ts';
import { newDesk, openDesk, STUDY, written } from '../../report/reporting-fixture.ts';
import type { Desk } from '../../report/reporting-fixture.ts';

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const ALL = ['check/unread-series', 'check/unseen-images', 'check/incomplete-study'];

export interface OutDesk extends Desk {
  readonly outgoing: OpenedOutbox;
  close(): Promise<void>;
}

/** A real store with one study, its reports, and the outbox on it; nothing goes out before `start`. */
export async function outDesk(
  dir: string,
  sources: () => readonly OutboxSource[] = () => [],
  again = false,
  clock: Clock = systemClock,
  printer: PdfPrinter | null = null,
): Promise<OutDesk> {
  let outgoing: OpenedOutbox | null = null;
  const open = (store: Desk['store']): OpenedOutbox['outbox']['reports'] => {
    outgoing = openOutbox({ store, clock, log: quiet, sources, emit: () => undefined });
    return outgoing.outbox.reports;
  };
  const desk = again ? await openDesk(dir, printer, undefined, open) : await newDesk(dir, printer, open);
  const opened = outgoing as OpenedOutbox | null;
  if (opened === null) throw new Error('no outbox');
  return {
    ...desk,
    outgoing: opened,
    close: async () => {
      await opened.close();
      await desk.access.close();
    },
  };
}

export function addDestination(
  { outgoing }: OutDesk,
  settings: { readonly kind: DestinationSettings['kind'] } & Readonly<Record<string, unknown>>,
  name = settings.kind.toUpperCase(),
): Destination {
  return outgoing.outbox.destinations.add({ name, site: 'St. Anna', settings: Settings.parse(settings), secrets: {} });
}

/** Signs a report with this impression. */
export async function signReport(
  { reporting }: Desk,
  impression: string,
  as: 'final' | 'preliminary' = 'final',
  draft: Report = reporting.create({ studyId: STUDY, templateId: 'general' }),
): Promise<Report> {
  const content = written(draft, { comparison: 'None.', findings: 'Clear.', impression });
  reporting.save({ reportId: draft.reportId, revision: draft.revision, content });
  return await reporting.sign({ reportId: draft.reportId, acknowledged: ALL, zone: '+01:00', as });
}

/** Takes up a preliminary report and signs it, or adds to a final one. */
export async function signNext(desk: Desk, report: Report, impression: string): Promise<Report> {
  const { reportId } = report;
  const draft =
    report.state === 'preliminary'
      ? await desk.reporting.finalise({ reportId })
      : await desk.reporting.amend({ reportId });
  if (report.state === 'preliminary') return await signReport(desk, impression, 'final', draft);
  const content = written(draft, { addendum: impression });
  desk.reporting.save({ reportId: draft.reportId, revision: draft.revision, content });
  return await desk.reporting.sign({ reportId: draft.reportId, acknowledged: ALL, zone: '+01:00' });
}

/** Resolves when the rows are as wanted; each look is after something happened. */
export async function until(
  { outgoing }: OutDesk,
  wanted: (rows: readonly Outgoing[]) => boolean,
  ms = 10_000,
): Promise<readonly Outgoing[]> {
  const end = performance.now() + ms;
  for (;;) {
    const rows = [...outgoing.outbox.list()].sort((a, b) => a.seq - b.seq);
    if (wanted(rows)) return rows;
    if (performance.now() > end)
      throw new Error(`still ${JSON.stringify(rows.map(({ state, reason }) => [state, reason]))}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const states = (rows: readonly Outgoing[]): readonly string[] => rows.map(({ state }) => state);

export const allDelivered = (rows: readonly Outgoing[]): boolean =>
  rows.length > 0 && rows.every(({ state }) => state === 'delivered' || state === 'dropped');

/** What the trail says of a command, in order. */
export function audited({ store }: OutDesk, command: string): readonly Record<string, unknown>[] {
  const sql = 'SELECT detail FROM audit WHERE command = ? ORDER BY seq';
  const rows = store.index.prepare<[string], string>(sql).pluck().all(command);
  return rows.map((detail) => JSON.parse(detail) as Record<string, unknown>);
}

/** Settings of a destination that is a scripted receiver of HL7 v2. */
export const hl7At = ({ port }: { readonly port: number }, more: Readonly<Record<string, unknown>> = {}) => ({
  ...{ kind: 'hl7' as const, host: '127.0.0.1', port, tls: false, connectMs: 1000, answerMs: 150 },
  ...more,
});
