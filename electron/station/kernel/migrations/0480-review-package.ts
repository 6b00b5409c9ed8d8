import type { Migration } from '../migrate.ts';

/** Second readings at other stations: own keys, people there, packages in both directions, and cases that came in one. */
export const reviewPackages: Migration = {
  version: 480,
  name: 'review-package',
  sql: `
    -- Both public parts, hex; sealed: the seed of both, for the passphrase of its person.
    CREATE TABLE review_person_key (
      key_id TEXT PRIMARY KEY, person_id TEXT NOT NULL,
      exchange_key TEXT NOT NULL, signing_key TEXT NOT NULL,
      sealed TEXT NOT NULL, made_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Whom a person trusts. Their pseudonym is not here: review_reader has it, sealed.
    CREATE TABLE review_peer (
      peer_id TEXT PRIMARY KEY, person_id TEXT NOT NULL,
      name TEXT NOT NULL, site TEXT NOT NULL,
      exchange_key TEXT NOT NULL, signing_key TEXT NOT NULL,
      enrolled_at TEXT NOT NULL, expires_at TEXT NOT NULL, revoked_at TEXT
    ) STRICT, WITHOUT ROWID;

    -- way: in, out. A package that came in is taken once.
    CREATE TABLE review_package (
      package_id TEXT PRIMARY KEY, way TEXT NOT NULL, kind TEXT NOT NULL,
      peer_id TEXT NOT NULL, person_id TEXT NOT NULL, programme_id TEXT NOT NULL,
      at TEXT NOT NULL, expires_at TEXT NOT NULL, cases INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- At the coordinator's station: what of a case went out. step: case, reveal.
    CREATE TABLE review_sent (
      review_id TEXT NOT NULL, role TEXT NOT NULL, step TEXT NOT NULL,
      peer_id TEXT NOT NULL, package_id TEXT NOT NULL,
      PRIMARY KEY (review_id, role, step)
    ) STRICT, WITHOUT ROWID;

    -- At the reviewer's station: cases that came in packages. answered: own moves that went out.
    CREATE TABLE review_taken (
      review_id TEXT PRIMARY KEY,
      peer_id TEXT NOT NULL, person_id TEXT NOT NULL,
      role TEXT NOT NULL, reader TEXT NOT NULL, programme_id TEXT NOT NULL,
      package_id TEXT NOT NULL, order_facts TEXT NOT NULL,
      taken_at TEXT NOT NULL, answered INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;
  `,
};
