import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { newId } from '../../../../electron/station/kernel/ids.ts';
import { NO_FAULTS } from '../../../../electron/station/kernel/fault-points.ts';
import type { Db } from '../../../../electron/station/kernel/sqlite.ts';
import type { Connector, OutgoingContent, SendAnswer } from '../../../../electron/station/transfer/outbox/connector.ts';
import { Outbox } from '../../../../electron/station/transfer/outbox/outbox.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { DestinationSettings, takesOnce } from '../../../../shared/model/destination.ts';
import { PersonId, ReportId, StudyId } from '../../../../shared/model/ids.ts';
import { isOpen } from '../../../../shared/model/outbox.ts';
import type { Outgoing } from '../../../../shared/model/outbox.ts';
import type { SignedState } from '../../../../shared/report/state-machine.ts';

/**
 * How a receiver and its line behave. taken: takes it and says so. deaf: takes it, and the answer is lost. lost: bytes went, and none
 * arrived. dies: takes it, and our program ends before the answer.
 */
export const BEHAVIOURS = ['taken', 'taken', 'refused', 'later', 'no-line', 'deaf', 'lost', 'dies'] as const;
type Behaviour = (typeof BEHAVIOURS)[number];

export type Act =
  | { readonly kind: 'sign'; readonly study: number; readonly as: 'final' | 'preliminary' }
  | { readonly kind: 'follow'; readonly study: number }
  | { readonly kind: 'behave'; readonly at: number; readonly as: Behaviour }
  | { readonly kind: 'flush' }
  | { readonly kind: 'wait'; readonly minutes: number }
  | { readonly kind: 'kill' }
  | { readonly kind: 'site'; readonly says: 'same' | 'changed' | 'nothing' }
  | {
      readonly kind: 'person';
      readonly row: number;
      readonly does: 'retry' | 'drop' | 'release' | 'there' | 'not-there';
    };

/** One that cannot be asked and may take a message twice, one that takes it once, and an archive that can be asked. */
const RECEIVERS = [
  { name: 'RIS', settings: { kind: 'hl7', host: '127.0.0.1', port: 1, tls: false } },
  { name: 'ONCE', settings: { kind: 'hl7', host: '127.0.0.1', port: 2, tls: false, honoursControlId: true } },
  { name: 'PACS', settings: { kind: 'dicom', source: 'PACS' } },
] as const;

interface Signed {
  readonly reportId: ReportId;
  readonly state: SignedState;
}

/** Writes nothing down of what it sees but in a real index. */
const SITE = 'St. Anna';
const SOON_MS = 1500;

/**
 * An outbox on the tables of a real index, with three receivers that are models. No stand-in for a network: what is proved is what is
 * given to whom, when, how often and what is said of it, whatever comes back; real receivers are in the tests beside this one.
 */
export class World {
  readonly #db: Db;
  readonly #studies: readonly StudyId[];
  readonly #lines: Signed[][] = [[], [], []];
  readonly #behaviours: Behaviour[] = ['taken', 'taken', 'taken'];
  /** By the name of the receiver: keys, in the order in which they came. */
  readonly #got = new Map<string, string[]>(RECEIVERS.map(({ name }) => [name, []]));
  /** Rows of which a person said where they are: their word counts. */
  readonly #answered = new Set<string>();
  #refused = new Map<string, string>();
  #site: 'same' | 'changed' | 'nothing' = 'same';
  #now = Date.parse('2026-03-01T00:00:00.000Z');
  #outbox: Outbox;
  /** Of the program of now: what another one began is nobody's any more. */
  #program = 0;
  #isDead = false;
  readonly #broken: string[] = [];

  constructor(db: Db) {
    this.#db = db;
    for (const table of ['outbox', 'outbox_destination', 'report', 'study', 'patient', 'site', 'person', 'audit']) {
      db.prepare(`DELETE FROM ${table}`).run();
    }
    this.#studies = this.#addStudies();
    this.#outbox = this.#open();
    for (const { name, settings } of RECEIVERS) {
      const parsed = DestinationSettings.parse(settings);
      this.#outbox.destinations.add({ name, site: SITE, settings: parsed, secrets: {} });
    }
    this.#outbox.start();
  }

