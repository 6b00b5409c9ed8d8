import { Emitter } from '../../../../shared/lib/emitter.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import type { AuditDetail } from '../audit.ts';
import type { Commands } from '../command.ts';
import type { Clock } from '../ports.ts';
import type { Db } from '../sqlite.ts';

/**
 * rolled-back: an older copy took the place of what was here. audit-cut: records are missing. clock: time ran backwards.
 * other-patient: a source sent something of another patient or study than was asked for.
 */
export type AlarmKind =
  'rolled-back' | 'audit-cut' | 'journal-rolled-back' | 'anchor-forged' | 'clock-set-back' | 'other-patient';

export interface Alarm {
  readonly alarmId: number;
  readonly kind: AlarmKind;
  /** UTC, ISO 8601, by this computer's clock. */
  readonly raisedAt: string;
}

export interface AlarmsOptions {
  readonly index: Db;
  readonly commands: Commands;
  readonly clock: Clock;
  readonly personId: PersonId;
}

/** After these the studies may lack what had arrived: they are marked until somebody compared them with their source. */
const DOUBTS_STUDIES: readonly AlarmKind[] = ['rolled-back', 'audit-cut'];

/** Security alerts that stand until a reader has acknowledged them. */
export class Alarms {
  readonly onChanged = new Emitter<readonly Alarm[]>();
  readonly #options: AlarmsOptions;

  constructor(options: AlarmsOptions) {
    this.#options = options;
  }

  /** @param detail counts and ids of ours, for the audit trail */
  raise(kind: AlarmKind, detail: AuditDetail): void {
    const { commands, personId, clock } = this.#options;
    const now = clock.nowIso();
    commands.run({ name: 'security.alert', personId, subject: kind, detail }, (db) => {
      db.prepare('INSERT INTO alarm (kind, detail, raised_at) VALUES (?, ?, ?)').run(kind, JSON.stringify(detail), now);
      if (!DOUBTS_STUDIES.includes(kind)) return;
      db.prepare('INSERT OR IGNORE INTO check_again (study_id, since) SELECT study_id, ? FROM study').run(now);
    });
    this.onChanged.emit(this.standing());
  }

  /** Not acknowledged yet, the oldest first. */
  standing(): readonly Alarm[] {
    return this.#options.index
      .prepare<[], Alarm>(
        'SELECT alarm_id AS alarmId, kind, raised_at AS raisedAt FROM alarm WHERE acknowledged_at IS NULL ORDER BY alarm_id',
      )
      .all();
  }

  /** Studies that are to be compared with their source. */
  checkAgain(): readonly string[] {
    return this.#options.index.prepare<[], string>('SELECT study_id FROM check_again ORDER BY study_id').pluck().all();
  }

  /** The reader has seen it; the marks of the studies stay. One that does not stand is left as it was. */
  acknowledge(alarmId: number): void {
    if (!this.standing().some((alarm) => alarm.alarmId === alarmId)) return;
    const { commands, personId, clock } = this.#options;
    commands.run({ name: 'security.acknowledge', personId, subject: String(alarmId), detail: {} }, (db) => {
      db.prepare('UPDATE alarm SET acknowledged_by = ?, acknowledged_at = ? WHERE alarm_id = ?').run(
        personId,
        clock.nowIso(),
        alarmId,
      );
    });
    this.onChanged.emit(this.standing());
  }

  /** A study was compared with its source. One that carries no mark is left as it was. */
  checked(studyId: string): void {
    if (!this.checkAgain().includes(studyId)) return;
    const { commands, personId } = this.#options;
    commands.run({ name: 'security.checked', personId, subject: studyId, detail: {} }, (db) => {
      db.prepare('DELETE FROM check_again WHERE study_id = ?').run(studyId);
    });
    this.onChanged.emit(this.standing());
  }
}
