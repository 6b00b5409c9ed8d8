import { AppError } from '../../../../shared/errors/app-error.ts';
import { Emitter } from '../../../../shared/lib/emitter.ts';
import { DestinationSecrets, DestinationSettings } from '../../../../shared/model/destination.ts';
import type { Destination } from '../../../../shared/model/destination.ts';
import { DestinationId } from '../../../../shared/model/ids.ts';
import type { PersonId, StudyId } from '../../../../shared/model/ids.ts';
import { destinationAddress } from '../../../../shared/rules/source-address.ts';
import type { Commands } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';

/** A destination with what proves who we are: for whoever opens it, never for a reply. */
export interface StoredDestination extends Destination {
  readonly proofs: DestinationSecrets;
  /** UTC: another value is another way to it. */
  readonly changedAt: string;
}

export interface NewDestination {
  readonly name: string;
  /** As the store names it. */
  readonly site: string;
  readonly settings: DestinationSettings;
  readonly secrets: DestinationSecrets;
}

export interface DestinationChange extends Pick<NewDestination, 'name' | 'settings'> {
  readonly secrets: DestinationSecrets | null;
  readonly keep?: readonly (keyof DestinationSecrets)[];
}

export interface DestinationsOptions {
  readonly db: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
}

interface Row {
  readonly destination_id: string;
  readonly name: string;
  readonly site: string;
  readonly settings: string;
  readonly secrets: string;
  readonly changed_at: string;
}

const SELECT = `SELECT outbox_destination.*, site.name AS site FROM outbox_destination JOIN site USING (site_id)`;

/** Where the results of each site go: rows of the encrypted index, secrets and all. Each change is one audited command. */
export class Destinations {
  readonly onChanged = new Emitter<null>();
  readonly #options: DestinationsOptions;

  constructor(options: DestinationsOptions) {
    this.#options = options;
  }

  /** By name. */
  list(): readonly Destination[] {
    return this.all().map((one) => shownDestination(one));
  }

  all(): readonly StoredDestination[] {
    return this.#options.db
      .prepare<[], Row>(`${SELECT} WHERE removed_at IS NULL ORDER BY name_key`)
      .all()
      .map((row) => stored(row));
  }

  /** Where results of a study go. */
  ofStudy(db: Db, studyId: StudyId): readonly StoredDestination[] {
    return db
      .prepare<[string], Row>(
        `${SELECT} WHERE removed_at IS NULL AND lower(site.name) =
           (SELECT lower(own.name) FROM study JOIN site AS own USING (site_id) WHERE study_id = ?) ORDER BY name_key`,
      )
      .all(studyId)
      .map((row) => stored(row))
      .filter(({ settings }) => settings.kind !== 'context');
  }

  /** Programs of this computer that hear what becomes of a study's case. */
  contextsOf(db: Db, studyId: StudyId): readonly StoredDestination[] {
    const site = db
      .prepare<[string], string>('SELECT lower(site.name) FROM study JOIN site USING (site_id) WHERE study_id = ?')
      .pluck()
      .get(studyId);
    return this.all().filter((one) => one.settings.kind === 'context' && one.site.toLowerCase() === site);
  }

  /** @throws AppError outbox/unknown-destination */
  get(destinationId: string): StoredDestination {
    const row = this.#options.db
      .prepare<[string], Row>(`${SELECT} WHERE destination_id = ? AND removed_at IS NULL`)
      .get(destinationId);
    if (row === undefined) throw new AppError('outbox/unknown-destination', 'there is no such destination');
    return stored(row);
  }

