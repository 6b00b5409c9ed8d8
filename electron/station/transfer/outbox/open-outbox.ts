import { AppError } from '../../../../shared/errors/app-error.ts';
import type { AnyEvent } from '../../../../shared/contract/index.ts';

import type { ReportId, StudyId } from '../../../../shared/model/ids.ts';
import type { ResultMapping } from '../../../../shared/model/result-mapping.ts';
import type { OpenStore } from '../../access/open-store.ts';
import type { AppliedProfile } from '../../access/profile/profile-rows.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import type { Source } from '../../sources/source.ts';
import { knownStudy, otherStudiesOf } from '../reconcile/known-study.ts';
import { signedForOf } from '../reconcile/report-order.ts';
import { keepSaid } from '../reconcile/said-rows.ts';
import { LinkMonitor } from '../link/link-monitor.ts';
import type { LinkTarget } from '../link/link-monitor.ts';
import { checkBeforeSending } from './check-before-sending.ts';
import type { CheckParts } from './check-before-sending.ts';
import type { Connector } from './connector.ts';
import type { StoredDestination } from './destinations.ts';
import { dicomConnector } from './dicom-connector.ts';
import { fhirConnector } from './fhir-client.ts';
import { hl7Connector } from './hl7-connector.ts';
import { Outbox } from './outbox.ts';
import type { OutboxOptions } from './outbox.ts';
import { ownObjectsOf } from './own-objects.ts';
import { ContextBack } from './context-back.ts';
import { MessageConsole } from './message-console.ts';
import { siteMapping } from './stated-mapping.ts';
import { withPageBeside } from './page-beside.ts';
import { UnsentReports } from './unsent-reports.ts';
import { OutgoingContents } from './outgoing-content.ts';

/** A source as far as the outbox goes. */
export interface OutboxSource {
  readonly id: string;
  readonly name: string;
  readonly site: string;
  /** @throws AppError source/… where its settings cannot be used */
  open(): Source;
}

export interface OpenOutboxOptions {
  readonly store: Pick<
    OpenStore,
    'index' | 'journal' | 'blobs' | 'commands' | 'faults' | 'personId' | 'personName' | 'movement' | 'alarms'
  >;
  readonly evaluation?: boolean;
  /** Of the sites whose studies are here; none where it is absent. */
  readonly profiles?: () => readonly AppliedProfile[];
  readonly clock: Clock;
  readonly log: Log;
  readonly sources: () => readonly OutboxSource[];
  readonly order?: CheckParts['order'];
  readonly isMerged?: CheckParts['isMerged'];
  /** Nothing is where it is absent. */
  readonly isUrgent?: (studyId: StudyId) => boolean;
  /** Of sites that keep claims as tasks; nobody where it is absent. */
  readonly claims?: NonNullable<OutboxOptions['claims']>;
  readonly emit: (event: AnyEvent) => void;
}

export interface OpenedOutbox {
  readonly outbox: Outbox;
  readonly links: LinkMonitor;
  /** Reports that were signed before there was a destination. */
  readonly unsent: UnsentReports;
  /** What receivers of HL7 would be sent. */
  readonly messages: MessageConsole;
  /** Programs of this computer that asked for a case hear what became of it. */
  readonly context: ContextBack;
  /** Begins to send and to look at the lines. */
  start(): void;
  close(): Promise<void>;
}

/** Puts together what goes out, and what is known of the lines. */
export function openOutbox({
  store,
  evaluation = true,
  profiles = () => [],
  clock,
  log,
  sources,
  order,
  isMerged,
  isUrgent,
  claims,
  emit,
}: OpenOutboxOptions): OpenedOutbox {
  const contents = new OutgoingContents(store);
  const content = contents.reports;
  const named = (name: string): OutboxSource | undefined =>
    sources().find((one) => one.name.trim().toLowerCase() === name.trim().toLowerCase());
  const tell = tellTogether((studyIds) => emit({ name: 'outbox.changed', payload: { studyIds } }));
  const links: LinkMonitor = new LinkMonitor({ clock, log, targets: () => targets(sources(), outbox) });
  const outbox: Outbox = new Outbox({
    ...{ index: store.index, commands: store.commands, faults: store.faults, personId: store.personId, clock, log },
    ...{ personName: store.personName, evaluation },
    connect: (destination) => connect(destination, named, profiles),
    content: async (row) =>
      withPageBeside(
        await contents.of(row),
        mappingOf(outbox.destinations.get(row.destination_id), profiles),
        clock.nowIso(),
      ),
    document: (reportId) => content.document(reportId),
    isUrgent: isUrgent ?? (() => false),
    check: checkBeforeSending(checkPartsOf({ store, order, isMerged, sources }, content)),
    sight: ({ destinationId, settings }, cause) => {
      if (settings.kind !== 'dicom') return links.saw({ kind: 'destination', id: destinationId }, cause);
      const source = named(settings.source);
      if (source !== undefined) links.saw({ kind: 'source', id: source.id }, cause);
    },
    ...{ onChanged: tell, seen: (...seen) => context.seen(...seen) },
    ...(claims === undefined ? {} : { claims }),
  });
  const { index, commands, personId } = store;
  const context: ContextBack = new ContextBack({ index, commands, personId, destinations: outbox.destinations, log });
  const unsent = new UnsentReports({
    ...{ index: store.index, commands: store.commands, personId: store.personId, clock, table: outbox.table },
    ...{ destinations: outbox.destinations, queue: outbox.reports, document: (id) => content.document(id) },
    onChanged: (studyId) => tell(studyId),
    wake: () => outbox.wake(),
  });
  const messages = new MessageConsole({
    ...{ destinations: outbox.destinations, profiles, commands: store.commands, personId: store.personId, clock },
  });
  links.onChanged.on((all) => emit({ name: 'link.changed', payload: { links: [...all] } }));
  links.onBack.on(({ kind, id }) => {
    // What waited for a person because nobody answered is asked about again.
    outbox.lookAgain();
    flushBehind(outbox, kind, id, named);
  });
  return {
    outbox,
    links,
    unsent,
    messages,
    context,
    start: () => {
      // Nothing of a store that lives on another machine now is done here.
      if (store.movement.moved !== null) return;
      outbox.start(store.alarms.standing().some(({ kind }) => kind === 'rolled-back'));
      links.start();
    },
    close: async () => {
      await Promise.all([outbox.close(), links.close(), context.close()]);
    },
  };
}

