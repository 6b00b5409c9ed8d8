import { AppError } from '../../../shared/errors/app-error.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { Command, CommandScope, RegisteredCommand } from './command.ts';
import { parseKey } from './keys.ts';
import type { KeyText } from './keys.ts';

/** A reader's own keys, by command id. */
export type KeyRemap = Readonly<Record<string, readonly string[]>>;

/** Every command of the window. One registry a window, made by the entry and handed down. */
export class CommandRegistry {
  #commands = new Map<string, RegisteredCommand>();
  #remap: Map<string, readonly KeyText[]>;
  #changed = new Emitter<void>();
  /** Kept until the next change, so that React can compare it. */
  #snapshot: readonly RegisteredCommand[] = [];

  constructor(remap: KeyRemap = {}) {
    this.#remap = new Map(Object.entries(remap).map(([id, keys]) => [id, keys.map(parseKey)]));
  }

  /**
   * Adds a command until its disposer is called.
   * @throws AppError command/taken: the id is there already, or a key acts in the same place already.
   */
  registerCommand(command: Command): Disposer {
    if (this.#commands.has(command.id))
      throw new AppError('command/taken', `command ${command.id} is registered twice`);
    const defaultKeys = command.keys.map(parseKey);
    const keys = this.#remap.get(command.id) ?? defaultKeys;
    this.#refuseTaken(command.id, command.scope, keys);
    const registered = { ...command, keys, defaultKeys };
    this.#commands.set(command.id, registered);
    this.#touch();
    return () => {
      if (this.#commands.get(command.id)?.run !== command.run) return;
      this.#commands.delete(command.id);
      this.#touch();
    };
  }

  /** Adds several; none when one of them is refused. */
  registerCommands(commands: readonly Command[]): Disposer {
    const disposers: Disposer[] = [];
    const disposeAll = (): void => {
      for (const dispose of disposers.toReversed()) dispose();
    };
    try {
      for (const command of commands) disposers.push(this.registerCommand(command));
    } catch (error) {
      disposeAll();
      throw error;
    }
    return disposeAll;
  }

  /**
   * Gives a command other keys, or its own again with null.
   * @throws AppError command/unknown, command/bad-key, command/taken
   */
  remap(id: string, keys: readonly string[] | null): void {
    const command = this.#commands.get(id);
    if (!command) throw new AppError('command/unknown', `no command ${id}`);
    const next = keys === null ? command.defaultKeys : keys.map(parseKey);
    this.#refuseTaken(id, command.scope, next);
    if (keys === null) this.#remap.delete(id);
    else this.#remap.set(id, next);
    this.#commands.set(id, { ...command, keys: next });
    this.#touch();
  }

  /** What the reader changed, to be kept. */
  remapTable(): KeyRemap {
    return Object.fromEntries(this.#remap);
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

  #refuseTaken(id: string, scope: CommandScope, keys: readonly KeyText[]): void {
    for (const other of this.#commands.values()) {
      const meets = other.scope === scope || other.scope === 'global' || scope === 'global';
      if (other.id === id || !meets) continue;
      const key = keys.find((candidate) => other.keys.includes(candidate));
      if (key !== undefined) {
        throw new AppError('command/taken', `${key} is taken by ${other.id}`, { context: { key, command: other.id } });
      }
    }
  }

  #touch(): void {
    this.#snapshot = [...this.#commands.values()];
    this.#changed.emit();
  }
}
