import { AppError, fromWire } from '../../../shared/errors/app-error.ts';
import { ObjectId } from '../../../shared/model/ids.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { isPart } from '../../../shared/review/package/part.ts';
import { ImageInfo } from '../../../shared/model/image.ts';
import type { ParsedObject } from '../dicom/parsed-object.ts';
import type { ParserPool } from '../dicom/parser-pool.ts';
import type { FileOutcome } from '../dicom/parser-messages.ts';
import { SOP_UID_EMPTY } from '../dicom/parse/parse-dicom.ts';
import type { AuditDetail } from '../kernel/audit.ts';
import type { BlobFacts } from '../kernel/blob-facts.ts';
import type { BlobSource } from '../kernel/blob-tasks.ts';
import { Breather } from '../kernel/breather.ts';
import type { BlobStore, StoredBlob } from '../kernel/blob-store.ts';
import type { Commands } from '../kernel/command.ts';
import { newId } from '../kernel/ids.ts';
import type { KeyRing } from '../kernel/key-ring.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';
import { classify } from './classify.ts';
import type { Classification, ClassifyPorts, CompareHeaders, StoredObject } from './classify.ts';
import type { IdentityResolver, SeriesPlan } from './identity.ts';
import { rounds } from './ingest-order.ts';
import type { TwinQueue } from './ingest-order.ts';
import { KnownObjects } from './known-objects.ts';
import { RowWriter } from './object-rows.ts';
import type { RowToWrite } from './object-rows.ts';
import type { PixelHash, PixelSource } from './pixel-hash.ts';
import { heal, hurtObject } from './rebuild/heal.ts';
import { rejectedObjects, signedReports } from './rejections.ts';

/** One understood object on its way in. */
export interface Arrival {
  readonly parsed: ParsedObject;
  /** Where its bytes are. */
  readonly source: BlobSource;
  readonly load: () => Promise<Uint8Array>;
  /** Folder it lies in: groups objects without study UID. */
  readonly folder: string;
}

/** What became of an arrival. */
export type Ingested =
  | { readonly kind: 'imported'; readonly objectId: ObjectId; readonly studyId: string }
  | { readonly kind: 'conflict'; readonly objectId: ObjectId; readonly studyId: string }
  | { readonly kind: 'already' }
  | { readonly kind: 'refused'; readonly error: AppError };

export interface IngestOptions {
  readonly db: Db;
  readonly blobs: Pick<BlobStore, 'put' | 'has' | 'read' | 'remove'>;
  readonly commands: Pick<Commands, 'runInBackground'>;
  readonly ring: Pick<KeyRing, 'savePlanned'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly siteId: string;
  readonly identity: IdentityResolver;
  /** Shared by all that stores objects: the same one by two ways is met by itself. */
  readonly twins: TwinQueue;
  readonly compare: CompareHeaders;
  readonly parsers: Pick<ParserPool, 'readWhole' | 'readBytes'>;
  /** Null where nothing can decode: what could be a re-encoding is then a conflict. */
  readonly pixelHash: PixelHash | null;
  /** Stored objects that their site has just taken back. */
  readonly onRejected?: ((objectIds: readonly ObjectId[]) => void) | undefined;
}

/** Rows a transaction: well under ten milliseconds. */
const ROWS_A_COMMAND = 16;

interface Prepared extends Omit<RowToWrite, 'blobId' | 'sha256' | 'objectId'> {
  readonly arrival: Arrival;
  readonly objectId: ObjectId;
}

/**
 * Puts understood objects into the store: classified against what is there, blobs first and durable, then rows with their
 * audit record. Calling it again with the same objects changes nothing.
 */
export class Ingest {
  readonly #options: IngestOptions;
  readonly #ports: ClassifyPorts;
  readonly #known: KnownObjects;
  readonly #rows: RowWriter;

  constructor(options: IngestOptions) {
    this.#options = options;
    this.#known = new KnownObjects(options);
    this.#rows = new RowWriter(options.db);
    this.#ports = { compare: options.compare, pixelHash: options.pixelHash && remembered(options.pixelHash) };
  }

  /**
   * One outcome an arrival, in order. May be called again before the last call has ended: blobs of one batch are then written
   * while the rows of the other are.
   * @throws AppError disk/…, store/… when the store itself cannot go on
   */
  take(arrivals: readonly Arrival[]): Promise<readonly Ingested[]> {
    return this.#options.twins.run(arrivals, () => this.#take(arrivals));
  }

  async #take(arrivals: readonly Arrival[]): Promise<readonly Ingested[]> {
    const outcomes = new Map<Arrival, Ingested>();
    for (const round of rounds(arrivals)) {
      for (const [arrival, outcome] of await this.#round(round)) outcomes.set(arrival, outcome);
    }
    return arrivals.map((arrival) => {
      const outcome = outcomes.get(arrival);
      if (!outcome) throw new AppError('internal/bug', 'an arrival has no outcome');
      return outcome;
    });
  }

