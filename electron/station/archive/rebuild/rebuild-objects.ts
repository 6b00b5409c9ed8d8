import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { AppError } from '../../../../shared/errors/app-error.ts';
import { BlobId } from '../../../../shared/model/ids.ts';
import type { ParsedObject } from '../../dicom/parsed-object.ts';
import type { ParserPool } from '../../dicom/parser-pool.ts';
import type { ObjectFacts } from '../../kernel/blob-facts.ts';
import type { BlobStore } from '../../kernel/blob-store.ts';
import { systemCode } from '../../kernel/disk-error.ts';
import { newId } from '../../kernel/ids.ts';
import type { KeyRing } from '../../kernel/key-ring.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { NO_SERIES } from '../identity.ts';
import { RowWriter } from '../object-rows.ts';
import { markRejected } from '../rejections.ts';
import { markDoubtful } from './mark-doubtful.ts';
import { oldFacts } from './old-facts.ts';

export interface RebuildParts {
  readonly dir: string;
  readonly db: Db;
  readonly blobs: Pick<BlobStore, 'read' | 'facts' | 'size' | 'studyKeyId'>;
  readonly ring: Pick<KeyRing, 'siteOf'>;
  readonly parsers: Pick<ParserPool, 'readBytes'>;
  /** Stored files looked at, of all that the index does not know. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Counts for the audit record. */
export interface RebuildCounts {
  readonly objects: number;
  /** Outputs of reports that the ledger did not know. */
  readonly unknownOutputs: number;
  /** Stored files that cannot be read or understood; they stay where they are. */
  readonly unreadable: number;
}

interface Found {
  readonly blobId: BlobId;
  readonly facts: ObjectFacts;
  readonly studyKeyId: string;
  readonly bytes: number;
}

const BATCH = 32;
const BATCH_BYTES = 64 * 1024 * 1024;
/** Rows a transaction: well under ten milliseconds. */
const ROWS = 16;

/**
 * Gives an index its objects back from the stored files: each is read and understood again, and gets the ids that it carries. What
 * the index knows already (from the ledger) is left alone.
 */
export async function rebuildObjects(parts: RebuildParts): Promise<RebuildCounts> {
  const run = new Rebuild(parts);
  await run.all();
  markDoubtful(parts.db);
  markRejected(parts.db);
  return run.counts();
}

class Rebuild {
  readonly #parts: RebuildParts;
  readonly #rows: RowWriter;
  #objects = 0;
  #unknownOutputs = 0;
  #unreadable = 0;

  constructor(parts: RebuildParts) {
    this.#parts = parts;
    this.#rows = new RowWriter(parts.db);
  }

  counts(): RebuildCounts {
    return { objects: this.#objects, unknownOutputs: this.#unknownOutputs, unreadable: this.#unreadable };
  }

  async all(): Promise<void> {
    let batch: Found[] = [];
    let bytes = 0;
    let done = 0;
    const total = await this.#count();
    for await (const blobId of this.#unknown()) {
      this.#parts.onProgress?.(done, total);
      done += 1;
      const found = await this.#look(blobId);
      if (found === null) continue;
      if (batch.length > 0 && (batch.length >= BATCH || bytes + found.bytes > BATCH_BYTES)) {
        await this.#take(batch);
        batch = [];
        bytes = 0;
      }
      batch.push(found);
      bytes += found.bytes;
    }
    await this.#take(batch);
    this.#parts.onProgress?.(done, total);
  }

  async #count(): Promise<number> {
    let count = 0;
    for await (const blobId of this.#unknown()) count += blobId === '' ? 0 : 1;
    return count;
  }

  async *#unknown(): AsyncGenerator<BlobId> {
    const { db, dir } = this.#parts;
    const known = db.prepare(
      'SELECT 1 FROM object WHERE blob_id = ? UNION ALL SELECT 1 FROM report_output WHERE blob_id = ?',
    );
    const root = join(dir, 'blobs');
    for (const folder of await namesIn(root)) {
      for (const name of await namesIn(join(root, folder))) {
        const blobId = BlobId.safeParse(name);
        if (blobId.success && known.get(name, name) === undefined) yield blobId.data;
      }
    }
  }

