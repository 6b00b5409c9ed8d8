import { z } from 'zod';
import { DEFAULT_PREFETCH, PrefetchPin, PrefetchSettings } from '../../../../shared/model/prefetch.ts';
import type { LineRate } from '../../../../shared/prefetch/line-rate.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { KnownPrior } from './known-prior.ts';

const SETTINGS = 'prefetch-settings';
const RATES = 'prefetch-rates';

const Rates = z.record(
  z.string(),
  z.strictObject({ mean: z.number(), deviation: z.number(), samples: z.number().int() }),
);

export interface PrefetchMemoryOptions {
  readonly db: Db;
  readonly commands: Pick<Commands, 'run' | 'runInBackground'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  /** Somebody says that they read a study, or does not any more: inside the transaction of that. */
  readonly onClaimed?: (db: Db, studyUid: string, claimed: boolean, at: string) => void;
}

/** A patient at a source, as the source knows them. */
export interface AskedPatient {
  readonly sourceId: string;
  readonly issuer: string;
  readonly patientId: string;
}

/** What the plan remembers: settings, pins, rates of lines, and what sources said of patients. Each change is audited. */
export class PrefetchMemory {
  readonly #options: PrefetchMemoryOptions;

  constructor(options: PrefetchMemoryOptions) {
    this.#options = options;
  }

  settings(): PrefetchSettings {
    return prefetchSettings(this.#options.db);
  }

  change(settings: PrefetchSettings): PrefetchSettings {
    if (JSON.stringify(settings) === JSON.stringify(this.settings())) return settings;
    const { on, metered, quotaBytes } = settings;
    const { commands, personId } = this.#options;
    const command = { name: 'prefetch.change', personId, subject: 'settings', detail: { on, metered, quotaBytes } };
    commands.run(command, (db) => setMeta(db, SETTINGS, settings));
    return settings;
  }

  pins(): ReadonlyMap<string, PrefetchPin> {
    const rows = this.#options.db
      .prepare<[], { study_uid: string; pin: string }>('SELECT study_uid, pin FROM prefetch_pin')
      .all();
    return new Map(rows.map((row) => [row.study_uid, PrefetchPin.parse(row.pin)]));
  }

  /** The same with whether whoever is at work did it. */
  kept(): ReadonlyMap<string, { readonly pin: PrefetchPin; readonly mine: boolean }> {
    const { db, personId } = this.#options;
    const rows = db
      .prepare<[], { study_uid: string; pin: string; by_person: string }>(
        'SELECT study_uid, pin, by_person FROM prefetch_pin',
      )
      .all();
    return new Map(
      rows.map((row) => [row.study_uid, { pin: PrefetchPin.parse(row.pin), mine: row.by_person === personId }]),
    );
  }

  pin(studyUid: string, pin: PrefetchPin | null): void {
    const { clock, commands, personId, onClaimed } = this.#options;
    const at = clock.nowIso();
    const was = this.kept().get(studyUid)?.pin === 'claimed';
    commands.run({ name: 'prefetch.pin', personId, subject: studyUid, detail: { pin: pin ?? 'none' } }, (db) => {
      if (was !== (pin === 'claimed')) onClaimed?.(db, studyUid, pin === 'claimed', at);
      if (pin === null) db.prepare('DELETE FROM prefetch_pin WHERE study_uid = ?').run(studyUid);
      else {
        db.prepare('INSERT OR REPLACE INTO prefetch_pin VALUES (?, ?, ?, ?)').run(studyUid, pin, at, personId);
      }
    });
  }

  rates(): Readonly<Record<string, LineRate>> {
    return lineRates(this.#options.db);
  }

  async saveRate(sourceId: string, rate: LineRate): Promise<void> {
    const { commands, personId } = this.#options;
    const detail = { bytesPerSecond: Math.round(rate.mean), samples: rate.samples };
    await commands.runInBackground({ name: 'prefetch.rate', personId, subject: sourceId, detail }, (db) =>
      setMeta(db, RATES, { ...this.rates(), [sourceId]: rate }),
    );
  }

  /** Null: that source was never asked. */
  found({
    sourceId,
    issuer,
    patientId,
  }: AskedPatient): { readonly found: readonly KnownPrior[]; readonly askedAt: string } | null {
    const row = this.#options.db
      .prepare<[string, string, string], { found: string; asked_at: string }>(
        'SELECT found, asked_at FROM found_prior WHERE source_id = ? AND issuer = ? AND patient_id = ?',
      )
      .get(sourceId, issuer, patientId);
    return row === undefined
      ? null
      : { found: z.array(KnownPrior).parse(JSON.parse(row.found)), askedAt: row.asked_at };
  }

  async saveFound({ sourceId, issuer, patientId }: AskedPatient, found: readonly KnownPrior[]): Promise<void> {
    const { commands, personId, clock } = this.#options;
    const command = { name: 'prefetch.look', personId, subject: sourceId, detail: { found: found.length } };
    await commands.runInBackground(command, (db) => {
      db.prepare('INSERT OR REPLACE INTO found_prior VALUES (?, ?, ?, ?, ?)').run(
        ...[sourceId, issuer, patientId, JSON.stringify(found), clock.nowIso()],
      );
    });
  }
}

/** How fast sources delivered, as a store has measured it. */
export function lineRates(db: Db): Readonly<Record<string, LineRate>> {
  return Rates.parse(readMeta(db, RATES) ?? {});
}

/** How much is fetched ahead, as a store has it. */
export function prefetchSettings(db: Db): PrefetchSettings {
  return PrefetchSettings.parse(readMeta(db, SETTINGS) ?? DEFAULT_PREFETCH);
}

function readMeta(db: Db, key: string): unknown {
  const text = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(key);
  return text === undefined ? null : JSON.parse(text);
}

function setMeta(db: Db, key: string, value: unknown): void {
  db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(key, JSON.stringify(value));
}
