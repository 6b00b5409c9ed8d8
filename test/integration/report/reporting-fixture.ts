import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Access } from '../../../electron/station/access/access.ts';
import { openSites } from '../../../electron/station/access/profile/open-sites.ts';
import type { Sites } from '../../../electron/station/access/profile/open-sites.ts';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import type { OpenStore } from '../../../electron/station/access/open-store.ts';
import type { Log, PdfPrinter } from '../../../electron/station/kernel/ports.ts';
import { loadCalculators, ruleFiles } from '../../../electron/station/reporting/load-calculators.ts';
import { loadRuleBook } from '../../../electron/station/reporting/load-rule-book.ts';
import { loadTemplates } from '../../../electron/station/reporting/load-templates.ts';
import type { OutgoingReports } from '../../../electron/station/reporting/outgoing-reports.ts';
import type { ReportingOptions } from '../../../electron/station/reporting/reporting-options.ts';
import { Reporting } from '../../../electron/station/reporting/reporting.ts';
import { SeenMap } from '../../../electron/station/reading/seen-map.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { MeasurementId, ObjectId, StudyId } from '../../../shared/model/ids.ts';
import type { Measurement } from '../../../shared/model/measurement.ts';
import type { Report, ReportContent, ReportTemplate } from '../../../shared/model/report.ts';
import { paragraphsOf } from '../../../shared/report/plain-text.ts';
import { idOf } from '../../helpers/report-document.ts';
import { stationFile } from '../../helpers/station-file.ts';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export const STUDY = StudyId.parse(idOf('study'));
export const STUDY_UID = '1.2.3.4';
const IMAGE = ObjectId.parse(idOf('object-1'));

export interface Desk {
  readonly access: Access;
  readonly store: OpenStore;
  readonly reporting: Reporting;
  readonly sites: Sites;
}

/** A real store with one CT study of three objects, and the reporting room on it. */
export async function newDesk(
  dir: string,
  printer: PdfPrinter | null,
  outgoing?: (store: OpenStore) => OutgoingReports,
  more: Partial<ReportingOptions> = {},
): Promise<Desk> {
  const access = accessTo(dir);
  await access.create('Ada Reader', 'correct horse battery staple');
  access.confirmRecovery();
  addStudy(access.requireStore());
  for (const n of [1, 2, 3]) seeObject(access.requireStore(), n);
  return deskOn(access, printer, undefined, outgoing, more);
}

/** The same store, opened again. */
export async function openDesk(
  dir: string,
  printer: PdfPrinter | null,
  templates?: readonly ReportTemplate[],
  outgoing?: (store: OpenStore) => OutgoingReports,
  more: Partial<ReportingOptions> = {},
): Promise<Desk> {
  const access = accessTo(dir);
  await access.unlock(null, 'correct horse battery staple');
  return deskOn(access, printer, templates, outgoing, more);
}

function accessTo(dir: string): Access {
  const blobWorkerFile = stationFile('blobs');
  return new Access({ dir, blobWorkerFile, clock: systemClock, log: quiet, scryptLogN: 10 });
}

/** The reporting room for whoever has the store open. */
export function deskOn(
  access: Access,
  printer: PdfPrinter | null,
  templates: readonly ReportTemplate[] = loadTemplates(path.join(ROOT, 'resources/templates')),
  outgoing?: (store: OpenStore) => OutgoingReports,
  more: Partial<ReportingOptions> = {},
): Desk {
  const store = access.requireStore();
  const sites = openSites(store, systemClock, false);
  const reporting = new Reporting({
    ...store,
    storeDir: store.dir,
    clock: systemClock,
    log: quiet,
    templates: () => templates,
    ordered: () => [],
    rules: ruleFiles(loadCalculators(path.join(ROOT, 'resources/calculators'))),
    fillsOf: () => Promise.resolve({}),
    ruleBook: loadRuleBook(path.join(ROOT, 'resources/checks')),
    fontsDir: path.join(ROOT, 'resources/fonts'),
    evaluation: true,
    recoveryConfirmed: () => access.state().recoveryConfirmed,
    priors: () => [],
    told: () => [],
    // The rows of this store have no pictures.
    responses: () => null,
    grow: () => Promise.reject(new AppError('archive/unknown-object', 'no pictures')),
    permission: (studyId) => sites.rules.permission(studyId),
    siteChecks: (studyId) => sites.rules.checks(studyId),
    requireMayLeave: (studyId, way) => sites.rules.requireMayLeave(studyId, way),
    printer,
    ...(outgoing === undefined ? {} : { outgoing: outgoing(store) }),
    onChanged: () => undefined,
    ...more,
  });
  store.jobs.start();
  return { access, store, reporting, sites };
}

