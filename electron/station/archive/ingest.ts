import { AppError } from '../../../shared/errors/app-error.ts';
import { BlobId, ObjectId } from '../../../shared/model/ids.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { ImageInfo } from '../../../shared/model/image.ts';
import type { ParsedObject } from '../dicom/parsed-object.ts';
import { SOP_UID_EMPTY } from '../dicom/parse/parse-dicom.ts';
import type { BlobFacts } from '../kernel/blob-facts.ts';
import { Breather } from '../kernel/breather.ts';
import type { BlobStore, StoredBlob } from '../kernel/blob-store.ts';
import type { Commands } from '../kernel/command.ts';
import { newId } from '../kernel/ids.ts';
import type { KeyRing } from '../kernel/key-ring.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';
import { classify } from './classify.ts';
import type { ClassifyPorts, CompareHeaders, StoredObject } from './classify.ts';
import type { IdentityResolver, SeriesPlan } from './identity.ts';
import { writeRows } from './object-rows.ts';
import type { RowToWrite } from './object-rows.ts';
import type { PixelHash, PixelSource } from './pixel-hash.ts';
import { heal, hurtObject } from './rebuild/heal.ts';
import { storedImage } from './stored-image.ts';

/** One understood object on its way in. */
export interface Arrival {
  readonly parsed: ParsedObject;
  /** Where its bytes are. */
  readonly source: { readonly path: string } | { readonly bytes: Uint8Array };
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
  readonly compare: CompareHeaders;
  /** Null where nothing can decode: what could be a re-encoding is then a conflict. */
  readonly pixelHash: PixelHash | null;
}

/** Rows a transaction: well under ten milliseconds. */
const ROWS_A_COMMAND = 8;

interface Prepared extends Omit<RowToWrite, 'blobId' | 'objectId'> {
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

  constructor(options: IngestOptions) {
    this.#options = options;
    this.#ports = { compare: options.compare, pixelHash: options.pixelHash && remembered(options.pixelHash) };
  }

  /** One outcome an arrival, in order. @throws AppError disk/…, store/… when the store itself cannot go on */
  async take(arrivals: readonly Arrival[]): Promise<readonly Ingested[]> {
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
    const breather = new Breather();
    for (const arrival of arrivals) {
      await breather.breathe();
      const one = await this.#prepare(arrival);
      if ('kind' in one) outcomes.set(arrival, one);
      else prepared.push(one);
    }
    // A blob is worth nothing without the key of its study: that lies on the disk first.
    await this.#options.ring.savePlanned();
    const stored = await this.#options.blobs.put(
      prepared.map(({ arrival, series, objectId }) => ({
        source: arrival.source,
        expectedBytes: arrival.parsed.bytes,
        studyKeyId: series.study.studyKeyId,
        facts: objectFacts(objectId, series, this.#options.clock.nowIso()),
      })),
    );
    const rows: RowToWrite[] = [];
    for (const [index, item] of prepared.entries()) {
      const blob = await this.#checked(item, stored[index]);
      if (blob instanceof AppError) outcomes.set(item.arrival, { kind: 'refused', error: blob });
      else {
        rows.push({ ...item, blobId: blob.blobId });
        outcomes.set(item.arrival, outcomeOf(item));
      }
    }
    await this.#write(rows);
    return outcomes;
  }

  async #prepare(arrival: Arrival): Promise<Prepared | Ingested> {
    const { parsed } = arrival;
    if (parsed.notes.includes(SOP_UID_EMPTY)) {
      return { kind: 'refused', error: new AppError('dicom/missing-sop-uid', 'the SOP Instance UID is empty') };
    }
    const known = await this.#again(arrival);
    if (known !== null) return known;
    const objectId = ObjectId.parse(newId());
    const image = ImageInfo.parse({ ...parsed.image, objectId, conflict: false });
    const source: PixelSource = { objectId, image, load: arrival.load };
    const stored = parsed.sopUid === null ? [] : this.#stored(parsed.sopUid);
    if (stored.some((object) => object.datasetSha256 === parsed.dataSetSha256)) return { kind: 'already' };
    const classification = await classify({ parsed, source }, stored, this.#ports);
    const series = this.#options.identity.resolve(parsed, arrival.folder);
    return { arrival, objectId, parsed, series, classification };
  }

