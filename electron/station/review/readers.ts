import { createHmac, createSecretKey } from 'node:crypto';
import { z } from 'zod';
import { ReaderPseudonym } from '../../../shared/model/ids.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { ReviewReader } from '../../../shared/model/review/reader.ts';
import type { Commands } from '../kernel/command.ts';
import { newId } from '../kernel/ids.ts';
import { hasReviewKey } from './review-key.ts';
import { openText, sealText } from './seal.ts';
import { deriveKey } from '../kernel/sealed-key.ts';
import type { Db } from '../kernel/sqlite.ts';

export interface ReadersParts {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly personId: PersonId;
  /** Of peer review, 32 bytes; a copy that is zeroed here. */
  readonly key: () => Uint8Array;
}

const Row = z.object({ pseudonym: ReaderPseudonym, sealed: z.string() });

/**
 * Who is behind which pseudonym. A row is found by a keyed hash and read by opening its seal (AES-256-GCM, bound to the pseudonym); the key
 * is in the key ring, not in the table. Looking somebody up is recorded, asking for one's own pseudonym is not.
 */
export class Readers {
  readonly #parts: ReadersParts;
  /** Asked at every call of a window; null: they have none yet. */
  readonly #own = new Map<PersonId, ReaderPseudonym | null>();

  constructor(parts: ReadersParts) {
    this.#parts = parts;
  }

  /** Pseudonyms in the order asked; whoever has none gets one. */
  of(readers: readonly ReviewReader[]): ReaderPseudonym[] {
    const { index, commands, personId } = this.#parts;
    const keys = this.#keys();
    try {
      const find = index.prepare<[string], string>('SELECT pseudonym FROM review_reader WHERE reader_hash = ?').pluck();
      const hashes = readers.map((reader) => hashOf(keys.hash, reader));
      const fresh = new Map<string, ReviewReader>();
      for (const [at, hash] of hashes.entries()) {
        const reader = readers[at];
        if (reader !== undefined && find.get(hash) === undefined) fresh.set(hash, reader);
      }
      if (fresh.size > 0) {
        this.#own.clear();
        const detail = { readers: fresh.size };
        commands.run({ name: 'review.nameReaders', personId, subject: 'readers', detail }, (db) => {
          const put = db.prepare('INSERT INTO review_reader (pseudonym, reader_hash, sealed) VALUES (?, ?, ?)');
          for (const [hash, reader] of fresh) {
            const pseudonym = newId();
            put.run(pseudonym, hash, seal(keys.seal, pseudonym, reader));
          }
        });
      }
      return hashes.map((hash) => ReaderPseudonym.parse(find.get(hash)));
    } finally {
      for (const key of Object.values(keys)) key.fill(0);
    }
  }

  /** Own pseudonym of somebody of this station; null: they have none, and so no part in any case. Nothing is made. */
  ofPerson(personId: PersonId): ReaderPseudonym | null {
    const { index } = this.#parts;
    const known = this.#own.get(personId);
    if (known !== undefined) return known;
    if (!hasReviewKey(index)) return null;
    const keys = this.#keys();
    try {
      const hash = hashOf(keys.hash, { kind: 'person', personId });
      const found = index
        .prepare<[string], string>('SELECT pseudonym FROM review_reader WHERE reader_hash = ?')
        .pluck()
        .get(hash);
      const own = found === undefined ? null : ReaderPseudonym.parse(found);
      this.#own.set(personId, own);
      return own;
    } finally {
      for (const key of Object.values(keys)) key.fill(0);
    }
  }

  /** Who they are: for whoever runs the programme. Recorded, with how many were looked up. */
  names(pseudonyms: readonly ReaderPseudonym[]): ReadonlyMap<ReaderPseudonym, ReviewReader> {
    const { index, commands, personId } = this.#parts;
    const rows = index
      .prepare('SELECT pseudonym, sealed FROM review_reader WHERE pseudonym IN (SELECT value FROM json_each(?))')
      .all(JSON.stringify(pseudonyms))
      .map((row) => Row.parse(row));
    const keys = this.#keys();
    try {
      commands.run(
        { name: 'review.openNames', personId, subject: 'readers', detail: { readers: rows.length } },
        () => undefined,
      );
      return new Map(rows.map(({ pseudonym, sealed }) => [pseudonym, open(keys.seal, pseudonym, sealed)]));
    } finally {
      for (const key of Object.values(keys)) key.fill(0);
    }
  }

  #keys(): { readonly hash: Uint8Array; readonly seal: Uint8Array } {
    const key = this.#parts.key();
    try {
      const none = new Uint8Array(0);
      return {
        hash: deriveKey(key, none, 'nightjar/review-reader-hash/1'),
        seal: deriveKey(key, none, 'nightjar/review-reader-seal/1'),
      };
    } finally {
      key.fill(0);
    }
  }
}

function hashOf(key: Uint8Array, reader: ReviewReader): string {
  const text = reader.kind === 'person' ? `person ${reader.personId}` : `other ${reader.site} ${reader.name}`;
  return createHmac('sha256', createSecretKey(key)).update(text, 'utf8').digest('hex');
}

function seal(key: Uint8Array, pseudonym: string, reader: ReviewReader): string {
  return sealText(key, pseudonym, JSON.stringify(reader));
}

function open(key: Uint8Array, pseudonym: string, sealed: string): ReviewReader {
  return ReviewReader.parse(JSON.parse(openText(key, pseudonym, sealed)));
}
