import { AppError } from '../../../../shared/errors/app-error.ts';
import type { PersonId, ReportId, StudyId } from '../../../../shared/model/ids.ts';
import { auditKind } from '../../../../shared/audit/event-map.ts';
import { PROGRAM_VERSION } from '../../../../shared/audit/program.ts';
import { SignedDocument } from '../../../../shared/report/signed-document.ts';
import { AuditRow } from '../../kernel/audit.ts';
import type { BlobStore } from '../../kernel/blob-store.ts';
import type { Commands } from '../../kernel/command.ts';
import { exportFiles } from '../../kernel/export-files.ts';
import type { Clock } from '../../kernel/ports.ts';
import { sha256Hex } from '../../kernel/sha256.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { INSTRUCTIONS, MANIFEST, SIGNATURE } from './evidence.ts';
import type { ChainFile, Manifest } from './evidence.ts';
import { merkleProof } from './merkle.ts';
import type { Seals } from './seals.ts';
import { shownBy } from './shown.ts';
import type { StationKey } from './station-key.ts';
import { writeZip } from './zip-write.ts';
import type { ZipEntry } from './zip-write.ts';

export interface BundleOptions {
  readonly index: Db;
  readonly journal: Db;
  readonly blobs: Pick<BlobStore, 'read'>;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly storeDir: string;
  readonly seals: Seals;
  readonly key: StationKey;
  /** Refuses a report that is not what was signed. @throws AppError report/… */
  readonly requireIntact: (reportId: ReportId) => Promise<void>;
}

export interface MadeBundle {
  readonly reportId: ReportId;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly records: number;
  readonly keyId: string;
}

interface ReportRow {
  readonly study_id: StudyId;
  readonly signed: string | null;
  readonly signed_hash: string | null;
}

/** What each output is called in the bundle. */
const OUTPUT_NAMES: Readonly<Record<string, string>> = {
  text: 'report.txt',
  sr: 'report.dcm',
  'sr-measurements': 'measurements.dcm',
  fhir: 'report.fhir.json',
  hl7: 'report.hl7',
  pdf: 'report.pdf',
  'seen-map': 'seen-map.json',
};

/** What somebody may look for and does not find, and why. */
const LEFT_OUT: Manifest['leftOut'] = [
  {
    what: 'calls',
    reason: 'This version records no calls about critical results: there is nothing to leave out or to show.',
  },
  { what: 'review', reason: 'Peer review and peer learning are never part of evidence.' },
];

/**
 * Writes the evidence of one signed report into a zip outside the store: what was signed and shown, and the records of the trail
 * about it under a seal that is made now. Audited before the file gets its name.
 * @throws AppError report/unknown, report/not-signed, report/tampered, disk/exists, disk/…
 */
export async function makeBundle(
  options: BundleOptions,
  request: { readonly reportId: ReportId; readonly file: string; readonly replace: boolean },
): Promise<MadeBundle> {
  const { commands, personId, storeDir, seals } = options;
  const { reportId, file, replace } = request;
  const report = signedReport(options.index, reportId);
  await options.requireIntact(reportId);
  await seals.sealNow('bundle');
  const chain = chainOf(options, reportId, report.studyId);
  const entries = [...(await contentOf(options, reportId, report)), json('chain.json', chain)];
  const { keyId, files } = manifestOf(options, reportId, report.hash, entries);
  const bytes = writeZip([...files, ...entries]);
  const sha256 = sha256Hex(bytes);
  const detail = { bytes: bytes.length, sha256, records: chain.records.length, key: keyId };
  await exportFiles(storeDir, [{ file, bytes }], {
    replace,
    record: () => commands.run({ name: 'audit.bundle', personId, subject: reportId, detail }, () => undefined),
  });
  return { reportId, file, bytes: bytes.length, sha256, records: chain.records.length, keyId };
}

interface SignedReport {
  readonly studyId: StudyId;
  readonly json: string;
  readonly hash: string;
  readonly document: SignedDocument;
}

function signedReport(index: Db, reportId: ReportId): SignedReport {
  const row = index
    .prepare<[string], ReportRow>('SELECT study_id, signed, signed_hash FROM report WHERE report_id = ?')
    .get(reportId);
  if (row === undefined) throw new AppError('report/unknown', 'the store has no such report');
  if (row.signed === null || row.signed_hash === null) {
    throw new AppError('report/not-signed', 'the report is not signed');
  }
  const document = SignedDocument.safeParse(JSON.parse(row.signed));
  if (!document.success) throw new AppError('report/tampered', 'the frozen report cannot be read');
  return { studyId: row.study_id, json: row.signed, hash: row.signed_hash, document: document.data };
}

