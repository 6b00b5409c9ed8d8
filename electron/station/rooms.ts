import path from 'node:path';
import type { AnyEvent, CallName } from '../../shared/contract/index.ts';
import { AppError, asAppError } from '../../shared/errors/app-error.ts';
import { DisposerBag } from '../../shared/lib/disposable.ts';
import type { Disposer } from '../../shared/lib/disposable.ts';
import type { SecurityAlertKind } from '../../shared/contract/security.ts';
import type { JobId, ObjectId, ReportId, StudyId } from '../../shared/model/ids.ts';
import type { MeasureResult, MeasureTool, Point2 } from '../../shared/model/measurement.ts';
import type { ImportReport } from '../../shared/model/job.ts';
import type { PatientDoubt } from '../../shared/model/patient-doubt.ts';
import { doubtReasons } from '../../shared/rules/patient-doubt.ts';

import { addReasons } from '../../shared/rules/sign-permission/permission.ts';
import { measureDrawing, needsPixels } from '../../shared/rules/measure.ts';
import { AuditRoom } from './access/audit/audit-room.ts';
import { readStoreFile } from './access/store-file.ts';
import type { Log } from './kernel/ports.ts';
import { BACKUP_JOB, defineBackupJob } from './kernel/backup/backup-job.ts';
import type { BackupOptions } from './kernel/backup/run-backup.ts';
import { storeHealth } from './store-calls.ts';
import type { OpenStore } from './access/open-store.ts';
import type { ExportProfile } from './access/profile/export-profile.ts';
import type { AppliedProfile } from './access/profile/profile-rows.ts';
import { openSites } from './access/profile/open-sites.ts';
import type { SiteProfiles } from './access/profile/site-profiles.ts';
import { leaveOutBy } from './access/retention/leave-out.ts';
import { requireSiteRole } from './access/profile/site-role.ts';
import type { StudyRules } from './access/profile/study-rules.ts';
import { Archive } from './archive/archive.ts';
import { exportObject } from './archive/export-object.ts';
import type { ExportedObject } from './archive/export-object.ts';
import { loadPriorRules } from './archive/load-prior-rules.ts';
import { defineImportJob, IMPORT_JOB, parseImportReport } from './archive/import-job.ts';
import type { OtherIssuers } from './archive/other-issuers.ts';
import { decodedPixelHash } from './archive/pixel-hash.ts';
import { frameValues } from './dicom/decode/frame-values.ts';
import { Reading } from './reading/reading.ts';
import { loadTemplates } from './reporting/load-templates.ts';
import type { OutgoingReports } from './reporting/outgoing-reports.ts';
import { Reporting } from './reporting/reporting.ts';
import { readinessIn } from './readiness-in.ts';
import type { CasesReadiness } from './readiness-in.ts';
import { openOtherIssuers, studyIdentity } from './study-identity.ts';
import type { StudyIdentity } from './study-identity.ts';
import { openSiteLines } from './site-lines.ts';
import type { SiteLines } from './site-lines.ts';
import type { StationParts } from './station-parts.ts';
import type { OpenedOutbox } from './transfer/outbox/open-outbox.ts';
import type { Transfers } from './transfer/transfers.ts';
import type { Prefetch } from './transfer/prefetch/prefetch.ts';
import type { ImagingOrderRoom } from './worklist/imaging-orders/open-imaging-orders.ts';
import type { Worklist } from './worklist/worklist.ts';

export interface MeasureRequest {
  readonly objectId: ObjectId;
  /** From 1. */
  readonly frame: number;
  readonly tool: MeasureTool;
  readonly points: readonly Point2[];
}

