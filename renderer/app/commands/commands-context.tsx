import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import type { Command, RegisteredCommand } from './command.ts';
import type { KeyDispatcher } from './dispatcher.ts';
import type { FocusScope } from './focus-scope.ts';
import { keyLabel } from './keys.ts';
import type { CommandRegistry } from './registry.ts';
import { wordsWithKeys } from './words-with-keys.ts';

interface Commands {
  readonly registry: CommandRegistry;
  readonly dispatcher: KeyDispatcher;
}

const CommandsContext = createContext<Commands | null>(null);

export function CommandsProvider({ registry, dispatcher, children }: Commands & { readonly children: ReactNode }) {
  return <CommandsContext value={{ registry, dispatcher }}>{children}</CommandsContext>;
}

function useCommands(): Commands {
  const commands = useContext(CommandsContext);
  if (!commands) throw new Error('CommandsProvider is missing above this part');
  return commands;
}

/** For code outside React: hand the registry to it. */
export function useCommandRegistry(): CommandRegistry {
  return useCommands().registry;
}

export function useKeyDispatcher(): KeyDispatcher {
  return useCommands().dispatcher;
}

/**
 * Keeps commands registered while the part is mounted. `run` and `enabled` may close over fresh state at every render;
 * ids, keys and scopes are read once, until `key` changes.
 */
export function useRegisterCommands(commands: readonly Command[], key = ''): void {
  const { registry } = useCommands();
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => {
    const current = (id: string): Command | undefined => latest.current.find((command) => command.id === id);
    return registry.registerCommands(
      latest.current.map((command) => ({
        ...command,
        enabled: () => current(command.id)?.enabled?.() ?? true,
        run: () => current(command.id)?.run(),
      })),
    );
  }, [registry, key]);
}

/** All commands, kept current. */
export function useAllCommands(): readonly RegisteredCommand[] {
  const { registry } = useCommands();
  return useSyncExternalStore(
    (listener) => registry.onChange(listener),
    () => registry.all(),
  );
}

/** Labels of the first keys of commands, kept current: for hints in menus. */
export function useKeyLabels(): (id: string) => string | undefined {
  const commands = useAllCommands();
  return (id) => {
    const key = commands.find((command) => command.id === id)?.keys[0];
    return key === undefined ? undefined : keyLabel(key);
  };
}

/** Label of the first key of a command, kept current: for hints on buttons. */
export function useKeyLabel(id: string): string | undefined {
  return useKeyLabels()(id);
}

/** Puts the keys that commands have now into words, kept current (`wordsWithKeys`). */
export function useWordsWithKeys(): (words: string) => string {
  const commands = useAllCommands();
  return (words) => wordsWithKeys(words, (id) => commands.find((command) => command.id === id));
}

/** Where keys go now. */
export function useFocusScope(): FocusScope {
  const { dispatcher } = useCommands();
  return useSyncExternalStore(
    (listener) => dispatcher.onScopeChange(listener),
    () => dispatcher.scope,
  );
}
