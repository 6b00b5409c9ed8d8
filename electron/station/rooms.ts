import path from 'node:path';
import type { AnyEvent, CallName } from '../../shared/contract/index.ts';
import { isAnyMeasured } from '../../shared/rules/station-check/standing.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { DisposerBag } from '../../shared/lib/disposable.ts';
import type { Disposer } from '../../shared/lib/disposable.ts';
import type { SecurityAlertKind } from '../../shared/contract/security.ts';
import type { ObjectId, ReportId } from '../../shared/model/ids.ts';
import { AuditRoom } from './access/audit/audit-room.ts';
import type { Log } from './kernel/ports.ts';
import { storeHealth } from './store-calls.ts';
import type { OpenStore } from './access/open-store.ts';
import { boundKey } from './access/signature-key.ts';
import type { ExportProfile } from './access/profile/export-profile.ts';
import type { AppliedProfile } from './access/profile/profile-rows.ts';
import { openSites } from './access/profile/open-sites.ts';
import type { SiteProfiles } from './access/profile/site-profiles.ts';
import { requireSiteRole } from './access/profile/site-role.ts';
import type { StudyRules } from './access/profile/study-rules.ts';
import { Archive } from './archive/archive.ts';
import { readContent } from './archive/read-content.ts';
import { loadPriorRules } from './archive/load-prior-rules.ts';
import { ReadAgain } from './archive/read-again.ts';
import { beginReadAgain } from './archive/read-again-job.ts';
import type { OtherIssuers } from './archive/other-issuers.ts';
import type { KeyObjects } from './reading/key-objects.ts';
import type { Segmentations } from './reading/segmentations.ts';
import { Calibrations } from './reading/calibrations.ts';
import { ChosenValueMaps } from './reading/value-maps.ts';
import { CheckBook } from './check/check-book.ts';
import { openHanging } from './hanging/open-hanging.ts';
import type { HangingParts, HangingRoom } from './hanging/open-hanging.ts';
import { openCommunications } from './open-communications.ts';
import type { CommunicationRooms } from './open-communications.ts';
import type { CommunicationBook } from './reporting/communications.ts';
import { loadRuleBook } from './reporting/load-rule-book.ts';
import { openTemplates } from './reporting/templates/open-templates.ts';
import type { TemplateRoom } from './reporting/templates/open-templates.ts';
import { studyMeasurements } from './reporting/reported-measurements.ts';
import type { OutgoingReports } from './reporting/outgoing-reports.ts';
import { Reporting } from './reporting/reporting.ts';
import { readinessIn } from './readiness-in.ts';
import type { CasesReadiness } from './readiness-in.ts';
import { openOtherIssuers, studyIdentity } from './study-identity.ts';
import type { StudyIdentity } from './study-identity.ts';
import { openHandsRoom } from './hands-room.ts';
import type { HandsRoom } from './hands-room.ts';
import { askedOf } from './asked-rules.ts';
import type { AskedRules } from './asked-rules.ts';
import { deskTurns } from './desk-turns.ts';
import type { DeskTurns } from './desk-turns.ts';
import { tellOfArrivals, tellReportChanged } from './report-changes.ts';
import { picturesIn } from './report-pictures.ts';
import { openReportLibrary } from './report-library.ts';
import type { ReportLibrary } from './report-library.ts';
import { openSiteLines } from './site-lines.ts';
import type { SiteLines } from './site-lines.ts';
import type { StationParts } from './station-parts.ts';
import { defineJobs, storeWork } from './store-jobs.ts';
import type { StoreWork } from './store-jobs.ts';
import { growingOf, openDeskRoom } from './desk-room.ts';
import { openExports } from './open-exports.ts';
import type { Exports } from './open-exports.ts';
import { openReview } from './review/open-review.ts';
import type { ReviewRooms } from './review/open-review.ts';
import type { DeskRoom } from './desk-room.ts';
import { fillsIn, openMadeRoom, responsesIn } from './made-room.ts';
import type { OpenedOutbox } from './transfer/outbox/open-outbox.ts';
import type { Transfers } from './transfer/transfers.ts';
import type { Prefetch } from './transfer/prefetch/prefetch.ts';
import type { ImagingOrderRoom } from './worklist/imaging-orders/open-imaging-orders.ts';
import type { Worklist } from './worklist/worklist.ts';

