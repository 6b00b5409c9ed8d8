import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { ReaderPseudonym } from '../../../../shared/model/ids.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import { RegistryNumber } from '../../../../shared/model/review/registry.ts';
import type { Commands } from '../../kernel/command.ts';
import { deriveKey } from '../../kernel/sealed-key.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { openText, sealText } from '../seal.ts';

export interface PhysicianNumbersParts {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly personId: PersonId;
  /** Of peer review, 32 bytes; a copy that is zeroed here. */
  readonly key: () => Uint8Array;
}

const Row = z.object({ pseudonym: ReaderPseudonym, sealed: z.string() });

/** Numbers of physicians at the registry, sealed beside their pseudonyms: the key is in the key ring, not in the table. */
export class PhysicianNumbers {
  readonly #parts: PhysicianNumbersParts;

  constructor(parts: PhysicianNumbersParts) {
    this.#parts = parts;
  }

  all(): ReadonlyMap<ReaderPseudonym, string> {
    const rows = this.#parts.index
      .prepare('SELECT pseudonym, sealed FROM review_number')
      .all()
      .map((row) => Row.parse(row));
    if (rows.length === 0) return new Map();
    return this.#sealing(
      (key) =>
        new Map(
          rows.map(({ pseudonym, sealed }) => [pseudonym, RegistryNumber.parse(openText(key, pseudonym, sealed))]),
        ),
    );
  }

  /** @param number null: takes it away. @throws AppError review/no-such-reader */
  set(reader: ReaderPseudonym, number: string | null): void {
    const { index, commands, personId } = this.#parts;
    const known = index.prepare('SELECT 1 FROM review_reader WHERE pseudonym = ?').get(reader);
    if (known === undefined) throw new AppError('review/no-such-reader', 'nobody has this pseudonym');
    const sealed = number === null ? null : this.#sealing((key) => sealText(key, reader, RegistryNumber.parse(number)));
    const detail = { given: sealed !== null };
    commands.run({ name: 'review.setNumber', personId, subject: reader, detail }, (db) => {
      if (sealed === null) db.prepare('DELETE FROM review_number WHERE pseudonym = ?').run(reader);
      else db.prepare('INSERT OR REPLACE INTO review_number (pseudonym, sealed) VALUES (?, ?)').run(reader, sealed);
    });
  }

  #sealing<T>(work: (key: Uint8Array) => T): T {
    const whole = this.#parts.key();
    const key = deriveKey(whole, new Uint8Array(0), 'nightjar/review-number-seal/1');
    whole.fill(0);
    try {
      return work(key);
    } finally {
      key.fill(0);
    }
  }
}