function checkPartsOf(
  {
    store,
    order,
    isMerged,
    sources,
  }: Pick<OpenOutboxOptions, 'store' | 'sources'> & {
    readonly order: CheckParts['order'];
    readonly isMerged: CheckParts['isMerged'];
  },
  content: OutgoingContents['reports'],
): CheckParts {
  return {
    document: (reportId) => content.document(reportId),
    studyOf: (reportId) => content.studyOf(reportId),
    sources: (reportId) => sourcesOf(store.index, sources(), reportId),
    own: (reportId) => ownObjectsOf(store.index, content, content.studyOf(reportId)),
    told: (reportId) => signedForOf(store.index, reportId).told,
    others: (reportId) =>
      otherStudiesOf(store.index, reportId).map(({ studyId, name }) => ({
        ...{ name, known: knownStudy(store.index, content, studyId) },
      })),
    keep: (reportId, said) => keepSaid(store.index, reportId, said),
    ...(order === undefined ? {} : { order }),
    ...(isMerged === undefined ? {} : { isMerged }),
  };
}

function connect(
  destination: StoredDestination,
  named: (name: string) => OutboxSource | undefined,
  profiles: () => readonly AppliedProfile[],
): Connector {
  const { settings, proofs } = destination;
  switch (settings.kind) {
    case 'hl7':
      return hl7Connector(settings, proofs, () => mappingOf(destination, profiles));
    case 'fhir':
      return fhirConnector(settings, proofs);
    case 'context':
      throw new AppError('internal/bug', 'nothing of the outbox goes to a program that hears of cases');
    case 'dicom':
      return dicomConnector(() => {
        const source = named(settings.source);
        if (source === undefined) throw new AppError('source/unknown', 'the source of this destination is not there');
        return source.open();
      });
  }
}

/** Sources, and destinations that are no source. */
function targets(sources: readonly OutboxSource[], outbox: Outbox): readonly LinkTarget[] {
  return [
    ...sources.map((one): LinkTarget => ({
      ...{ kind: 'source', id: one.id, name: one.name, site: one.site },
      probe: (signal) => one.open().probe(signal),
    })),
    ...outbox.destinations
      .all()
      .filter(({ settings }) => settings.kind === 'hl7' || settings.kind === 'fhir')
      .map((one): LinkTarget => ({
        ...{ kind: 'destination', id: one.destinationId, name: one.name, site: one.site },
        probe: (signal) => outbox.connector(one).probe(signal),
      })),
  ];
}

/** The line is back: what waits behind it goes now. */
function flushBehind(
  outbox: Outbox,
  kind: LinkTarget['kind'],
  id: string,
  named: (name: string) => OutboxSource | undefined,
): void {
  for (const { destinationId, settings } of outbox.destinations.all()) {
    const behind = settings.kind === 'dicom' ? named(settings.source)?.id : destinationId;
    if (behind === id && (kind === 'source') === (settings.kind === 'dicom')) outbox.flush(destinationId);
  }
}

function sourcesOf(
  index: OpenStore['index'],
  sources: readonly OutboxSource[],
  reportId: ReportId,
): readonly OutboxSource[] {
  const site = index
    .prepare<[string], string>(
      'SELECT site.name FROM report JOIN study USING (study_id) JOIN site USING (site_id) WHERE report_id = ?',
    )
    .pluck()
    .get(reportId);
  return sources.filter((one) => one.site.toLowerCase() === site?.toLowerCase());
}

/** Rows change several times in one turn; the windows hear of it once. */
function tellTogether(tell: (studyIds: StudyId[]) => void): (studyId: StudyId) => void {
  const pending = new Set<StudyId>();
  return (studyId) => {
    if (pending.size === 0) {
      setTimeout(() => {
        const studyIds = [...pending];
        pending.clear();
        tell(studyIds);
      }, 50).unref();
    }
    pending.add(studyId);
  };
}

/** How a receiver of HL7 wants reports: as its site says, else as it is set here; undefined: as they are. */
function mappingOf(
  destination: StoredDestination,
  profiles: NonNullable<OpenOutboxOptions['profiles']>,
): ResultMapping | undefined {
  const { settings } = destination;
  if (settings.kind !== 'hl7') return undefined;
  return siteMapping(profiles(), destination)?.mapping ?? settings.mapping;
}