/** The parts that work on an open store; gone when it is locked. */
export interface Rooms
  extends
    CommunicationRooms,
    HandsRoom,
    StudyIdentity,
    DeskRoom,
    StoreWork,
    HangingRoom,
    TemplateRoom,
    ReviewRooms,
    Exports {
  readonly archive: Archive;
  /** What an older program understood of stored headers is read again before it is shown. */
  readonly readAgain: Pick<ReadAgain, 'study'>;
  readonly otherIssuers: OtherIssuers;
  readonly worklist: Worklist;
  readonly imagingOrders: ImagingOrderRoom;
  /** Pictures that readers marked, and views that they kept. */
  readonly keyObjects: KeyObjects;
  readonly segmentations: Segmentations;
  readonly reporting: Reporting;
  /** What was reported before. */
  readonly library: ReportLibrary;
  /** What was found when somebody checked this station. */
  readonly stationChecks: CheckBook;
  /** Of the sites whose studies are here. */
  readonly profiles: SiteProfiles;
  readonly exportProfile: ExportProfile;
  /** Throws residency/… where the site of an object keeps its pixels in, and records that. */
  requireObjectMayLeave(objectId: ObjectId): void;
  /** Throws profile/role where the site of the study does not let the person use the call. */
  requireSiteRole(name: CallName, request: unknown): void;
  readonly audit: AuditRoom;
  /** What goes out, and the lines. */
  readonly outgoing: OpenedOutbox;
  /** Where studies come from, and what is being fetched. */
  readonly transfers: Transfers;
  readonly prefetch: Prefetch;
  /** Null: there is no such study here. */
  readonly readiness: CasesReadiness;
  /** Puts what the shell refused a page into the trail: DICOM audit event 110113, security alert. */
  recordAlert(kind: SecurityAlertKind, count: number): void;
  /** What goes on behind a lock. */
  readonly lines: SiteLines;
  /** Nobody is there any more: ends what was begun for the reader; transfers go on. */
  rest(): void;
  /** The reader is back. */
  resume(): void;
  close(): Promise<void>;
}

export interface RoomsOptions {
  readonly store: OpenStore;
  /** Studies that a window shows now. */
  readonly openStudies: () => ReadonlySet<string>;
  readonly station: StationParts;
  readonly emit: (event: AnyEvent) => void;
}

type RoomsBase = Pick<RoomsOptions, 'store' | 'station' | 'emit'>;

