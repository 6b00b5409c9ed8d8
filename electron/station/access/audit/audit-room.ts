import { hostname } from 'node:os';
import { PROGRAM_VERSION } from '../../../../shared/audit/program.ts';
import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { ParsedRequest, Response } from '../../../../shared/contract/index.ts';
import type { ReportId } from '../../../../shared/model/ids.ts';
import type { AuditDetail, AuditVerdict } from '../../kernel/audit.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import type { OpenStore } from '../open-store.ts';
import { BreakGlass } from './break-glass.ts';
import { makeBundle } from './bundle.ts';
import type { MadeBundle } from './bundle.ts';
import { Destinations } from './destination.ts';
import { exportTrail } from './export-trail.ts';
import type { ExportedTrail, TrailFormat } from './export-trail.ts';
import type { AuditSource } from './facts.ts';
import type { ProgramLife } from './program-life.ts';
import { CommandLineReads } from './command-line-reads.ts';
import { Recorder } from './recorder.ts';
import { Searches } from './searches.ts';
import { searchTrail } from './search.ts';
import { Seals } from './seals.ts';
import { Spool } from './spool.ts';
import { StationKey } from './station-key.ts';
import { verifyTrail } from './verify.ts';

/** How often it is asked whether a day has ended. */
const SEAL_LOOK_MS = 10 * 60_000;

export interface AuditRoomOptions {
  readonly store: OpenStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly life: ProgramLife;
  /** @throws AppError report/tampered and the like for a report that is not what was signed */
  readonly requireIntact: (reportId: ReportId) => Promise<void>;
}

/** The audit trail of an open store: what is read from it, proved with it and sent from it. */
export class AuditRoom {
  readonly recorder: Recorder;
  readonly searches: Searches;
  readonly commandLine: CommandLineReads;
  readonly key: StationKey;
  readonly seals: Seals;
  readonly destinations: Destinations;
  readonly spool: Spool;
  readonly breakGlass: BreakGlass;
  readonly #options: AuditRoomOptions;
  #timer: NodeJS.Timeout | null = null;
  #sealing: Promise<void> = Promise.resolve();

  constructor(options: AuditRoomOptions) {
    const { store, clock, log } = options;
    const { index, commands, personId, ring } = store;
    this.#options = options;
    const parts = { index, commands, personId, clock };
    this.recorder = new Recorder({ commands, personId, clock, log });
    this.key = new StationKey({ ...parts, ring });
    this.commandLine = new CommandLineReads(index, this.recorder);
    this.searches = new Searches({
      clock,
      log,
      sign: (text) => this.key.sign(text),
      write: (detail) => this.recorder.searched(detail),
    });
    this.seals = new Seals({ ...parts, key: this.key });
    this.destinations = new Destinations(parts);
    this.breakGlass = new BreakGlass(parts);
    this.spool = new Spool({
      index,
      destinations: this.destinations,
      source: () => this.source(),
      processId: String(process.pid),
      log,
    });
  }

  /** Records the start of the program, seals the days that have ended, and begins to send. */
  start(): void {
    const { life, log } = this.#options;
    try {
      life.once(() => this.#record('station.start', { startedAt: life.startedAt, version: PROGRAM_VERSION }));
    } catch (error) {
      // A disk that takes nothing: the alarm of the store says so, and reading goes on.
      log.warn('audit.start-unrecorded', { code: asAppError(error).code });
    }
    this.#sealIfDue();
    this.#timer = setInterval(() => this.#sealIfDue(), SEAL_LOOK_MS).unref();
    this.spool.start();
  }

  /** The program ends with this store open. */
  stopping(): void {
    try {
      this.#record('station.stop', { startedAt: this.#options.life.startedAt });
    } catch (error) {
      this.#options.log.warn('audit.stop-unrecorded', { code: asAppError(error).code });
    }
  }

  /** The reader has locked the store, or it closes: what they looked for last is meant, and an emergency is over. */
  async leaveDesk(): Promise<void> {
    try {
      this.breakGlass.endAll();
    } catch (error) {
      this.#options.log.warn('audit.end-unrecorded', { code: asAppError(error).code });
    }
    await this.searches.settle();
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    await this.leaveDesk();
    await Promise.all([this.spool.close(), this.#sealing]);
  }

  /** What stands for this station in messages. */
  source(): AuditSource {
    return { stationId: this.key.current().keyId, host: hostname(), version: PROGRAM_VERSION };
  }

  search({ filter, before, limit }: ParsedRequest<'audit.search'>): Response<'audit.search'> {
    // Turning the page is not another search.
    if (before === null) {
      const { personId, command, subject, from, to } = filter;
      this.#record('audit.read', { person: personId, command, about: subject, from, to }, 'trail');
    }
    return searchTrail(this.#options.store.index, { filter, before, limit });
  }

  /** What it found is in the trail too. */
  async verify(): Promise<AuditVerdict> {
    const { index, ledger } = this.#options.store;
    const verdict = await verifyTrail(index, ledger);
    this.#record('audit.verify', { ...verdict }, 'trail');
    return verdict;
  }

  exportTrail(request: {
    readonly file: string;
    readonly format: TrailFormat;
    readonly replace: boolean;
  }): Promise<ExportedTrail> {
    const { index, commands, personId, dir: storeDir } = this.#options.store;
    const { seals, key } = this;
    return exportTrail({ index, commands, personId, storeDir, seals, key, source: () => this.source() }, request);
  }

  bundle(request: {
    readonly reportId: ReportId;
    readonly file: string;
    readonly replace: boolean;
  }): Promise<MadeBundle> {
    const { store, clock, requireIntact } = this.#options;
    const { index, journal, blobs, commands, personId, dir: storeDir } = store;
    const { seals, key } = this;
    return makeBundle(
      { index, journal, blobs, commands, clock, personId, storeDir, seals, key, requireIntact },
      request,
    );
  }

  #sealIfDue(): void {
    this.#sealing = this.#sealing
      .then(() => this.seals.sealIfDue())
      .then(
        () => undefined,
        (error: unknown) => this.#options.log.warn('audit.not-sealed', { code: asAppError(error).code }),
      );
  }

  #record(name: string, detail: AuditDetail, subject = 'program'): void {
    const { commands, personId } = this.#options.store;
    commands.run({ name, personId, subject, detail }, () => undefined);
  }
}
