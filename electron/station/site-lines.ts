import type { AnyEvent } from '../../shared/contract/index.ts';
import type { PriorRules } from '../../shared/hanging/prior-relevance.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import type { OpenStore } from './access/open-store.ts';
import { covers } from './access/profile/judge-profile.ts';
import type { AppliedProfile } from './access/profile/profile-rows.ts';
import { findStudy } from './archive/study-rows.ts';
import type { Db } from './kernel/sqlite.ts';
import { Statements } from './kernel/statements.ts';
import { isMergedAt, openReconcile, orderChanges } from './reconcile-lines.ts';
import type { ReconcileLines } from './reconcile-lines.ts';
import type { StationParts } from './station-parts.ts';
import { linkCause } from './transfer/link/link-cause.ts';
import { openTransfers } from './transfer/open-transfers.ts';
import { openOutbox } from './transfer/outbox/open-outbox.ts';
import type { OpenedOutbox, OutboxSource } from './transfer/outbox/open-outbox.ts';
import { Prefetch } from './transfer/prefetch/prefetch.ts';
import type { Transfers } from './transfer/transfers.ts';
import { SiteClaims } from './transfer/claims/site-claims.ts';
import type { ClaimPlace } from './transfer/claims/site-claims.ts';
import { openWatch } from './transfer/watch/open-watch.ts';
import { keepPriorWords } from './reporting/report-words.ts';
import { openImagingOrders } from './worklist/imaging-orders/open-imaging-orders.ts';
import type { ImagingOrderRoom } from './worklist/imaging-orders/open-imaging-orders.ts';
import { studyIdOf } from './reporting/study-facts.ts';
import { CaseHolds } from './worklist/case-holds.ts';
import { Claims, siteOf } from './worklist/claims.ts';
import { Worklist } from './worklist/worklist.ts';

export interface SiteLinesOptions {
  readonly store: OpenStore;
  readonly station: StationParts;
  readonly emit: (event: AnyEvent) => void;
  readonly profiles: () => readonly AppliedProfile[];
  readonly priorRules: PriorRules;
  /** Studies that a window shows now. */
  readonly openStudies: () => ReadonlySet<string>;
}

/** What an open store has to do with its sites: orders and studies that come, results that go. */
export interface SiteLines extends ReconcileLines {
  readonly imagingOrders: ImagingOrderRoom;
  readonly transfers: Transfers;
  readonly outgoing: OpenedOutbox;
  readonly worklist: Worklist;
  readonly prefetch: Prefetch;
  /** Cases that wait for their site. */
  readonly holds: CaseHolds;
  /** Who else may be reading. */
  readonly claims: Claims;
  /** Reading tasks of sites that keep claims so. */
  readonly tasks: SiteClaims;
  /** Whether the order, or the images themselves, say that it is urgent for the patient's life. */
  isUrgent(studyId: StudyId): boolean;
  /** Whether anything can come or go by itself: without a source, a destination or an order feed nothing does. */
  goesOn(): boolean;
  start(): void;
  close(): Promise<void>;
}

export function openSiteLines({
  store,
  station,
  emit,
  profiles,
  priorRules,
  openStudies,
}: SiteLinesOptions): SiteLines {
  const { index } = store;
  const { clock, log } = station.options;
  const imagingOrders = openImagingOrders({ store, clock, log, emit, profiles, onPrior: keepPriorWords });
  const transfers = openTransfers({
    ...{ store, station, emit, profiles },
    onSight: (sourceId, error) => {
      const cause = error === null ? null : linkCause(error);
      if (error === null || cause !== null) outgoing.links.saw({ kind: 'source', id: sourceId }, cause);
    },
    onCommitment: (result) => outgoing.outbox.committed(result),
  });
  const outgoing = openOutbox({
    ...{ store, clock, log, emit, profiles, evaluation: station.access.state().kind === 'evaluation' },
    order: (reportId, studyId) => orderChanges(index, imagingOrders, reportId, studyId),
    isMerged: (studyId, a, b) => isMergedAt(index, studyId, a, b),
    sources: () => sourcesOf(transfers),
    isUrgent: (studyId) => isUrgent(index, imagingOrders, studyId),
    claims: (...act) => tasks.said(...act),
  });
  const tasks: SiteClaims = openTasks({ store, station, emit, profiles }, transfers, outgoing);
  const claims = claimsOf(index, profiles, transfers, outgoing, tasks);
  const reconciling = openReconcile({
    ...{ store, clock, outgoing, imagingOrders },
    sources: () => sourcesOf(transfers),
  });
  const watch = openWatch({ transfers, log, list: ({ settings }, found) => imagingOrders.found(settings, found) });
  const holds = new CaseHolds({
    ...{ index, commands: store.commands, clock, personId: store.personId },
    tell: (...act) => outgoing.outbox.statuses.held(...act),
    onChanged: (studyId) => emit({ name: 'worklist.changed', payload: { studyIds: [studyId] } }),
  });
  const kept: ConstructorParameters<typeof Worklist>[2] = () => prefetch.memory.kept();
  const worklist: Worklist = new Worklist(index, imagingOrders.list, kept, (rows) =>
    claims.withClaims(holds.withHolds(rows)),
  );
  const prefetch: Prefetch = new Prefetch({
    ...{ store, clock, log, transfers, rules: priorRules, open: openStudies },
    rows: () => worklist.list('').rows,
    isDown: (sourceId) => isDown(outgoing, sourceId),
    onClaimed: (db, studyUid, claimed, at) => {
      const studyId = studyIdOf(db, studyUid);
      if (studyId !== null) outgoing.outbox.statuses.claimed(db, studyId, claimed, at);
    },
  });
  prefetch.onPinned.on(() => emit({ name: 'worklist.changed', payload: { studyIds: [] } }));
  watch.onLooked.on(({ fresh }) => (fresh > 0 ? prefetch.nudge() : undefined));
  return {
    ...{
      imagingOrders,
      transfers,
      outgoing,
      worklist,
      prefetch,
      holds,
      ...{ claims, tasks },
      ...reconciling,
    },
    isUrgent: (studyId) => isUrgent(index, imagingOrders, studyId),
    goesOn: () => {
      const { listener, fhir } = imagingOrders.intake.feeds();
      const ends = [...transfers.sources.all(), ...outgoing.outbox.destinations.all(), ...fhir];
      return ends.length > 0 || listener.on;
    },
    start: () => {
      for (const part of [transfers, imagingOrders, outgoing, tasks, watch, prefetch]) part.start();
    },
    close: async () => {
      reconciling.atSigning.close();
      for (const part of [watch, prefetch, tasks, outgoing, transfers, imagingOrders]) await part.close();
    },
  };
}