/** Builds the rooms over an open store and starts its jobs. */
export function openRooms({ store, station, emit, openStudies }: RoomsOptions): Rooms {
  const { index, journal, blobs, jobs, faults, personId } = store;
  const { clock, log, templatesDir } = station.options;
  const priorRules = loadPriorRules(path.join(templatesDir, '..', 'prior-relevance.json'));
  const sites = openSites(store, clock, station.access.state().kind !== 'evaluation');
  const profiles = (): readonly AppliedProfile[] => sites.profiles.inForce();
  const otherIssuers = openOtherIssuers(store, clock, profiles);
  const { calibrations, maps, archive } = openArchive(store, priorRules, otherIssuers);
  const arrived = tellOfArrivals(index, emit);
  const lines = openSiteLines({ store, station, emit: arrived, openStudies, priorRules, profiles });
  const { imagingOrders, transfers, outgoing, worklist, prefetch } = lines;
  const identity = studyIdentity(store, clock, transfers, emit);
  const { keyObjects, segmentations } = openMadeRoom({ store, station, emit, archive, lines });
  const told = openCommunications({ store, clock, log, outgoing, rules: sites.rules, worklist, emit });
  const { communications, followUps, figures, addenda } = told;
  const forms = openTemplates(store, station.options, emit);
  const reporting = openReporting(
    { store, station, emit, communications, forms },
    archive,
    askedOf({
      ...{ rules: sites.rules, lines, doubt: identity.doubt, communications, key: boundKey({ ...store, clock }) },
      pictures: picturesIn(store, station, archive, sites.rules),
    }),
    whenSigned(lines, keyObjects),
  );
  const readAgain = new ReadAgain({ db: index, blobs, parsers: station.parsers });
  defineJobs({ store, station, emit: arrived }, { profiles, ingests: transfers.ingests, readAgain });
  const ofReview = { archive, transfers, reporting, communications, imagingOrders, rules: sites.rules };
  const review = openReview({ store, station, emit, ...ofReview });
  const audit = new AuditRoom({
    ...{ store, clock, log, life: station.life },
    requireIntact: evidence(reporting, sites.rules),
  });
  const stopTelling = tellWindows(store, emit, told.watch);
  // Nothing of a store that lives on another machine now is done here.
  if (store.movement.moved === null) {
    jobs.start();
    beginReadAgain(jobs, readAgain, personId);
    if (station.options.lines !== 'asked') lines.start();
  }
  audit.start();
  const library = openReportLibrary({ store, archive, parsers: station.parsers, rules: sites.rules, log });
  const desk = deskTurns(store, audit, log);
  const hands = openHandsRoom(store, station, emit);
  return {
    ...{ archive, readAgain },
    ...{ otherIssuers, worklist, imagingOrders, library, communications, followUps, figures, addenda },
    ...{ ...openDeskRoom(store, station, archive, calibrations, maps), keyObjects, segmentations, reporting },
    stationChecks: new CheckBook({ index, journal, clock, personId, faults }),
    ...hands,
    ...openHanging({
      ...{ store, clock, emit, key: audit.key, resources: path.join(templatesDir, '..'), archive, worklist },
      readHanging: (content) => station.parsers.readHanging(content),
      beside: besideIn(store, station, archive, keyObjects),
    }),
    ...{ ...forms, ...review },
    profiles: sites.profiles,
    exportProfile: sites.exportProfile,
    requireObjectMayLeave: (objectId) => sites.rules.requireObjectMayLeave(objectId),
    requireSiteRole: (name, request) =>
      requireSiteRole({ rules: sites.rules, studyOfReport: (id) => reporting.studyOfReport(id) }, name, request),
    audit,
    outgoing,
    transfers,
    prefetch,
    readiness: readinessIn({ store, clock, lines, reporting, rules: sites.rules }),
    ...identity,
    ...storeWork(store),
    recordAlert: (kind, count) => recordAlert(store, log, kind, count),
    ...openExports(store, { archive, keyObjects, rules: sites.rules }),
    lines,
    ...leavingOf({ desk, hands, reporting }, [
      () => lines.close(),
      () => desk.settled(),
      () => library.close(),
      () => jobs.drain(),
      () => audit.close(),
      stopTelling,
    ]),
  };
}

/** Studies as they are shown: with what readers calibrated and chose. */
function openArchive(
  { index, journal, faults, blobs }: OpenStore,
  priorRules: ReturnType<typeof loadPriorRules>,
  otherIssuers: OtherIssuers,
): { readonly calibrations: Calibrations; readonly maps: ChosenValueMaps; readonly archive: Archive } {
  const calibrations = new Calibrations({ index, journal, faults });
  const maps = new ChosenValueMaps({ journal, faults, seriesId: calibrations.seriesId.bind(calibrations) });
  const archive = new Archive({
    ...{ db: index, blobs, priorRules },
    linked: (study) => otherIssuers.linked(study),
    calibrated: (object) => maps.apply(calibrations.apply(object), object),
  });
  return { calibrations, maps, archive };
}

/** What ends at a lock, and what ends with the rooms, in this order. */
function leavingOf(
  {
    desk,
    hands,
    reporting,
  }: { readonly desk: DeskTurns; readonly hands: HandsRoom; readonly reporting: Pick<Reporting, 'later'> },
  ends: readonly (() => Promise<void> | void)[],
): Pick<Rooms, 'rest' | 'resume' | 'close'> {
  return {
    resume: desk.resume,
    rest: () => {
      hands.speech.runs.close();
      reporting.later.interrupt();
      desk.rest();
    },
    close: async () => {
      hands.speech.runs.close();
      reporting.later.close();
      for (const end of ends) await end();
    },
  };
}