  async act(act: Act): Promise<void> {
    switch (act.kind) {
      case 'sign':
        this.#sign(act.study, act.as, null);
        break;
      case 'follow':
        this.#follow(act.study);
        break;
      case 'behave':
        this.#behaviours[act.at] = act.as;
        return;
      case 'flush':
        this.#outbox.flush();
        break;
      case 'wait':
        this.#now += act.minutes * 60_000;
        this.#outbox.wake();
        break;
      case 'kill':
        this.#begin();
        break;
      case 'site':
        this.#site = act.says;
        return;
      case 'person':
        this.#person(act.row, act.does);
        break;
    }
    await this.#settled();
  }

  /** Everything works again, and a person looks at what needs one. */
  async mend(): Promise<void> {
    this.#site = 'same';
    this.#behaviours.fill('taken');
    this.#refused.clear();
    for (let round = 0; this.rows().some(({ state }) => isOpen(state)); round += 1) {
      if (round > 60)
        throw new Error(`never ends: ${JSON.stringify(this.rows().map(({ state, seq }) => [seq, state]))}`);
      for (const { outgoingId, state } of this.rows()) {
        if (state === 'refused') this.#outbox.retry(outgoingId);
        if (state === 'held') this.#outbox.release(outgoingId);
      }
      this.#now += 3_600_000;
      this.#outbox.flush();
      await this.#settled();
    }
  }

  async end(): Promise<void> {
    this.#program += 1;
    await this.#outbox.close();
  }

