import { AppError } from '../../../../shared/errors/app-error.ts';
import { addressOf } from '../../../../shared/rules/source-address.ts';
import { Emitter } from '../../../../shared/lib/emitter.ts';
import { SourceId } from '../../../../shared/model/ids.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import { SourceSecrets, SourceSettings } from '../../../../shared/model/source-settings.ts';
import { SecretName } from '../../../../shared/model/transfer.ts';
import type { SourceRow } from '../../../../shared/model/transfer.ts';
import type { Commands } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { managedSources } from './managed-sources.ts';
import type { ProfileWithSources } from './managed-sources.ts';

/** A source with what proves who we are: for whoever opens it, never for a reply. */
export interface StoredSource extends SourceRow {
  readonly proofs: SourceSecrets;
  /** UTC: another value is another way to it. */
  readonly changedAt: string;
}

export interface SourceListOptions {
  readonly db: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  /** Profiles in force; their sources stand in the list as managed. */
  readonly profiles: () => readonly ProfileWithSources[];
}

interface Row {
  readonly source_id: string;
  readonly settings: string;
  readonly secrets: string;
  readonly managed_by: string | null;
  readonly paused: number;
  readonly changed_at: string;
}

/** The sources of a store: rows of the encrypted index, secrets and all. Each change is one audited command. */
export class SourceList {
  readonly onChanged = new Emitter<null>();
  readonly #options: SourceListOptions;
  /** All of them as they are stored now: asked for with every row of the queue. */
  #known: readonly StoredSource[] | null = null;

  constructor(options: SourceListOptions) {
    this.#options = options;
  }

  /** By name, those of profiles among them. */
  list(): readonly SourceRow[] {
    this.adopt();
    return this.all().map(shown);
  }

  /** The same as they are stored, without a look at the profiles. */
  all(): readonly StoredSource[] {
    this.#known ??= this.#options.db.prepare<[], Row>('SELECT * FROM source ORDER BY name_key').all().map(stored);
    return this.#known;
  }

  /** @throws AppError source/unknown */
  get(sourceId: string): StoredSource {
    // Asked for with every chunk that comes.
    const known = this.#known?.find((one) => one.sourceId === sourceId);
    if (known !== undefined) return known;
    const row = this.#options.db.prepare<[string], Row>('SELECT * FROM source WHERE source_id = ?').get(sourceId);
    if (row === undefined) throw unknown();
    return stored(row);
  }

  /** @throws AppError source/unknown */
  named(name: string): StoredSource {
    this.adopt();
    const row = this.#options.db.prepare<[string], Row>('SELECT * FROM source WHERE name_key = ?').get(keyOf(name));
    if (row === undefined) throw unknown();
    return stored(row);
  }

  /** @throws AppError source/name-taken */
  add(settings: SourceSettings, secrets: SourceSecrets): SourceRow {
    this.#requireFree(settings.name, null);
    const sourceId = SourceId.parse(newId());
    const { commands, personId } = this.#options;
    const detail = { kind: settings.kind, secrets: Object.keys(secrets).length };
    commands.run({ name: 'source.add', personId, subject: sourceId, detail }, (db) => {
      this.#insert(db, sourceId, { settings, secrets, managedBy: null });
    });
    return this.#told(sourceId);
  }

  /**
   * @param secrets null: as they are @param keep names of those that stay beside the new ones
   * @throws AppError source/unknown, source/name-taken, source/credentials, profile/managed
   */
  change(
    sourceId: SourceId,
    settings: SourceSettings,
    secrets: SourceSecrets | null,
    keep: readonly SecretName[] = [],
  ): SourceRow {
    const before = this.get(sourceId);
    this.#requireFree(settings.name, sourceId);
    const moved = addressOf(before.settings) !== addressOf(settings);
    if (before.managedBy !== null && (moved || before.settings.name !== settings.name)) throw managed(before.managedBy);
    // A password goes to no other server than the one that it was typed for.
    const kept = secrets === null ? before.secrets : before.secrets.filter((name) => keep.includes(name));
    if (moved && kept.length > 0) {
      throw new AppError('source/credentials', 'the address changed: what proves who we are has to be entered again');
    }
    const { commands, personId, clock } = this.#options;
    const stays = Object.fromEntries(kept.map((name) => [name, before.proofs[name]]));
    const proofs = SourceSecrets.parse({ ...stays, ...secrets });
    const detail = { kind: settings.kind, moved, secrets: secrets === null ? 'kept' : 'set' };
    commands.run({ name: 'source.change', personId, subject: sourceId, detail }, (db) => {
      db.prepare(
        'UPDATE source SET name = ?, name_key = ?, settings = ?, secrets = ?, changed_at = ? WHERE source_id = ?',
      ).run(
        ...[settings.name, keyOf(settings.name), JSON.stringify(settings)],
        ...[JSON.stringify(proofs), after(before.changedAt, clock.nowIso()), sourceId],
      );
    });
    return this.#told(sourceId);
  }

  /**
   * A secret that the source itself renewed (a refresh token that is good once). Not said to the windows: the connection goes on.
   * @throws AppError source/unknown
   */
  renewSecrets(sourceId: SourceId, secrets: SourceSecrets): void {
    const { commands, personId } = this.#options;
    this.get(sourceId);
    commands.run({ name: 'source.renewSecrets', personId, subject: sourceId, detail: {} }, (db) => {
      db.prepare('UPDATE source SET secrets = ? WHERE source_id = ?').run(JSON.stringify(secrets), sourceId);
    });
    this.#known = null;
  }