  async #round(arrivals: readonly Arrival[]): Promise<Map<Arrival, Ingested>> {
    const outcomes = new Map<Arrival, Ingested>();
    const prepared: Prepared[] = [];
    const hashed = await this.#hashed(arrivals);
    const breather = new Breather();
    for (const arrival of arrivals) {
      await breather.breathe();
      const one = await this.#prepare(arrival, hashed.get(arrival) ?? arrival.parsed);
      if ('kind' in one) outcomes.set(arrival, one);
      else prepared.push(one);
    }
    // A blob is worth nothing without the key of its study: that lies on the disk first.
    await this.#options.ring.savePlanned();
    const stored = await this.#options.blobs.put(
      prepared.map(({ arrival, parsed, series, objectId }) => ({
        source: arrival.source,
        expectedBytes: parsed.bytes,
        start: parsed.start,
        studyKeyId: series.study.studyKeyId,
        facts: objectFacts(objectId, series, this.#options.clock.nowIso()),
      })),
    );
    const rows: RowToWrite[] = [];
    for (const [index, item] of prepared.entries()) {
      const blob = await this.#checked(item, stored[index]);
      if (blob instanceof AppError) outcomes.set(item.arrival, { kind: 'refused', error: blob });
      else {
        rows.push({ ...item, blobId: blob.blobId, sha256: blob.sha256 });
        outcomes.set(item.arrival, outcomeOf(item));
      }
    }
    await this.#write(rows);
    return outcomes;
  }

  /** Hashes objects whose name is in the store already; nothing hangs on it for the others, and their writer does it. */
  async #hashed(arrivals: readonly Arrival[]): Promise<ReadonlyMap<Arrival, ParsedObject | AppError>> {
    const known = arrivals.filter(({ parsed }) => this.#known.needsHashes(parsed));
    const outcomes = await readAgain(known, this.#options.parsers);
    const found = new Map<Arrival, ParsedObject | AppError>();
    for (const [index, arrival] of known.entries()) {
      const outcome = outcomes[index];
      if (outcome?.kind === 'object') found.set(arrival, outcome.parsed);
      else found.set(arrival, outcome?.kind === 'refused' ? fromWire(outcome.error) : changed());
    }
    return found;
  }

  async #prepare(arrival: Arrival, parsed: ParsedObject | AppError): Promise<Prepared | Ingested> {
    if (parsed instanceof AppError) return { kind: 'refused', error: parsed };
    // Whichever way it came: it is of no patient, and its sender would stand in the worklist.
    if (isPart(parsed.sopClass, parsed.patient.patientId)) {
      return { kind: 'refused', error: new AppError('package/not-a-study', 'a part of a review package is no study') };
    }
    if (parsed.notes.includes(SOP_UID_EMPTY)) {
      return { kind: 'refused', error: new AppError('dicom/missing-sop-uid', 'the SOP Instance UID is empty') };
    }
    const again = parsed.sha256 === null ? null : await this.#again(arrival, parsed.sha256);
    if (again !== null) return again;
    const objectId = ObjectId.parse(newId());
    const stored = parsed.sopUid === null ? [] : this.#known.of(parsed.sopUid);
    if (await this.#known.isOneOf(parsed, stored)) return { kind: 'already' };
    const classification = await this.#classify(parsed, { objectId, load: arrival.load }, stored);
    const series = this.#options.identity.resolve(parsed, arrival.folder);
    return { arrival, objectId, parsed, series, classification };
  }

  #classify(
    parsed: ParsedObject,
    source: Omit<PixelSource, 'image'>,
    stored: readonly StoredObject[],
  ): Classification | Promise<Classification> {
    if (stored.length === 0) return { kind: 'new' };
    const image = ImageInfo.parse({ ...parsed.image, objectId: source.objectId, conflict: false });
    return classify({ parsed, source: { ...source, image } }, stored, this.#ports);
  }

  /** The same file again: nothing to do, or the good copy of one that is damaged here. Null when it is not here. */
  async #again({ parsed, source }: Arrival, sha256: string): Promise<Ingested | null> {
    const hurt = await hurtObject(this.#options, sha256);
    if (hurt === null) return null;
    if (hurt === 'sound') return { kind: 'already' };
    await heal(this.#options, hurt, { source, bytes: parsed.bytes, sha256 });
    return { kind: 'imported', objectId: hurt.objectId, studyId: hurt.studyId };
  }

  /** The bytes that were stored must be those that were understood. */
  async #checked(item: Prepared, stored: StoredBlob | AppError | undefined): Promise<StoredBlob | AppError> {
    if (stored === undefined) return new AppError('internal/bug', 'the blob store gave no outcome');
    if (stored instanceof AppError) {
      if (stored.code.startsWith('disk/') && stored.code !== 'disk/not-found') throw stored;
      return stored;
    }
    const { sha256 } = item.parsed;
    // Without a hash its beginning was compared by the writer.
    if (sha256 === null || stored.sha256 === sha256) return stored;
    await this.#options.blobs.remove(stored.blobId);
    return changed();
  }

  /** Commits one lot after the other, then waits for the disk once. What takes other objects back comes last, each by itself. */
  async #write(rows: readonly RowToWrite[]): Promise<void> {
    const objects = rows.filter(({ parsed }) => parsed.rejects === undefined);
    const notes = rows.filter(({ parsed }) => parsed.rejects !== undefined);
    const durable: Promise<void>[] = [];
    const breather = new Breather();
    for (let at = 0; at < objects.length; at += ROWS_A_COMMAND) {
      durable.push(this.#writeObjects(objects.slice(at, at + ROWS_A_COMMAND)));
      await breather.breathe();
    }
    for (const note of notes) {
      durable.push(this.#writeNote(note));
      await breather.breathe();
    }
    await Promise.all(durable);
  }

  #writeObjects(some: readonly RowToWrite[]): Promise<void> {
    const conflicts = some.filter((row) => isConflict(row)).length;
    const suspicious = some.filter((row) => row.parsed.preambleSuspicious).length;
    const detail = { objects: some.length, conflicts, suspiciousPreambles: suspicious };
    return this.#command('archive.ingest', some, detail);
  }

  /** What the note takes back of the study is sealed with it, and said in the trail. */
  async #writeNote(row: RowToWrite): Promise<void> {
    const { db, siteId, onRejected } = this.#options;
    const { study } = row.series;
    const { reason, references } = row.parsed.rejects ?? { reason: 'quality', references: [] };
    const named = references.filter(({ studyUid }) => studyUid === study.studyUid).map(({ sopUid }) => sopUid);
    const here = rejectedObjects(db, study.studyUid ?? '', siteId, named);
    const detail = { reason, named: references.length, here: here.length, reports: signedReports(db, study.studyId) };
    await this.#command('archive.reject', [row], detail);
    onRejected?.(here.map(({ objectId }) => ObjectId.parse(objectId)));
  }

  #command(name: string, rows: readonly RowToWrite[], detail: AuditDetail): Promise<void> {
    const { commands, personId, siteId, clock } = this.#options;
    const subject = rows[0]?.series.study.studyId ?? '';
    const written = commands.runInBackground({ name, personId, subject, detail }, () =>
      this.#rows.write(rows, { siteId, now: clock.nowIso() }),
    );
    // It is waited for later; an error must not go unheard until then.
    written.catch(() => undefined);
    return written;
  }
}