/** The parts that work on an open store; gone when it is locked. */
export interface Rooms extends StudyIdentity {
  readonly archive: Archive;
  readonly otherIssuers: OtherIssuers;
  readonly worklist: Worklist;
  readonly imagingOrders: ImagingOrderRoom;
  readonly reading: Reading;
  readonly reporting: Reporting;
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
  startImport(request: { readonly paths: readonly string[]; readonly site: string | null }): JobId;
  /** Copies the store into a folder outside it. */
  startBackup(request: { readonly to: string } & BackupOptions): JobId;
  /** Null until the import has ended. */
  importReport(jobId: JobId): ImportReport | null;
  measure(request: MeasureRequest): Promise<MeasureResult>;
  /** Puts what the shell refused a page into the trail: DICOM audit event 110113, security alert. */
  recordAlert(kind: SecurityAlertKind, count: number): void;
  exportObject(objectId: ObjectId, file: string, options: { readonly replace: boolean }): Promise<ExportedObject>;
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
  const { index, journal, blobs, jobs, commands, faults, personId } = store;
  const { clock, log, templatesDir } = station.options;
  const priorRules = loadPriorRules(path.join(templatesDir, '..', 'prior-relevance.json'));
  const sites = openSites(store, clock, station.access.state().kind !== 'evaluation');
  const profiles = (): readonly AppliedProfile[] => sites.profiles.inForce();
  const otherIssuers = openOtherIssuers(store, clock, profiles);
  const archive = new Archive({ db: index, blobs, priorRules, linked: (study) => otherIssuers.linked(study) });
  const lines = openSiteLines({ store, station, emit, openStudies, priorRules, profiles });
  const { imagingOrders, transfers, outgoing, worklist, prefetch } = lines;
  const identity = studyIdentity(store, clock, transfers, emit);
  const reporting = openReporting(
    { store, station, emit },
    archive,
    askedOf(sites.rules, imagingOrders, lines, identity.doubt),
    lines.reports,
  );
  defineJobs({ store, station, emit }, profiles, transfers);
  const audit = new AuditRoom({
    store,
    clock,
    log,
    life: station.life,
    requireIntact: evidence(reporting, sites.rules),
  });
  const stopHealth = tellHealth(store, emit);
  const stopProgress = jobs.onProgress.on((progress) => emit({ name: 'jobs.progress', payload: progress }));
  // Nothing of a store that lives on another machine now is done here.
  if (store.movement.moved === null) {
    jobs.start();
    if (station.options.lines !== 'asked') lines.start();
  }
  audit.start();
  const desk = deskTurns(store, audit, log);
  return {
    archive,
    otherIssuers,
    worklist,
    imagingOrders,
    reading: new Reading({ index, journal, clock, personId, faults }),
    reporting,
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
    startImport: ({ paths, site }) => jobs.enqueue(IMPORT_JOB, { paths: [...paths], site }, { personId }),
    startBackup: (request) => jobs.enqueue(BACKUP_JOB, { ...request }, { personId }),
    importReport: (jobId) => parseImportReport(jobs.result(jobId)),
    recordAlert: (kind, count) => recordAlert(store, log, kind, count),
    measure: (request) => measureStored(station, archive, request),
    exportObject: (objectId, file, { replace }) =>
      exportObject(
        {
          ...{ archive, blobs, commands, personId, storeDir: store.dir, replace, faults },
          requireMayLeave: (one) => sites.rules.requireObjectMayLeave(one),
        },
        objectId,
        file,
      ),
    ...{ lines, rest: desk.rest, resume: desk.resume },
    close: async () => {
      await lines.close();
      await desk.settled();
      await jobs.drain();
      await audit.close();
      stopProgress();
      stopHealth();
    },
  };
}

function recordAlert({ commands, personId }: OpenStore, log: Log, kind: string, count: number): void {
  log.warn('security-alert', { kind, count });
  commands.run(
    { name: 'security.alert', personId, subject: kind, detail: { event: '110113', count } },
    () => undefined,
  );
}

/** Jobs of the reader, and what the trail has to say at a lock: one after the other, however quickly somebody locks and unlocks. */
function deskTurns(
  { jobs, movement }: OpenStore,
  audit: AuditRoom,
  log: Log,
): Pick<Rooms, 'rest' | 'resume'> & { settled(): Promise<void> } {
  let turn = Promise.resolve();
  const next = (work: () => Promise<void>): void => {
    turn = turn.then(work).catch((error: unknown) => log.error('rooms.not-settled', { code: asAppError(error).code }));
  };
  return {
    rest: () => {
      // At once: in the trail an emergency ends before the lock.
      const left = audit.leaveDesk();
      next(async () => {
        await left;
        await jobs.drain();
      });
    },
    resume: () =>
      next(async () => {
        await Promise.resolve();
        if (movement.moved === null) jobs.start();
      }),
    settled: () => turn,
  };
}

