import type { Migration } from '../migrate.ts';

/** What sites want to be imaged and read, and what they said of patients. */
export const imagingOrders: Migration = {
  version: 150,
  name: 'imaging-order',
  sql: `
    CREATE TABLE imaging_order (
      order_id TEXT PRIMARY KEY,
      -- Name of the store's site whose numbers it bears.
      site TEXT NOT NULL,
      placer TEXT, filler TEXT,
      -- ImagingOrder, JSON. disputed: a patient that a later message named in place of the order's; never taken over.
      content TEXT NOT NULL, disputed TEXT,
      status TEXT NOT NULL,
      -- 0 stat, 1 urgent, 2 routine.
      rank INTEGER NOT NULL,
      -- As ADT messages name the patient.
      patient_issuer TEXT NOT NULL, patient_id TEXT,
      -- Time of the newest message about it: an older one changes nothing that this one said.
      said_at TEXT NOT NULL,
      scheduled_at TEXT,
      received_at TEXT NOT NULL, changes INTEGER NOT NULL DEFAULT 0,
      -- A study of it is stored.
      here INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX imaging_order_by_placer ON imaging_order (site, placer) WHERE placer IS NOT NULL;
    CREATE INDEX imaging_order_by_filler ON imaging_order (site, filler);
    CREATE INDEX imaging_order_by_patient ON imaging_order (site, patient_issuer, patient_id);
    CREATE INDEX imaging_order_waiting ON imaging_order (rank, received_at DESC) WHERE here = 0;
    CREATE INDEX imaging_order_newest ON imaging_order (received_at);

    -- The studies of an order: by accession number, which is the site's, and by study UID. Several of each.
    CREATE TABLE imaging_order_number (
      -- 'accession' or 'study'.
      kind TEXT NOT NULL, number TEXT NOT NULL,
      order_id TEXT NOT NULL REFERENCES imaging_order ON DELETE CASCADE,
      PRIMARY KEY (kind, number, order_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX imaging_order_number_by_order ON imaging_order_number (order_id);

    -- Messages that were taken: the same one again is answered as the first time and changes nothing.
    CREATE TABLE imaging_message (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      feed TEXT NOT NULL, control_id TEXT NOT NULL,
      -- Of its content: some senders use a control id again for another message.
      hash TEXT NOT NULL,
      received_at TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX imaging_message_by_id ON imaging_message (feed, control_id, hash);

    -- The site said that one id took the place of another.
    CREATE TABLE patient_merge (
      site TEXT NOT NULL, issuer TEXT NOT NULL, former_id TEXT NOT NULL, patient_id TEXT NOT NULL,
      said_at TEXT NOT NULL,
      PRIMARY KEY (site, issuer, former_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER imaging_order_arrived AFTER INSERT ON study BEGIN
      UPDATE imaging_order SET here = 1
      WHERE here = 0 AND lower(site) = (SELECT lower(name) FROM site WHERE site_id = new.site_id)
        AND order_id IN (
          SELECT order_id FROM imaging_order_number WHERE kind = 'accession' AND number = new.accession
          UNION ALL SELECT order_id FROM imaging_order_number WHERE kind = 'study' AND number = new.study_uid);
    END;

    -- Who erases a study erases its orders, which name the same patient; an order that has another study here stays.
    CREATE TRIGGER imaging_order_forgotten AFTER DELETE ON study BEGIN
      DELETE FROM imaging_order
      WHERE lower(site) = (SELECT lower(name) FROM site WHERE site_id = old.site_id)
        AND order_id IN (
          SELECT order_id FROM imaging_order_number WHERE kind = 'accession' AND number = old.accession
          UNION ALL SELECT order_id FROM imaging_order_number WHERE kind = 'study' AND number = old.study_uid)
        AND NOT EXISTS (
          SELECT 1 FROM imaging_order_number AS other CROSS JOIN study
          WHERE other.order_id = imaging_order.order_id AND other.kind = 'accession'
            AND study.accession = other.number AND study.site_id = old.site_id)
        AND NOT EXISTS (
          SELECT 1 FROM imaging_order_number AS other CROSS JOIN study
          WHERE other.order_id = imaging_order.order_id AND other.kind = 'study' AND study.study_uid = other.number);
    END;
  `,
};
