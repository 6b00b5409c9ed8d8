import { z } from 'zod';
import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { HabitNote, KeptAnswer } from '../../../shared/hanging/protocol/habit.ts';
import type { KeptNote } from '../../../shared/hanging/protocol/habit.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { Commands } from '../kernel/command.ts';
import { NO_FAULTS } from '../kernel/fault-points.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';

/** Cases of one stage that are kept: twice what the rule looks at. */
const MOST_OF_STAGE = 12;
/** Cases of one reader. */
const MOST = 2000;

const NoteRow = z.object({ value: z.string(), noted_at: z.string() });

export interface HabitsOptions {
  readonly journal: Db;
  readonly clock: Clock;
  readonly commands: Pick<Commands, 'run'>;
  readonly personId: PersonId;
  readonly faults?: FaultPoints | undefined;
}

/** What who has the store open does again and again after a case was hung (shared/hanging/protocol/learned.ts). */
export class Habits {
  readonly #options: HabitsOptions;

  constructor(options: HabitsOptions) {
    this.#options = options;
  }

  /** Said again of the same case, it takes the place of what was said before. */
  note({ noteId, note }: ParsedRequest<'hanging.noteHabit'>): void {
    const { journal, clock, personId, faults = NO_FAULTS } = this.#options;
    const { protocol, stage } = note;
    const insert = journal.prepare(
      `INSERT INTO habit (person_id, note_id, protocol_id, stage, value, noted_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (person_id, note_id) DO UPDATE SET value = excluded.value, noted_at = excluded.noted_at`,
    );
    const newest = 'ORDER BY noted_at DESC, note_id LIMIT ?';
    const trimStage = journal.prepare(
      `DELETE FROM habit WHERE person_id = ? AND protocol_id = ? AND stage = ? AND note_id NOT IN
       (SELECT note_id FROM habit WHERE person_id = ? AND protocol_id = ? AND stage = ? ${newest})`,
    );
    const trim = journal.prepare(
      `DELETE FROM habit WHERE person_id = ? AND note_id NOT IN (SELECT note_id FROM habit WHERE person_id = ? ${newest})`,
    );
    const write = journal.transaction(() => {
      insert.run(personId, noteId, protocol, stage, JSON.stringify(HabitNote.parse(note)), clock.nowIso());
      trimStage.run(personId, protocol, stage, personId, protocol, stage, MOST_OF_STAGE);
      trim.run(personId, personId, MOST);
    });
    faults.around('habit', () => write.immediate());
  }

  list({ protocol }: ParsedRequest<'hanging.habits'>): Response<'hanging.habits'> {
    const { journal, personId } = this.#options;
    const where = protocol === null ? '' : 'AND protocol_id = ?';
    const given = protocol === null ? [personId] : [personId, protocol];
    const notes = journal
      .prepare(`SELECT value, noted_at FROM habit WHERE person_id = ? ${where} ORDER BY noted_at DESC, note_id`)
      .all(...given)
      .flatMap((row): KeptNote[] => {
        const { value, noted_at: at } = NoteRow.parse(row);
        const note = HabitNote.safeParse(JSON.parse(value));
        // Of another version of the program: it counts for nothing.
        return note.success ? [{ at, note: note.data }] : [];
      });
    const answers = journal
      .prepare(
        `SELECT protocol_id AS protocol, stage, aspect, display, answer, answered_at AS at FROM habit_answer
         WHERE person_id = ? ${where} ORDER BY protocol_id, stage, aspect, display`,
      )
      .all(...given)
      .map((row) => KeptAnswer.parse(row));
    return { notes, answers };
  }

  /** Audited by the protocol. */
  answer({ key, answer }: ParsedRequest<'hanging.answerHabit'>): void {
    const { journal, clock, personId, faults = NO_FAULTS } = this.#options;
    const { protocol, stage, aspect, display } = key;
    const write = journal.prepare(
      `INSERT OR REPLACE INTO habit_answer (person_id, protocol_id, stage, aspect, display, answer, answered_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    faults.around('habit', () => write.run(personId, protocol, stage, aspect, display, answer, clock.nowIso()));
    this.#record('hanging.answerHabit', protocol);
  }

  /** All that was learned of one protocol, or of every one, with the answers. */
  forget({ protocol }: ParsedRequest<'hanging.forgetHabits'>): void {
    const { journal, personId, faults = NO_FAULTS } = this.#options;
    const where = protocol === null ? '' : 'AND protocol_id = ?';
    const given = protocol === null ? [personId] : [personId, protocol];
    const remove = journal.transaction(() => {
      for (const table of ['habit', 'habit_answer'])
        journal.prepare(`DELETE FROM ${table} WHERE person_id = ? ${where}`).run(...given);
    });
    faults.around('habit', () => remove.immediate());
    this.#record('hanging.forgetHabits', protocol ?? '');
  }

  #record(name: 'hanging.answerHabit' | 'hanging.forgetHabits', subject: string): void {
    const { commands, personId } = this.#options;
    commands.run({ name, personId, subject, detail: {} }, () => undefined);
  }
}