  /** The same file again: nothing to do, or the good copy of one that is damaged here. Null when it is not here. */
  async #again({ parsed, source }: Arrival): Promise<Ingested | null> {
    const hurt = await hurtObject(this.#options, parsed.sha256);
    if (hurt === null) return null;
    if (hurt === 'sound') return { kind: 'already' };
    await heal(this.#options, hurt, { source, bytes: parsed.bytes, sha256: parsed.sha256 });
    return { kind: 'imported', objectId: hurt.objectId, studyId: hurt.studyId };
  }

  /** Objects of a SOP UID that differ from one another, the first one first. */
  #stored(sopUid: string): readonly StoredObject[] {
    type Row = {
      readonly object_id: string;
      readonly blob_id: string;
      readonly dataset_sha256: string;
      readonly header_sha256: string;
      readonly duplicate: string | null;
      readonly image: string;
    };
    const rows = this.#options.db
      .prepare<[string], Row>(
        `SELECT object_id, blob_id, dataset_sha256, header_sha256, duplicate, image FROM object WHERE sop_uid = ?
         ORDER BY duplicate_of IS NOT NULL, arrived_at, object_id`,
      )
      .all(sopUid);
    return rows.map((row) => {
      const objectId = ObjectId.parse(row.object_id);
      const blobId = BlobId.parse(row.blob_id);
      return {
        objectId,
        datasetSha256: row.dataset_sha256,
        headerSha256: row.header_sha256,
        ownContent: row.duplicate === null || row.duplicate === 'conflict',
        source: {
          objectId,
          image: storedImage(row.image, objectId, false),
          load: () => this.#options.blobs.read(blobId),
        },
      };
    });
  }

  /** The bytes that were stored must be those that were understood. */
  async #checked(item: Prepared, stored: StoredBlob | AppError | undefined): Promise<StoredBlob | AppError> {
    if (stored === undefined) return new AppError('internal/bug', 'the blob store gave no outcome');
    if (stored instanceof AppError) {
      if (stored.code.startsWith('disk/') && stored.code !== 'disk/not-found') throw stored;
      return stored;
    }
    if (stored.sha256 === item.parsed.sha256) return stored;
    await this.#options.blobs.remove(stored.blobId);
    return new AppError('import/changed-while-reading', 'the file changed while it was read', { retry: 'now' });
  }

  async #write(rows: readonly RowToWrite[]): Promise<void> {
    const { commands, personId, siteId, clock } = this.#options;
    for (let at = 0; at < rows.length; at += ROWS_A_COMMAND) {
      const some = rows.slice(at, at + ROWS_A_COMMAND);
      const conflicts = some.filter((row) => isConflict(row)).length;
      const suspicious = some.filter((row) => row.parsed.preambleSuspicious).length;
      const detail = { objects: some.length, conflicts, suspiciousPreambles: suspicious };
      const subject = some[0]?.series.study.studyId ?? '';
      await commands.runInBackground({ name: 'archive.ingest', personId, subject, detail }, (db) =>
        writeRows(db, some, { siteId, now: clock.nowIso() }),
      );
    }
  }
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

/** Splits arrivals so that no round holds two that could be the same object: the second must see the first stored. */
function rounds(arrivals: readonly Arrival[]): readonly (readonly Arrival[])[] {
  const result: { readonly keys: Set<string>; readonly arrivals: Arrival[] }[] = [];
  for (const arrival of arrivals) {
    const keys = [arrival.parsed.sha256, arrival.parsed.sopUid ?? arrival.parsed.sha256];
    // Never before an earlier twin: the order of arrival decides which one is the first.
    const lastTwin = result.findLastIndex((round) => keys.some((key) => round.keys.has(key)));
    const round = result[lastTwin + 1] ?? { keys: new Set<string>(), arrivals: [] };
    if (!result.includes(round)) result.push(round);
    for (const key of keys) round.keys.add(key);
    round.arrivals.push(arrival);
  }
  return result.map((round) => round.arrivals);
}