/** Files from where they lie, entries of archives from memory. */
async function readAgain(
  arrivals: readonly Arrival[],
  parsers: IngestOptions['parsers'],
): Promise<readonly FileOutcome[]> {
  const files = arrivals.flatMap(({ parsed, source }) =>
    'path' in source ? [{ path: source.path, bytes: parsed.bytes }] : [],
  );
  if (files.length === arrivals.length) return files.length === 0 ? [] : parsers.readWhole(files);
  return parsers.readBytes(await Promise.all(arrivals.map(({ load }) => load())));
}

function changed(): AppError {
  return new AppError('import/changed-while-reading', 'the file changed while it was read', { retry: 'now' });
}

/** What the blob says of itself: enough to give the object its old ids when the index is made anew. */
function objectFacts(objectId: ObjectId, { seriesId, study }: SeriesPlan, at: string): BlobFacts {
  const { studyId, folderMark, patient } = study;
  return {
    kind: 'object',
    object: objectId,
    series: seriesId,
    study: studyId,
    patient: patient.patientKey,
    folder: folderMark,
    at,
  };
}

function isConflict(row: Pick<RowToWrite, 'classification'>): boolean {
  return row.classification.kind === 'duplicate' && row.classification.duplicate === 'conflict';
}

function outcomeOf(item: Prepared): Ingested {
  const { objectId } = item;
  return { kind: isConflict(item) ? 'conflict' : 'imported', objectId, studyId: item.series.study.studyId };
}

/** Pixels of an object are decoded once an import, however many of its kind come. */
function remembered(pixelHash: PixelHash): PixelHash {
  const known = new Map<string, Promise<string | null>>();
  return (source) => {
    const hash = known.get(source.objectId) ?? pixelHash(source);
    known.set(source.objectId, hash);
    return hash;
  };
}
