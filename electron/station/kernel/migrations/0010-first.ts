import type { Migration } from '../migrate.ts';

/** The index of the store. Everything here can be rebuilt from key ring, blobs and journal, but for audit and jobs. */
export const first: Migration = {
  version: 10,
  name: 'first',
  sql: `
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE person (
      person_id TEXT PRIMARY KEY, name TEXT NOT NULL, roles TEXT NOT NULL, created_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE site (
      site_id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Identity is (issuer, patient id) checked by name and birth date: another name or birth date is another row.
    CREATE TABLE patient (
      patient_key TEXT PRIMARY KEY,
      issuer TEXT NOT NULL,
      patient_id TEXT,
      name_alphabetic TEXT NOT NULL, name_ideographic TEXT NOT NULL, name_phonetic TEXT NOT NULL,
      name_search TEXT NOT NULL,
      birth_date TEXT, sex TEXT,
      identity_conflict INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX patient_by_id ON patient (issuer, patient_id);

    CREATE TABLE study (
      study_id TEXT PRIMARY KEY,
      patient_key TEXT NOT NULL REFERENCES patient,
      site_id TEXT NOT NULL REFERENCES site,
      study_key_id TEXT NOT NULL,
      -- Null in files that have none; such a study is one folder, named by folder_mark.
      study_uid TEXT, folder_mark TEXT,
      study_date TEXT, study_time TEXT, patient_age TEXT,
      accession TEXT, description TEXT, referring TEXT, institution TEXT,
      reason TEXT, priority TEXT,
      expected INTEGER,
      arrived_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX study_by_uid ON study (study_uid);
    CREATE INDEX study_by_patient ON study (patient_key, study_date);
    CREATE INDEX study_by_arrival ON study (arrived_at);
    CREATE INDEX study_by_accession ON study (accession);

    CREATE TABLE series (
      series_id TEXT PRIMARY KEY,
      study_id TEXT NOT NULL REFERENCES study,
      series_uid TEXT NOT NULL,
      modality TEXT, number INTEGER, description TEXT, body_part TEXT, laterality TEXT, protocol TEXT,
      frame_of_reference TEXT, series_date TEXT, series_time TEXT,
      expected INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX series_by_uid ON series (study_id, series_uid);
    CREATE INDEX series_by_bare_uid ON series (series_uid);

    CREATE TABLE object (
      object_id TEXT PRIMARY KEY,
      series_id TEXT NOT NULL REFERENCES series,
      sop_uid TEXT, sop_class TEXT, transfer_syntax TEXT NOT NULL,
      instance_number INTEGER,
      frames INTEGER NOT NULL,
      sort_key REAL,
      bytes INTEGER NOT NULL,
      -- Of the file as it came, hex.
      sha256 TEXT NOT NULL,
      -- Of the data set without group 2, and without pixel data and transfer-syntax dependent attributes.
      dataset_sha256 TEXT NOT NULL, header_sha256 TEXT NOT NULL,
      -- same-data-set never gets a row. null, 're-encoded', 'changed-header' or 'conflict'.
      duplicate TEXT,
      -- Of an object whose SOP UID was seen before: the first one.
      duplicate_of TEXT REFERENCES object,
      duplicate_detail TEXT,
      preamble_flag INTEGER NOT NULL DEFAULT 0,
      blob_id TEXT NOT NULL UNIQUE,
      -- ImageInfo without objectId and conflict, JSON.
      image TEXT NOT NULL,
      quarantined TEXT,
      arrived_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX object_by_series ON object (series_id, sort_key);
    CREATE INDEX object_by_sop ON object (sop_uid);
    CREATE INDEX object_by_sha ON object (sha256);

    CREATE TABLE report (
      report_id TEXT PRIMARY KEY,
      study_id TEXT NOT NULL REFERENCES study,
      template_id TEXT NOT NULL, template_name TEXT NOT NULL,
      state TEXT NOT NULL,
      predecessor TEXT REFERENCES report,
      author TEXT NOT NULL REFERENCES person,
      created_at TEXT NOT NULL,
      -- Null until signed; then the frozen content and facts as canonical JSON.
      signed TEXT, signed_hash TEXT, signed_at TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX report_by_study ON report (study_id, created_at);

    -- Outputs of a signed report, each an encrypted blob.
    CREATE TABLE report_output (
      report_id TEXT NOT NULL REFERENCES report,
      format TEXT NOT NULL,
      blob_id TEXT NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, sop_uid TEXT, created_at TEXT NOT NULL,
      PRIMARY KEY (report_id, format)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE job (
      job_id TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      payload TEXT NOT NULL,
      state TEXT NOT NULL,
      priority INTEGER NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      max_attempts INTEGER NOT NULL,
      not_before TEXT,
      lease_until TEXT,
      progress TEXT,
      result TEXT,
      error TEXT,
      created_by TEXT NOT NULL,
      created_at TEXT NOT NULL,
      updated_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX job_by_state ON job (state, priority, created_at);

    -- Append-only; each row holds the SHA-256 of the one before it.
    CREATE TABLE audit (
      seq INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      person_id TEXT NOT NULL,
      command TEXT NOT NULL,
      subject TEXT NOT NULL,
      detail TEXT NOT NULL,
      previous TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
    CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
  `,
};