  /** Null for what gets no row: outputs of reports, and what cannot be read. */
  async #look(blobId: BlobId): Promise<Found | null> {
    const { blobs, db } = this.#parts;
    try {
      const facts = await blobs.facts(blobId);
      if (facts?.kind === 'output') {
        this.#unknownOutputs += 1;
        return null;
      }
      const studyKeyId = await blobs.studyKeyId(blobId);
      const bytes = await blobs.size(blobId);
      return { blobId, facts: facts ?? oldFacts(db, studyKeyId), studyKeyId, bytes };
    } catch (error) {
      this.#skip(asAppError(error));
      return null;
    }
  }

  async #take(batch: readonly Found[]): Promise<void> {
    if (batch.length === 0) return;
    const { blobs, parsers, db } = this.#parts;
    const readable: { readonly found: Found; readonly content: Uint8Array }[] = [];
    for (const found of batch) {
      try {
        readable.push({ found, content: await blobs.read(found.blobId) });
      } catch (error) {
        this.#skip(asAppError(error));
      }
    }
    const outcomes = await parsers.readBytes(readable.map(({ content }) => content));
    const objects = readable.flatMap(({ found }, i) => {
      const outcome = outcomes[i];
      return outcome?.kind === 'object' ? [{ found, parsed: outcome.parsed }] : [];
    });
    this.#unreadable += readable.length - objects.length;
    for (let at = 0; at < objects.length; at += ROWS) {
      const some = objects.slice(at, at + ROWS);
      db.transaction(() => {
        for (const { found, parsed } of some) this.#write(found, parsed);
      }).immediate();
      this.#objects += some.length;
    }
  }

  #write({ blobId, facts, studyKeyId }: Found, parsed: ParsedObject): void {
    const { db, ring } = this.#parts;
    // Killed while a file of a former version was written again, there are two of one object, the same bytes in both.
    if (db.prepare('SELECT 1 FROM object WHERE object_id = ?').get(facts.object) !== undefined) return;
    const siteId = ring.siteOf(studyKeyId) ?? newId();
    const site = siteName(db, siteId, facts.at);
    const { patient, study, series } = parsed;
    const { issuer, age, ...person } = patient;
    const seriesUid = parsed.seriesUid ?? `${NO_SERIES}${series.modality ?? ''}:${facts.series}`;
    this.#rows.write(
      [
        {
          objectId: facts.object,
          blobId,
          sha256: parsed.sha256 ?? '',
          parsed,
          classification: { kind: 'new' },
          series: {
            seriesId: seriesOf(db, facts.study, seriesUid) ?? facts.series,
            seriesUid,
            facts: series,
            study: {
              studyId: facts.study,
              siteId,
              studyKeyId,
              studyUid: parsed.studyUid,
              folderMark: facts.folder,
              facts: { ...study, age },
              patient: { ...person, issuer: issuer ?? site, patientKey: facts.patient, conflict: false },
            },
          },
        },
      ],
      { siteId, now: facts.at },
    );
  }

  /** A full disk or a locked store ends it all; one bad file does not. */
  #skip(error: AppError): void {
    if (!error.code.startsWith('blob/')) throw error;
    this.#unreadable += 1;
  }
}

/** Blobs without facts of their own find their series by its UID. */
function seriesOf(db: Db, studyId: string, seriesUid: string): string | null {
  const find = db.prepare<[string, string], string>(
    'SELECT series_id FROM series WHERE study_id = ? AND series_uid = ?',
  );
  return find.pluck().get(studyId, seriesUid) ?? null;
}

/** The name of a site; one whose name is lost gets a plain one. */
function siteName(db: Db, siteId: string, at: string): string {
  const known = db.prepare<[string], string>('SELECT name FROM site WHERE site_id = ?').pluck().get(siteId);
  if (known !== undefined) return known;
  const count = db.prepare<[], number>('SELECT count(*) FROM site').pluck().get() ?? 0;
  const name = `recovered site ${count + 1}`;
  db.prepare('INSERT INTO site (site_id, name, created_at) VALUES (?, ?, ?)').run(siteId, name, at);
  return name;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}
