import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import { Macro, MACRO_BOUNDS, MacroFile } from '../../../../shared/model/macro.ts';
import type { Commands } from '../../kernel/command.ts';
import { NO_FAULTS } from '../../kernel/fault-points.ts';
import type { FaultPoints } from '../../kernel/fault-points.ts';
import { newId } from '../../kernel/ids.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';

const Row = z.object({ value: z.string() });

export interface MacroBookOptions {
  readonly journal: Db;
  readonly clock: Clock;
  readonly commands: Pick<Commands, 'run'>;
  readonly personId: PersonId;
  readonly faults?: FaultPoints;
  /** Where the macros that ship lie. */
  readonly macrosDir: string;
}

/** Macros of who has the store open, and those that ship. The trail has counts and ids, never the text. */
export class MacroBook {
  readonly #options: MacroBookOptions;
  readonly #shipped: readonly Macro[];

  /** A damaged file of macros is a packaging bug and stops the start. */
  constructor(options: MacroBookOptions) {
    this.#options = options;
    const file = readFileSync(path.join(options.macrosDir, 'starter.json'), 'utf8');
    this.#shipped = MacroFile.parse(JSON.parse(file)).macros;
  }

  get shipped(): readonly Macro[] {
    return this.#shipped;
  }

  /** By name. One that another version wrote and this one cannot read is left out. */
  own(): Macro[] {
    const { journal, personId } = this.#options;
    return journal
      .prepare('SELECT value FROM person_macro WHERE person_id = ?')
      .all(personId)
      .flatMap((row) => {
        const kept = Macro.safeParse(JSON.parse(Row.parse(row).value));
        return kept.success ? [kept.data] : [];
      })
      .sort((a, b) => a.name.localeCompare(b.name, 'en') || a.macroId.localeCompare(b.macroId, 'en'));
  }

  /** Answers after the commit; another of the same id is replaced. @throws AppError report/too-many-macros */
  save(macro: Macro): { readonly savedAt: string } {
    return { savedAt: this.#write([macro], 'macro.save', { macroId: macro.macroId }) };
  }

  /** @throws AppError report/unknown-macro */
  remove(macroId: string): void {
    const { journal, personId, commands, faults = NO_FAULTS } = this.#options;
    const remove = journal.prepare('DELETE FROM person_macro WHERE person_id = ? AND macro_id = ?');
    const { changes } = faults.around('macro', () => remove.run(personId, macroId));
    if (changes === 0) throw new AppError('report/unknown-macro', 'there is no such macro');
    commands.run({ name: 'macro.remove', personId, subject: personId, detail: { macroId } }, () => undefined);
  }

  /** Takes macros of a file in: one of the same name and shorthand as an own one takes its place. */
  take(macros: readonly Macro[]): { readonly taken: number; readonly replaced: number } {
    const own = new Map(this.own().map((one) => [key(one), one.macroId]));
    const named = macros.map((one) => ({ ...one, macroId: own.get(key(one)) ?? newId() }));
    const replaced = named.filter((one) => own.has(key(one))).length;
    this.#write(named, 'macro.import', { macros: named.length, replaced });
    return { taken: named.length - replaced, replaced };
  }

  #write(macros: readonly Macro[], name: string, detail: Readonly<Record<string, string | number>>): string {
    const { journal, personId, commands, clock, faults = NO_FAULTS } = this.#options;
    const savedAt = clock.nowIso();
    const kept = new Set([...this.own(), ...macros].map(({ macroId }) => macroId));
    if (kept.size > MACRO_BOUNDS.macros) throw new AppError('report/too-many-macros', 'too many macros');
    const write = journal.prepare(
      `INSERT INTO person_macro (person_id, macro_id, value, saved_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (person_id, macro_id) DO UPDATE SET value = excluded.value, saved_at = excluded.saved_at`,
    );
    const all = journal.transaction(() => {
      for (const macro of macros) write.run(personId, macro.macroId, JSON.stringify(Macro.parse(macro)), savedAt);
    });
    faults.around('macro', () => all.immediate());
    commands.run({ name, personId, subject: personId, detail }, () => undefined);
    return savedAt;
  }
}

function key({ name, shorthand }: Macro): string {
  return `${name.toLowerCase()}\n${shorthand.toLowerCase()}`;
}
