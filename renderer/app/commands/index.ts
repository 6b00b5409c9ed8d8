export type { Command, CommandScope, RegisteredCommand } from './command.ts';
export {
  CommandsProvider,
  useAllCommands,
  useCommandRegistry,
  useFocusScope,
  useKeyDispatcher,
  useKeyLabel,
  useRegisterCommands,
} from './commands-context.tsx';
export { KeyDispatcher } from './dispatcher.ts';
export type { FocusScope } from './focus-scope.ts';
export { keyLabel, keyOfPress, parseKey, writesText } from './keys.ts';
export type { KeyText } from './keys.ts';
export { CommandRegistry } from './registry.ts';
export type { KeyRemap } from './registry.ts';