async function contentOf(
  { index, journal, blobs }: BundleOptions,
  reportId: ReportId,
  { studyId, json: signed, document }: SignedReport,
): Promise<readonly ZipEntry[]> {
  const outputs = index
    .prepare<[string], { format: string; blob_id: string }>(
      'SELECT format, blob_id FROM report_output WHERE report_id = ? ORDER BY format',
    )
    .all(reportId);
  const entries: ZipEntry[] = [text('document.json', signed)];
  for (const { format, blob_id: blobId } of outputs) {
    const bytes = await blobs.read(blobId as Parameters<BlobStore['read']>[0]);
    entries.push({ name: `outputs/${OUTPUT_NAMES[format] ?? format}`, bytes });
  }
  const { template, acknowledged, signer, objectsReceived, objectsExpected, objectsHash, at, zone } = document;
  entries.push(
    json('shown.json', shownBy({ index, journal }, signer.personId, studyId)),
    json('checks.json', { accepted: acknowledged, objectsReceived, objectsExpected, objectsHash }),
    json('versions.json', {
      program: { name: 'Nightjar', version: PROGRAM_VERSION, runtime: runtimeVersions() },
      schema: index.prepare<[], number>('SELECT max(version) FROM migration').pluck().get() ?? 0,
      template: { id: template.templateId, version: template.version },
      signed: { at, zone },
    }),
    text('README.txt', INSTRUCTIONS),
  );
  return entries;
}

/** Records about the report, its predecessors and the signed study that may be shown; all are under a seal by now. */
function chainOf({ index, seals, key }: BundleOptions, reportId: ReportId, studyId: StudyId): ChainFile {
  const subjects = [studyId, ...lineOf(index, reportId)];
  const about = index
    .prepare(
      `SELECT * FROM audit WHERE subject IN (SELECT value FROM json_each(@subjects))
       OR (command = 'reading.measurement' AND json_extract(detail, '$.study') = @studyId) ORDER BY seq`,
    )
    .all({ subjects: JSON.stringify(subjects), studyId })
    .map((row) => AuditRow.parse(row))
    .filter((row) => auditKind(row.command).evidence);
  const rows = [...about, ...signInsOf(index, about)].sort((a, b) => a.seq - b.seq);
  const prove = provers(index);
  const records = rows.flatMap((row) => {
    const seal = seals.covering(row.seq);
    return seal === null ? [] : [{ row, seal: seal.no, proof: [...prove(seal, row.seq)] }];
  });
  const first = Math.min(...records.map(({ seal }) => seal));
  const needed = seals.all().filter(({ no }) => no >= first);
  const ids = new Set(needed.map(({ keyId }) => keyId));
  ids.add(key.current().keyId);
  return { keys: key.all().filter(({ keyId }) => ids.has(keyId)), seals: [...needed], records };
}

/** How each signer had come in: the last unlock and the last sign-in at the provider before the signature. */
function signInsOf(index: Db, rows: readonly AuditRow[]): readonly AuditRow[] {
  const before = index.prepare(
    'SELECT * FROM audit WHERE command = ? AND person_id = ? AND seq < ? ORDER BY seq DESC LIMIT 1',
  );
  const found = new Map<number, AuditRow>();
  for (const { command, person_id: personId, seq } of rows) {
    if (command !== 'report.sign') continue;
    for (const proof of ['access.unlock', 'signIn.grant']) {
      const row = before.get(proof, personId, seq);
      if (row === undefined) continue;
      const parsed = AuditRow.parse(row);
      found.set(parsed.seq, parsed);
    }
  }
  return [...found.values()];
}

/** The hashes under a seal are read once. */
function provers(index: Db): (seal: { no: number; firstSeq: number; lastSeq: number }, seq: number) => ChainProof {
  const read = index.prepare<[number, number], string>('SELECT hash FROM audit WHERE seq BETWEEN ? AND ? ORDER BY seq');
  const known = new Map<number, readonly string[]>();
  return ({ no, firstSeq, lastSeq }, seq) => {
    const hashes = known.get(no) ?? read.pluck().all(firstSeq, lastSeq);
    known.set(no, hashes);
    return merkleProof(hashes, seq - firstSeq);
  };
}
type ChainProof = ReturnType<typeof merkleProof>;

/** The report and what it amends, the newest first. */
function lineOf(index: Db, reportId: ReportId): readonly string[] {
  return index
    .prepare<[string], string>(
      `WITH RECURSIVE line (id) AS (
         SELECT ? UNION SELECT predecessor FROM report JOIN line ON report_id = id WHERE predecessor IS NOT NULL)
       SELECT id FROM line`,
    )
    .pluck()
    .all(reportId);
}

function manifestOf(
  { key, clock, personId }: BundleOptions,
  reportId: ReportId,
  reportHash: string,
  entries: readonly ZipEntry[],
): { readonly keyId: string; readonly files: readonly ZipEntry[] } {
  const { keyId } = key.current();
  const manifest: Manifest = {
    ...{ format: 'nightjar-evidence', version: 1, reportId, reportHash },
    ...{ madeAt: clock.nowIso(), madeBy: personId, keyId },
    leftOut: LEFT_OUT,
    files: entries.map(({ name, bytes }) => ({ name, bytes: bytes.byteLength, sha256: sha256Hex(bytes) })),
  };
  const written = JSON.stringify(manifest, null, 2);
  const { signature } = key.sign(written);
  return { keyId, files: [text(MANIFEST, written), text(SIGNATURE, signature)] };
}

function runtimeVersions(): Readonly<Record<string, string>> {
  const { node, electron } = process.versions;
  return { node, ...(electron === undefined ? {} : { electron }), platform: process.platform };
}

function json(name: string, value: unknown): ZipEntry {
  return text(name, JSON.stringify(value, null, 2));
}

function text(name: string, value: string): ZipEntry {
  return { name, bytes: Buffer.from(value, 'utf8') };
}