/** What hanging protocols may hang of a study beside its pictures. */
function besideIn(
  { index, journal }: OpenStore,
  { parsers }: StationParts,
  archive: Archive,
  { keyImages }: KeyObjects,
): HangingParts['beside'] {
  return {
    marked: (studyId) => keyImages.of(studyId),
    measured: (studyId) => studyMeasurements(journal, studyId).filter(({ deleted }) => !deleted),
    read: (objectId) => readContent({ archive, index, parsers }, objectId),
  };
}

/** The marks of a study become objects when its report is signed, and it waits for its site no more. */
function whenSigned({ reports, holds }: SiteLines, keyObjects: KeyObjects): OutgoingReports {
  return {
    signed: (db, report) => {
      reports.signed(db, report);
      holds.signed(db, report.studyId, report.at);
      keyObjects.signed(report.studyId);
    },
    drafted: (...act) => reports.drafted?.(...act),
  };
}

function recordAlert({ commands, personId }: OpenStore, log: Log, kind: string, count: number): void {
  log.warn('security-alert', { kind, count });
  commands.run(
    { name: 'security.alert', personId, subject: kind, detail: { event: '110113', count } },
    () => undefined,
  );
}

/** Evidence of a report leaves the station as the report itself does: whole, and where its site lets it. */
function evidence(reporting: Reporting, rules: StudyRules): (reportId: ReportId) => Promise<void> {
  return async (reportId) => {
    const studyId = reporting.studyOfReport(reportId);
    if (studyId !== null) rules.requireMayLeave(studyId, 'report');
    const { ok } = await reporting.verify({ reportId });
    if (!ok) throw new AppError('report/tampered', 'the report is not what was signed', { context: { reportId } });
  };
}

function openReporting(
  {
    store,
    station,
    emit,
    communications,
    forms,
  }: RoomsBase & {
    readonly communications: CommunicationBook;
    readonly forms: TemplateRoom;
  },
  archive: Archive,
  rules: AskedRules,
  outgoing: OutgoingReports,
): Reporting {
  const { index, journal, blobs, jobs, commands, faults, personId } = store;
  const { clock, log, printer, templatesDir } = station.options;
  return new Reporting({
    index,
    journal,
    commands,
    blobs,
    outgoing,
    jobs,
    faults,
    clock,
    log,
    personId,
    personName: store.personName,
    storeDir: store.dir,
    templates: () => forms.templates.forReader(),
    rules: forms.rules,
    fillsOf: fillsIn(store, station, archive),
    ruleBook: loadRuleBook(path.join(templatesDir, '..', 'checks')),
    ...communications.forReports(),
    // Beside the templates in the resources of the program.
    fontsDir: path.join(templatesDir, '..', 'fonts'),
    evaluation: station.access.state().kind === 'evaluation',
    ...rules,
    displayMeasured: () => isAnyMeasured(new CheckBook({ index, journal, clock, personId }).list(), clock.nowIso()),
    recoveryConfirmed: () => station.access.state().recoveryConfirmed,
    priors: (studyId) => archive.priors(studyId),
    grow: growingOf(station, archive),
    responses: responsesIn(store, station, archive),
    printer,
    onChanged: tellReportChanged(index, emit),
  });
}

/** Tells windows how long work goes on, and when an alarm, the disk or a damaged object changes what they must say. */
function tellWindows(store: OpenStore, emit: RoomsOptions['emit'], watchLoops: () => Disposer): Disposer {
  const tell = (): void => emit({ name: 'store.health', payload: storeHealth(store) });
  const bag = new DisposerBag();
  bag.add(store.jobs.onProgress.on((progress) => emit({ name: 'jobs.progress', payload: progress })));
  bag.add(store.alarms.onChanged.on(tell));
  bag.add(store.storage.onChanged.on(tell));
  bag.add(
    store.quarantine.onChanged.on(({ studyId }) => {
      emit({ name: 'worklist.changed', payload: { studyIds: [studyId] } });
      tell();
    }),
  );
  if (store.movement.moved === null) bag.add(watchLoops());
  return () => bag.dispose();
}