  rows(): readonly Outgoing[] {
    return [...this.#outbox.list()].sort((a, b) => a.seq - b.seq);
  }

  check(): void {
    expect(this.#broken).toEqual([]);
    const rows = this.rows();
    for (const row of rows) {
      const copies = this.#copies(row);
      const twice = copies > 1 && !takesOnce(this.#outbox.destinations.get(row.destinationId).settings);
      // Known copies are never passed over in silence.
      if (row.state === 'delivered' && twice && !this.#answered.has(row.outgoingId)) expect(row.mayBeTwice).toBe(true);
      if (row.state === 'delivered' && row.receipt?.proof !== 'person') expect(copies).toBeGreaterThan(0);
      // What may be there is never said to be waiting, and is said to be there perhaps in whatever other state it rests.
      if (copies > 0 && isOpen(row.state) && !this.#answered.has(row.outgoingId)) {
        expect(row.state).not.toBe('waiting');
        if (row.state !== 'sending') expect(row.mayBeThere).toBe(true);
      }
    }
    // Only a person, or a later state of the same report, changes what was refused.
    const now = new Map(rows.map((row) => [row.outgoingId as string, row.state]));
    for (const [id] of this.#refused) expect(['refused', 'dropped']).toContain(now.get(id));
    this.#refused = new Map(rows.filter(({ state }) => state === 'refused').map((row) => [row.outgoingId, row.state]));
    // A preliminary that was never sent, and whose final is signed, is not there to be sent.
    const replaced = new Set(
      this.#lines
        .flatMap((line) => line.slice(0, -1).filter(({ state }) => state === 'preliminary'))
        .map(({ reportId }) => reportId),
    );
    for (const row of rows) {
      if (row.reportId === null || !replaced.has(row.reportId) || row.attempts > 0) continue;
      expect(row.state).toBe('dropped');
      expect(this.#copies(row)).toBe(0);
    }
  }

  /** All is there, in order, and no report of the last state of its line was lost on the way. */
  checkEnd(): void {
    this.check();
    for (const row of this.rows()) {
      expect(['delivered', 'dropped']).toContain(row.state);
      if (row.state === 'delivered' && !this.#answered.has(row.outgoingId))
        expect(this.#copies(row)).toBeGreaterThan(0);
    }
  }

  #copies({ destination, key }: Outgoing): number {
    return this.#got.get(destination)?.filter((one) => one === key).length ?? 0;
  }

  #begin(): void {
    this.#program += 1;
    this.#isDead = false;
    this.#outbox = this.#open();
    this.#outbox.start();
  }

  /** Resolves when nothing goes on; a program that died is begun again. */
  async #settled(): Promise<void> {
    const end = performance.now() + SOON_MS;
    while (!this.#isDead && performance.now() < end) {
      await Promise.race([this.#outbox.settled(), sleep(SOON_MS)]);
      if (!this.#isDead) await sleep(0);
      if (this.rows().every(({ state }) => state !== 'sending')) return;
    }
    if (this.#isDead) {
      this.#begin();
      await this.#settled();
    }
  }

  #open(): Outbox {
    const program = this.#program;
    const clock = { nowIso: () => new Date(this.#now).toISOString(), monotonic: () => this.#now };
    const log = {
      info: () => undefined,
      warn: () => undefined,
      error: (event: string) => void this.#broken.push(event),
    };
    return new Outbox({
      ...{ index: this.#db, clock, log, faults: NO_FAULTS, personId: PersonId.parse(newId()), random: () => 0 },
      // The record of the trail is proved elsewhere.
      commands: { run: (_command, work) => this.#db.transaction(() => work(this.#db)).immediate() },
      connect: ({ name }) => this.#receiver(name, program),
      content: ({ format, key, study_id: studyUid }) =>
        Promise.resolve({ format, key, bytes: new Uint8Array(1), studyUid, seriesUid: '', object: null }),
      document: () => {
        throw new Error('nothing is told here');
      },
      check: () => {
        if (this.#site === 'changed') return Promise.resolve({ kind: 'changed', reasons: ['patient-changed'] });
        return Promise.resolve(
          this.#site === 'same' ? { kind: 'same' } : { kind: 'unknown', code: 'source/timed-out' },
        );
      },
      isUrgent: (studyId) => studyId === this.#studies[0],
      onChanged: () => undefined,
    });
  }

  #receiver(name: string, program: number): Connector {
    const at = RECEIVERS.findIndex((one) => one.name === name);
    const got = this.#got.get(name) ?? [];
    return {
      send: (content) => {
        this.#lookAt(name, content);
        return this.#answerOf(at, got, content, program);
      },
      find: RECEIVERS[at]?.settings.kind === 'dicom' ? ({ key }) => this.#found(at, got, key) : null,
      commit: null,
      probe: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
  }

  #answerOf(at: number, got: string[], { key }: OutgoingContent, program: number): Promise<SendAnswer> {
    const behaviour = this.#behaviours[at] ?? 'taken';
    const code = 'source/unreachable' as const;
    if (['taken', 'deaf', 'dies'].includes(behaviour)) got.push(key);
    switch (behaviour) {
      case 'taken':
        return Promise.resolve({ kind: 'delivered', text: 'taken' });
      case 'refused':
        return Promise.resolve({ kind: 'refused', code: 'outbox/refused', text: '' });
      case 'later':
        return Promise.resolve({ kind: 'later', code: 'source/busy', text: '', waitMs: 5000 });
      case 'no-line':
        return Promise.resolve({ kind: 'not-sent', code, text: '', cause: 'port' });
      case 'deaf':
      case 'lost':
        return Promise.resolve({ kind: 'unanswered', code, text: '', cause: 'port' });
      case 'dies':
        if (program === this.#program) this.#isDead = true;
        // It dies once.
        this.#behaviours[at] = 'taken';
        return new Promise(() => undefined);
    }
  }

  #found(at: number, got: readonly string[], key: string): Promise<boolean> {
    if (this.#behaviours[at] === 'no-line') {
      return Promise.reject(new AppError('source/unreachable', 'no line', { retry: 'later' }));
    }
    return Promise.resolve(got.includes(key));
  }

  /** What stands in the table at the moment in which something is given to a receiver. */
  #lookAt(name: string, { key }: OutgoingContent): void {
    const all = this.rows().filter(({ destination }) => destination === name);
    const row = all.find((one) => one.key === key);
    if (row === undefined) return void this.#broken.push('a row that is not there');
    const lineOf = ({ reportId }: Outgoing): number =>
      this.#lines.findIndex((line) => line.some((one) => one.reportId === reportId));
    const before = all.filter(
      (one) => one.seq < row.seq && one.reportId !== row.reportId && lineOf(one) === lineOf(row),
    );
    // The lines of a study that were begun anew are lines of their own.
    const ofLine = before.filter((one) => this.#begins(one) === this.#begins(row));
    if (ofLine.some((one) => isOpen(one.state) && !(one.state === 'refused' && one.format !== row.format))) {
      this.#broken.push(`${row.seq} overtook an earlier state`);
    }
    const due = all.filter(
      (one) =>
        (one.state === 'waiting' || one.state === 'unclear') &&
        (one.notBefore === null || Date.parse(one.notBefore) <= this.#now) &&
        one.critical &&
        !all.some((other) => isOpen(other.state) && other.seq < one.seq && this.#begins(other) === this.#begins(one)),
    );
    if (!row.critical && due.length > 0)
      this.#broken.push(
        `${row.seq} went before ${JSON.stringify(all.map(({ seq, state, notBefore, critical }) => [seq, state, notBefore, critical]))} ${new Date(this.#now).toISOString()}`,
      );
    if (row.state !== 'sending') this.#broken.push('it was given before that was written down');
  }

  /** The report with which the line of a row began. */
  #begins({ reportId }: Outgoing): string {
    const sql = 'SELECT lineage FROM outbox WHERE report_id = ? LIMIT 1';
    return (
      this.#db
        .prepare<[string], string>(sql)
        .pluck()
        .get(reportId ?? '') ?? ''
    );
  }

  #follow(study: number): void {
    const last = this.#lines[study]?.at(-1);
    if (last === undefined) return this.#sign(study, 'preliminary', null);
    this.#sign(study, last.state === 'preliminary' ? 'final' : 'addendum', last.reportId);
  }

  #sign(study: number, state: SignedState, predecessor: ReportId | null): void {
    const studyId = this.#studies[study];
    if (studyId === undefined) return;
    // Another report of the same study, not what follows: as two readers would write it.
    const line = predecessor === null ? [] : (this.#lines[study] ?? []);
    const reportId = ReportId.parse(newId());
    const at = new Date(this.#now).toISOString();
    const outputs = (['sr-measurements', 'sr', 'hl7'] as const).map((format) => ({
      format,
      key: `${format} ${reportId}`,
    }));
    this.#db
      .transaction(() => {
        this.#db
          .prepare(
            `INSERT INTO report (report_id, study_id, template_id, template_name, state, predecessor, author, created_at, signed, signed_hash, signed_at)
             VALUES (?, ?, 'general', 'General', ?, ?, (SELECT person_id FROM person), ?, '{}', '', ?)`,
          )
          .run(reportId, studyId, state, predecessor, at, at);
        this.#outbox.reports.signed(this.#db, { reportId, studyId, state, predecessor, at, outputs });
      })
      .immediate();
    this.#lines[study] = [...line, { reportId, state }];
  }

  #person(place: number, does: Extract<Act, { kind: 'person' }>['does']): void {
    const rows = this.rows();
    const row = rows[place % Math.max(1, rows.length)];
    if (row === undefined) return;
    try {
      if (does === 'retry') this.#outbox.retry(row.outgoingId);
      else if (does === 'drop') this.#outbox.drop(row.outgoingId, 'Sent by fax.');
      else if (does === 'release') this.#outbox.release(row.outgoingId);
      else this.#outbox.answer(row.outgoingId, does === 'there');
      this.#refused.delete(row.outgoingId);
      if (does === 'there' || does === 'not-there') this.#answered.add(row.outgoingId);
    } catch (error) {
      // What a person may not do in this state changes nothing.
      if (!(error instanceof AppError) || error.code !== 'outbox/not-now') throw error;
    }
  }

  #addStudies(): readonly StudyId[] {
    const db = this.#db;
    const site = newId();
    const now = '2026-03-01T00:00:00.000Z';
    db.prepare('INSERT INTO site (site_id, name, created_at) VALUES (?, ?, ?)').run(site, SITE, now);
    db.prepare("INSERT INTO person (person_id, name, roles, created_at) VALUES (?, 'Reader', '[]', ?)").run(
      newId(),
      now,
    );
    const patient = newId();
    db.prepare(
      `INSERT INTO patient (patient_key, issuer, patient_id, name_alphabetic, name_ideographic, name_phonetic, name_search)
       VALUES (?, ?, '1', 'Doe', '', '', 'doe')`,
    ).run(patient, SITE);
    return [0, 1, 2].map((number) => {
      const studyId = StudyId.parse(newId());
      db.prepare(
        `INSERT INTO study (study_id, patient_key, site_id, study_key_id, study_uid, arrived_at) VALUES (?, ?, ?, 'key', ?, ?)`,
      ).run(studyId, patient, site, `1.2.${number}`, now);
      return studyId;
    });
  }
}