/** Rows as the archive writes them; its own tests prove that it does. */
export function addStudy({ index, ring }: OpenStore): void {
  const site = idOf('site');
  const studyKeyId = ring.newStudyKey(site);
  const now = '2026-03-01T00:00:00.000Z';
  index.prepare('INSERT INTO site VALUES (?, ?, ?)').run(site, 'St. Anna', now);
  index
    .prepare(
      `INSERT INTO patient (patient_key, issuer, patient_id, name_alphabetic, name_ideographic, name_phonetic, name_search,
        birth_date, sex) VALUES (?, 'St. Anna', 'MRN-0042', 'Doe^Jane', '', '', 'doe jane', '19650211', 'F')`,
    )
    .run(idOf('patient'));
  index
    .prepare(
      `INSERT INTO study (study_id, patient_key, site_id, study_key_id, study_uid, study_date, study_time, accession,
        description, referring, institution, arrived_at)
       VALUES (?, ?, ?, ?, ?, '20260301', '025800', 'ACC7731', 'CT chest', 'Ref^Doc', 'St. Anna', ?)`,
    )
    .run(STUDY, idOf('patient'), site, studyKeyId, STUDY_UID, now);
  index
    .prepare(
      `INSERT INTO series (series_id, study_id, series_uid, modality, number, description, body_part)
       VALUES (?, ?, '1.2.3.4.5', 'CT', 1, 'Axial', 'CHEST')`,
    )
    .run(idOf('series'), STUDY);
  for (const n of [1, 2, 3]) addObject(index, n);
}

/** What the technique is written from, of a stored image. */
const HEADER = JSON.stringify({
  perFrame: [{ orientation: [1, 0, 0, 0, 1, 0], sliceThickness: 2.5 }],
  imageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
  laterality: null,
  viewPosition: null,
});

export function addObject(index: OpenStore['index'], n: number): void {
  index
    .prepare(
      `INSERT INTO object (object_id, series_id, sop_uid, sop_class, transfer_syntax, frames, sort_key, bytes, sha256,
        dataset_sha256, header_sha256, blob_id, image, arrived_at)
       VALUES (?, ?, ?, '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1', 1, ?, 1, ?, '', '', ?, ?, '2026')`,
    )
    .run(idOf(`object-${n}`), idOf('series'), `1.2.3.4.5.${n}`, n, idOf(`sha-${n}`), idOf(`blob-${n}`), HEADER);
}

/** The reader had the picture on the glass; the first time counts. */
export function seeObject({ index, journal, personId }: OpenStore, n: number): void {
  const objectId = ObjectId.parse(idOf(`object-${n}`));
  new SeenMap({ index, journal, personId }).save([{ objectId, frame: 1, at: '2026-03-01T00:00:00.000Z' }]);
}

export function addMeasurement({ journal, personId }: OpenStore, more: Partial<Measurement> = {}): Measurement {
  const measurement: Measurement = {
    measurementId: MeasurementId.parse(idOf('M1')),
    studyId: STUDY,
    objectId: IMAGE,
    frame: 1,
    tool: 'length',
    points: [
      [1, 1],
      [4, 5],
    ],
    world: null,
    text: '',
    result: { values: [{ name: 'length', value: 12.34, unit: 'mm' }], basis: 'pixel spacing', warnings: [] },
    trackingUid: '2.25.4242',
    ordinal: 1,
    by: personId,
    at: '2026-03-01T00:00:00.000Z',
    deleted: false,
    ...more,
  };
  journal
    .prepare('INSERT OR REPLACE INTO measurement VALUES (?, ?, ?, ?, ?)')
    .run(measurement.measurementId, STUDY, measurement.ordinal, JSON.stringify(measurement), measurement.at);
  return measurement;
}

/** Content with other texts in the sections named. */
export function written(report: Report, texts: Readonly<Record<string, string>>): ReportContent {
  return {
    sections: report.content.sections.map((section) => {
      const text = texts[section.sectionId];
      return text === undefined ? section : { ...section, paragraphs: paragraphsOf(text) };
    }),
  };
}
