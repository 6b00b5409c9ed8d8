import { AppError } from '../../../shared/errors/app-error.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { meet } from '../../../shared/controls/key-scope.ts';
import { workingKeys } from '../../../shared/controls/working-keys.ts';
import type { OwnKeys } from '../../../shared/model/controls.ts';
import type { Command, CommandScope, RegisteredCommand } from './command.ts';
import { parseKey } from './keys.ts';
import type { KeyText } from './keys.ts';

/** Every command of the window. One registry a window, made by the entry and handed down. */
export class CommandRegistry {
  #commands = new Map<string, RegisteredCommand>();
  #own: OwnKeys = {};
  #changed = new Emitter<void>();
  /** Kept until the next change, so that React can compare it. */
  #snapshot: readonly RegisteredCommand[] = [];

  /**
   * Adds a command until its disposer is called.
   * @throws AppError command/taken: the id is there already, or a key of the program acts in the same place already.
   */
  registerCommand(command: Command): Disposer {
    return this.registerCommands([command]);
  }

  /** Adds several; none when one of them is refused. */
  registerCommands(commands: readonly Command[]): Disposer {
    const before = new Map(this.#commands);
    try {
      for (const command of commands) this.#add(command);
    } catch (error) {
      this.#commands = before;
      throw error;
    }
    this.#settle();
    return () => {
      for (const { id, run } of commands) {
        if (this.#commands.get(id)?.run === run) this.#commands.delete(id);
      }
      this.#settle();
    };
  }

  /** Gives the commands a reader's own keys, those that are registered later too. Keys are canonical. */
  setOwnKeys(own: OwnKeys): void {
    if (own === this.#own) return;
    this.#own = own;
    this.#settle();
  }

  /** What the reader changed. */
  get ownKeys(): OwnKeys {
    return this.#own;
  }

  /** All commands, in order of registration. The same array until something changes. */
  all(): readonly RegisteredCommand[] {
    return this.#snapshot;
  }

  get(id: string): RegisteredCommand | undefined {
    return this.#commands.get(id);
  }

  /** The command a key stands for in a scope; a scope's own commands first, then the global ones. */
  find(scope: CommandScope, key: KeyText): RegisteredCommand | undefined {
    const holds = (wanted: CommandScope): RegisteredCommand | undefined =>
      this.#snapshot.find((command) => command.scope === wanted && command.keys.includes(key));
    return holds(scope) ?? (scope === 'global' ? undefined : holds('global'));
  }

  /** For a button's hint: the first key of a command. */
  keyOf(id: string): KeyText | undefined {
    return this.#commands.get(id)?.keys[0];
  }

  onChange(listener: () => void): Disposer {
    return this.#changed.on(listener);
  }

  #add(command: Command): void {
    if (this.#commands.has(command.id))
      throw new AppError('command/taken', `command ${command.id} is registered twice`);
    const defaultKeys = command.keys.map(parseKey);
    this.#refuseTaken(command.id, command.scope, defaultKeys);
    this.#commands.set(command.id, { ...command, keys: defaultKeys, defaultKeys });
  }

  /** Two commands of the program with one key in one place are a mistake of the program. */
  #refuseTaken(id: string, scope: CommandScope, keys: readonly KeyText[]): void {
    if (keys.length === 0) return;
    for (const other of this.#commands.values()) {
      if (!meet(other.scope, scope)) continue;
      const key = keys.find((candidate) => other.defaultKeys.includes(candidate));
      if (key !== undefined) {
        throw new AppError('command/taken', `${key} of ${id} is taken by ${other.id}`, {
          context: { key, command: other.id },
        });
      }
    }
  }

  #settle(): void {
    const all = [...this.#commands.values()];
    const working = workingKeys(all, this.#own);
    for (const command of all) {
      const keys = working.get(command.id) ?? [];
      if (keys.join(' | ') !== command.keys.join(' | ')) this.#commands.set(command.id, { ...command, keys });
    }
    this.#snapshot = [...this.#commands.values()];
    this.#changed.emit();
  }
}
