import type { Migration } from '../migrate.ts';

/** Signed orders of sites, and what became of them. */
export const siteOrders: Migration = {
  version: 105,
  name: 'site-order',
  sql: `
    -- Every order that was taken, as its signed file. The highest number of a site says which it takes no more.
    CREATE TABLE site_order (
      site_code TEXT NOT NULL, number INTEGER NOT NULL,
      file TEXT NOT NULL, hash TEXT NOT NULL, kind TEXT NOT NULL,
      -- done, waiting, held, refused
      outcome TEXT NOT NULL, because TEXT,
      taken_at TEXT NOT NULL,
      -- What the windows say of it, as JSON; null once somebody has read it.
      notice TEXT,
      -- Signed by the station; sent_at: the site has this very text.
      confirmation TEXT NOT NULL, sent_at TEXT,
      PRIMARY KEY (site_code, number)
    ) STRICT, WITHOUT ROWID;
  `,
};