  /** @throws AppError outbox/destination-taken, request/bad where the store knows no such site */
  add({ name, site, settings, secrets }: NewDestination): Destination {
    this.#requireFree(name, null);
    const destinationId = DestinationId.parse(newId());
    const siteId = this.#siteId(site);
    const { commands, personId, clock } = this.#options;
    const detail = { kind: settings.kind, secrets: Object.keys(secrets).length };
    commands.run({ name: 'destination.add', personId, subject: destinationId, detail }, (db) => {
      const now = clock.nowIso();
      db.prepare(
        `INSERT INTO outbox_destination (destination_id, name, name_key, site_id, settings, secrets, created_at, changed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(...[destinationId, name, keyOf(name), siteId, JSON.stringify(settings), JSON.stringify(secrets), now, now]);
    });
    return this.#told(destinationId);
  }

  /**
   * The site stays: what waits there is that site's.
   * @param change secrets null: as they are; keep: names of those that stay beside the new ones
   * @throws AppError outbox/unknown-destination, outbox/destination-taken, source/credentials
   */
  change(destinationId: DestinationId, { name, settings, secrets, keep = [] }: DestinationChange): Destination {
    const before = this.get(destinationId);
    this.#requireFree(name, destinationId);
    const moved = destinationAddress(before.settings) !== destinationAddress(settings);
    const kept = secrets === null ? before.secrets : before.secrets.filter((one) => keep.includes(one));
    // A password goes to no other server than the one that it was typed for.
    if (moved && kept.length > 0) {
      throw new AppError('source/credentials', 'the address changed: what proves who we are has to be entered again');
    }
    // What a receiver took and did not answer can be asked for only there.
    if (moved && before.settings.kind !== settings.kind && this.#hasOpen(destinationId)) {
      throw new AppError('outbox/destination-in-use', 'something still waits to go there');
    }
    const stays = Object.fromEntries(kept.map((one) => [one, before.proofs[one]]));
    const proofs = DestinationSecrets.parse({ ...stays, ...secrets });
    const { commands, personId, clock } = this.#options;
    const detail = { kind: settings.kind, moved, secrets: secrets === null ? 'kept' : 'set' };
    commands.run({ name: 'destination.change', personId, subject: destinationId, detail }, (db) => {
      db.prepare(
        `UPDATE outbox_destination SET name = ?, name_key = ?, settings = ?, secrets = ?, changed_at = ?
         WHERE destination_id = ?`,
      ).run(...[name, keyOf(name), JSON.stringify(settings), JSON.stringify(proofs), clock.nowIso()], destinationId);
    });
    return this.#told(destinationId);
  }

  /** What went there is still told; its secrets go. @throws AppError outbox/unknown-destination, outbox/destination-in-use */
  remove(destinationId: DestinationId): void {
    this.get(destinationId);
    if (this.#hasOpen(destinationId)) {
      throw new AppError('outbox/destination-in-use', 'something still waits to go there');
    }
    const { commands, personId, clock } = this.#options;
    commands.run({ name: 'destination.remove', personId, subject: destinationId, detail: {} }, (db) => {
      db.prepare("UPDATE outbox_destination SET removed_at = ?, secrets = '{}' WHERE destination_id = ?").run(
        clock.nowIso(),
        destinationId,
      );
    });
    this.onChanged.emit(null);
  }

  #told(destinationId: DestinationId): Destination {
    this.onChanged.emit(null);
    return shownDestination(this.get(destinationId));
  }

  #hasOpen(destinationId: DestinationId): boolean {
    return (
      this.#options.db
        .prepare("SELECT 1 FROM outbox WHERE destination_id = ? AND state NOT IN ('delivered', 'dropped') LIMIT 1")
        .get(destinationId) !== undefined
    );
  }

  #siteId(site: string): string {
    const found = this.#options.db
      .prepare<[string], string>('SELECT site_id FROM site WHERE lower(name) = lower(?) ORDER BY site_id')
      .pluck()
      .get(site);
    if (found === undefined) throw new AppError('request/bad', 'the store has no study of such a site');
    return found;
  }

  #requireFree(name: string, but: string | null): void {
    const taken = this.#options.db
      .prepare('SELECT 1 FROM outbox_destination WHERE name_key = ? AND destination_id <> ? AND removed_at IS NULL')
      .get(keyOf(name), but ?? '');
    if (taken !== undefined) throw new AppError('outbox/destination-taken', 'a destination of this name exists');
  }
}

/** Without what nobody may see. */
export function shownDestination(one: StoredDestination): Destination {
  const { destinationId, name, site, settings, secrets } = one;
  return { destinationId, name, site, settings, secrets };
}

function stored(row: Row): StoredDestination {
  const proofs = DestinationSecrets.parse(JSON.parse(row.secrets));
  const secrets = (['password', 'token', 'certificate'] as const).filter((name) => proofs[name] !== undefined);
  return {
    ...{ destinationId: DestinationId.parse(row.destination_id), name: row.name, site: row.site },
    ...{ settings: DestinationSettings.parse(JSON.parse(row.settings)), secrets, proofs, changedAt: row.changed_at },
  };
}

function keyOf(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}
