import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { SpeechModel } from '../../../shared/model/speech.ts';
import type { Commands } from '../kernel/command.ts';
import { NO_FAULTS } from '../kernel/fault-points.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';
import { readSpeechModel } from './speech-model.ts';

const Row = z.object({ folder: z.string(), model: z.string() });
/** More than that is a dictionary, and belongs into the program's. */
const MOST_WORDS = 20_000;

export interface SpeechBookOptions {
  readonly journal: Db;
  readonly clock: Clock;
  readonly commands: Pick<Commands, 'run'>;
  readonly personId: PersonId;
  /** Engines that only say a script are for these stores alone. */
  readonly evaluation: boolean;
  readonly faults?: FaultPoints;
}

/** What is kept of dictation and spelling: the model of this station, and the reader's own words. */
export class SpeechBook {
  readonly #options: SpeechBookOptions;

  constructor(options: SpeechBookOptions) {
    this.#options = options;
  }

  get(): { readonly folder: string; readonly model: SpeechModel } | null {
    const found = this.#options.journal.prepare('SELECT folder, model FROM speech_model').get();
    if (found === undefined) return null;
    const { folder, model } = Row.parse(found);
    return { folder, model: SpeechModel.parse(JSON.parse(model)) };
  }

  /** @throws AppError speech/bad-model, speech/script-model */
  async use(folder: string): Promise<SpeechModel> {
    const { journal, clock, commands, personId, evaluation, faults = NO_FAULTS } = this.#options;
    const { model } = await readSpeechModel(folder);
    if (model.engine === 'script' && !evaluation) throw new AppError('speech/script-model', 'it recognises nothing');
    const write = journal.prepare('INSERT OR REPLACE INTO speech_model VALUES (1, ?, ?, ?, ?)');
    faults.around('speech', () => write.run(folder, JSON.stringify(model), personId, clock.nowIso()));
    const detail = { engine: model.engine, sha256: model.sha256 };
    commands.run({ name: 'speech.useModel', personId, subject: personId, detail }, () => undefined);
    return model;
  }

  forget(): void {
    const { journal, commands, personId, faults = NO_FAULTS } = this.#options;
    faults.around('speech', () => journal.prepare('DELETE FROM speech_model').run());
    commands.run({ name: 'speech.forgetModel', personId, subject: personId, detail: {} }, () => undefined);
  }

  words(): readonly string[] {
    return this.#options.journal
      .prepare<[string], string>('SELECT word FROM own_word WHERE person_id = ? ORDER BY word')
      .pluck()
      .all(this.#options.personId);
  }

  addWord(word: string): readonly string[] {
    const { journal, clock, personId, faults = NO_FAULTS } = this.#options;
    if (this.words().length >= MOST_WORDS) throw new AppError('speech/too-many-words', 'no more words are kept');
    const insert = journal.prepare('INSERT OR IGNORE INTO own_word VALUES (?, ?, ?)');
    faults.around('speech', () => insert.run(personId, word, clock.nowIso()));
    return this.words();
  }

  removeWord(word: string): readonly string[] {
    const { journal, personId, faults = NO_FAULTS } = this.#options;
    const remove = journal.prepare('DELETE FROM own_word WHERE person_id = ? AND word = ?');
    faults.around('speech', () => remove.run(personId, word));
    return this.words();
  }
}