/** The long work of a store: imports and backups. */
function defineJobs(
  { store, station, emit }: RoomsBase,
  profiles: () => readonly AppliedProfile[],
  { ingests }: Pick<Transfers, 'ingests'>,
): void {
  const { index, blobs, jobs, commands, personId } = store;
  const { clock, log } = station.options;
  defineImportJob(jobs, {
    db: index,
    blobs,
    commands,
    ring: store.ring,
    parsers: station.parsers,
    clock,
    personId,
    pixelHash: decodedPixelHash(station.pool),
    ingests,
    log,
    requireRoom: () => store.storage.requireRoom(),
    onStudies: (studyIds) => emit({ name: 'worklist.changed', payload: { studyIds: [...studyIds] } }),
  });
  const file = readStoreFile(store.dir);
  if (file !== null) {
    const { storeId, kind } = file;
    defineBackupJob(jobs, {
      ...{ ...store.backup, storeId, kind, commands, personId, now: () => clock.nowIso() },
      leaveOut: leaveOutBy(() => profiles()),
    });
  }
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

type AskedRules = Pick<StudyRules, 'permission' | 'requireMayLeave'>;

/** What the site's profile allows, what the study's imaging orders say about it, and what its site said when it was asked. */
function askedOf(
  rules: StudyRules,
  orders: ImagingOrderRoom,
  { atSigning }: SiteLines,
  doubt: (studyId: StudyId) => PatientDoubt,
): AskedRules {
  return {
    permission: (studyId) => {
      const said = atSigning.reasons(studyId);
      const codes = new Set(said.map(({ code }) => code));
      // What the site has just said of its patient counts, not what it said before.
      const known = doubtReasons(doubt(studyId)).filter(({ code }) => !codes.has(code));
      return addReasons(orders.withReasons(studyId, rules.permission(studyId)), [...said, ...known]);
    },
    requireMayLeave: (studyId, way) => rules.requireMayLeave(studyId, way),
  };
}

function openReporting(
  { store, station, emit }: RoomsBase,
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
    templates: loadTemplates(templatesDir),
    // Beside the templates in the resources of the program.
    fontsDir: path.join(templatesDir, '..', 'fonts'),
    evaluation: station.access.state().kind === 'evaluation',
    permission: (studyId) => rules.permission(studyId),
    requireMayLeave: (studyId, way) => rules.requireMayLeave(studyId, way),
    recoveryConfirmed: () => station.access.state().recoveryConfirmed,
    priors: (studyId) => archive.priors(studyId),
    printer,
    onChanged: (change) => {
      emit({ name: 'report.changed', payload: change });
      emit({ name: 'worklist.changed', payload: { studyIds: [change.studyId] } });
    },
  });
}

/** Tells windows when an alarm, the disk or a damaged object changes what they must say. */
function tellHealth(store: OpenStore, emit: RoomsOptions['emit']): Disposer {
  const tell = (): void => emit({ name: 'store.health', payload: storeHealth(store) });
  const bag = new DisposerBag();
  bag.add(store.alarms.onChanged.on(tell));
  bag.add(store.storage.onChanged.on(tell));
  bag.add(
    store.quarantine.onChanged.on(({ studyId }) => {
      emit({ name: 'worklist.changed', payload: { studyIds: [studyId] } });
      tell();
    }),
  );
  return () => bag.dispose();
}

/** Measures on the stored values of the frame, decoded only for tools that read pixels. */
async function measureStored(station: StationParts, archive: Archive, request: MeasureRequest): Promise<MeasureResult> {
  const { objectId, frame, tool, points } = request;
  const { image } = archive.object(objectId);
  if (!needsPixels(tool) || !image.picture.shown) return measureDrawing(tool, points, image, frame, null);
  const decoded = await station.frames.stored(objectId, frame);
  const { rows, columns, samples } = decoded.header;
  return measureDrawing(tool, points, image, frame, { rows, columns, samples, data: frameValues(decoded) });
}
