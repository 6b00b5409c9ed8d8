import type { Migration } from '../migrate.ts';

/** Signed profiles of sites, the keys trusted for each, and where each person says to read. */
export const siteProfiles: Migration = {
  version: 60,
  name: 'site-profile',
  sql: `
    -- Every profile that was applied, as its signed file; the highest serial of a site is the one in force.
    CREATE TABLE site_profile (
      site_code TEXT NOT NULL, serial INTEGER NOT NULL,
      file TEXT NOT NULL, hash TEXT NOT NULL, fingerprint TEXT NOT NULL,
      applied_at TEXT NOT NULL, applied_by TEXT NOT NULL,
      PRIMARY KEY (site_code, serial)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE profile_key (
      site_code TEXT NOT NULL, fingerprint TEXT NOT NULL,
      signed_by TEXT NOT NULL, trusted_at TEXT NOT NULL, trusted_by TEXT NOT NULL,
      PRIMARY KEY (site_code, fingerprint)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE reading_place (
      person_id TEXT PRIMARY KEY, jurisdiction TEXT NOT NULL, stated_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