  /** What came from it stays; what was to be fetched is not any more. @throws AppError source/unknown, profile/managed */
  remove(sourceId: SourceId): void {
    const { managedBy } = this.get(sourceId);
    if (managedBy !== null) throw managed(managedBy);
    const { commands, personId } = this.#options;
    commands.run({ name: 'source.remove', personId, subject: sourceId, detail: {} }, (db) =>
      this.#delete(db, sourceId),
    );
    this.#tell();
  }

  /** @throws AppError source/unknown */
  pause(sourceId: SourceId, paused: boolean): SourceRow {
    this.get(sourceId);
    const { commands, personId } = this.#options;
    commands.run({ name: 'source.pause', personId, subject: sourceId, detail: { paused } }, (db) => {
      db.prepare('UPDATE source SET paused = ? WHERE source_id = ?').run(paused ? 1 : 0, sourceId);
    });
    return this.#told(sourceId);
  }

  /** Brings the list to what the profiles in force say; a name that somebody here gave away stays theirs. */
  adopt(): void {
    const { db, commands, personId } = this.#options;
    const wanted = managedSources(this.#options.profiles());
    const have = db
      .prepare<[], Row>('SELECT * FROM source WHERE managed_by IS NOT NULL')
      .all()
      .map((row) => stored(row));
    const isOf = (one: (typeof wanted)[number], row: StoredSource): boolean =>
      one.managedBy === row.managedBy && keyOf(one.settings.name) === keyOf(row.settings.name);
    const gone = have.filter((row) => !wanted.some((one) => isOf(one, row)));
    const fresh = wanted.filter((one) => !have.some((row) => isOf(one, row)) && this.#isFree(one.settings.name, null));
    const moved = wanted.flatMap((one) => {
      const row = have.find((known) => isOf(one, known));
      return row !== undefined && addressOf(row.settings) !== addressOf(one.settings) ? [{ row, one }] : [];
    });
    if (gone.length + fresh.length + moved.length === 0) return;
    const detail = { added: fresh.length, removed: gone.length, changed: moved.length };
    commands.run({ name: 'source.adopt', personId, subject: 'profile', detail }, (inside) => {
      for (const row of gone) this.#delete(inside, row.sourceId);
      for (const one of fresh) this.#insert(inside, SourceId.parse(newId()), { ...one, secrets: {} });
      const move = inside.prepare('UPDATE source SET settings = ?, secrets = ?, changed_at = ? WHERE source_id = ?');
      for (const { row, one } of moved) {
        const at = after(row.changedAt, this.#options.clock.nowIso());
        move.run(JSON.stringify(one.settings), '{}', at, row.sourceId);
      }
    });
    this.#tell();
  }

  #tell(): void {
    this.#known = null;
    this.onChanged.emit(null);
  }

  #told(sourceId: SourceId): SourceRow {
    this.#tell();
    return shown(this.get(sourceId));
  }

  #insert(
    db: Db,
    sourceId: SourceId,
    own: { readonly settings: SourceSettings; readonly secrets: SourceSecrets; readonly managedBy: string | null },
  ): void {
    const now = this.#options.clock.nowIso();
    db.prepare(
      `INSERT INTO source (source_id, name, name_key, settings, secrets, managed_by, created_at, changed_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      ...[sourceId, own.settings.name, keyOf(own.settings.name), JSON.stringify(own.settings)],
      ...[JSON.stringify(own.secrets), own.managedBy, now, now],
    );
  }

  #delete(db: Db, sourceId: string): void {
    db.prepare('DELETE FROM source WHERE source_id = ?').run(sourceId);
    db.prepare(
      `UPDATE transfer SET state = 'cancelled', not_before = NULL, ended_at = ?
       WHERE source_id = ? AND state IN ('waiting', 'running', 'resting', 'paused')`,
    ).run(this.#options.clock.nowIso(), sourceId);
  }

  #requireFree(name: string, but: string | null): void {
    if (!this.#isFree(name, but)) throw new AppError('source/name-taken', 'a source of this name exists');
  }

  #isFree(name: string, but: string | null): boolean {
    const row = this.#options.db
      .prepare<[string, string], { source_id: string }>(
        'SELECT source_id FROM source WHERE name_key = ? AND source_id <> ?',
      )
      .get(keyOf(name), but ?? '');
    return row === undefined;
  }
}

function shown({ sourceId, settings, secrets, managedBy, paused }: StoredSource): SourceRow {
  return { sourceId, settings, secrets, managedBy, paused };
}

function stored(row: Row): StoredSource {
  const settings = SourceSettings.parse(JSON.parse(row.settings));
  const proofs = SourceSecrets.parse(JSON.parse(row.secrets));
  const secrets = SecretName.options.filter((name) => proofs[name] !== undefined);
  return {
    sourceId: SourceId.parse(row.source_id),
    ...{ settings, secrets, proofs, managedBy: row.managed_by, paused: row.paused === 1, changedAt: row.changed_at },
  };
}

/** Two changes within a millisecond are two. */
function after(before: string, now: string): string {
  return now > before ? now : new Date(Date.parse(before) + 1).toISOString();
}

function keyOf(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}

function unknown(): AppError {
  return new AppError('source/unknown', 'there is no such source');
}

function managed(siteCode: string): AppError {
  return new AppError('profile/managed', 'the profile of a site names this source', {
    context: { setting: 'sources', site: siteCode },
  });
}