/** Whether the line to a source is known to be down. */
export function isDown({ links }: Pick<OpenedOutbox, 'links'>, sourceId: string): boolean {
  return links.list().some(({ id, state }) => id === sourceId && state === 'down');
}

/** What can be reached now, for what goes out. */
function sourcesOf({ sources, pool }: Transfers): readonly OutboxSource[] {
  return sources
    .all()
    .map(({ sourceId, settings: { name, site } }) => ({ id: sourceId, name, site, open: () => pool.get(sourceId) }));
}

/** Whether the order, or the images themselves, say that it is urgent for the patient's life. */
function isUrgent(index: Db, { list }: ImagingOrderRoom, studyId: StudyId): boolean {
  const study = findStudy(new Statements(index), studyId);
  return study !== null && list.withOrder(study).priority === 'stat';
}

function claimsOf(
  index: Db,
  profiles: SiteLinesOptions['profiles'],
  transfers: Transfers,
  { outbox: { destinations } }: OpenedOutbox,
  tasks: SiteClaims,
): Claims {
  return new Claims({
    ...{ index, profiles, tasks },
    tells: (studyId) =>
      destinations
        .ofStudy(index, studyId)
        .some(({ settings }) => (settings.kind === 'hl7' || settings.kind === 'fhir') && settings.status),
    connected: () => [...sourcesOf(transfers), ...destinations.all()].map(({ site }) => site),
  });
}

function openTasks(
  { store, station, emit, profiles }: Pick<SiteLinesOptions, 'store' | 'station' | 'emit' | 'profiles'>,
  transfers: Transfers,
  { links }: OpenedOutbox,
): SiteClaims {
  const { index, commands, faults, personId, personName } = store;
  const { clock, log } = station.options;
  const tasks = new SiteClaims({
    ...{ index, commands, faults, clock, log, person: { id: personId, name: personName } },
    // Nothing of a store that lives on another machine now is claimed from here.
    place: (studyId) => (store.movement.moved === null ? tasksOf(index, profiles, transfers, studyId) : null),
  });
  tasks.onChanged.on((studyId) => emit({ name: 'worklist.changed', payload: { studyIds: [studyId] } }));
  links.onBack.on(() => tasks.flush());
  return tasks;
}

/** The worklist of the site of a study, where its profile says that it keeps claims as tasks. */
function tasksOf(
  index: Db,
  profiles: SiteLinesOptions['profiles'],
  { sources, pool }: Transfers,
  studyId: StudyId,
): ClaimPlace | null {
  const site = siteOf(index, studyId);
  if (site === undefined) return null;
  const claims = profiles().find((one) => covers(one.profile, site))?.profile.claims;
  if (claims?.owner !== 'ups') return null;
  const found = sources
    .all()
    .filter(({ settings }) => settings.kind === 'dicomweb' && isSame(settings.site, site))
    .find(({ settings: { name } }) => claims.source === undefined || isSame(name, claims.source));
  if (found === undefined) return null;
  return {
    id: found.sourceId,
    open: () => {
      const { workitems } = pool.get(found.sourceId);
      if (workitems === undefined) throw new AppError('source/no-such-way', 'this source has no worklist');
      return workitems;
    },
  };
}

function isSame(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
