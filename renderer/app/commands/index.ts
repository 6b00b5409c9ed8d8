export type { Command, CommandFacts, CommandScope, ListedCommand, RegisteredCommand } from './command.ts';
export { CommandKey } from './command-key.tsx';
export {
  CommandsProvider,
  useAllCommands,
  useCommandRegistry,
  useFocusScope,
  useKeyDispatcher,
  useKeyLabel,
  useKeyLabels,
  useWordsWithKeys,
  useRegisterCommands,
} from './commands-context.tsx';
export { KeyDispatcher } from './dispatcher.ts';
export type { FocusScope } from './focus-scope.ts';
export type { HeldBy } from './key-hold.ts';
export { keyLabel, keyOfPress, parseKey, writesText } from './keys.ts';
export type { KeyText } from './keys.ts';
export { CommandRegistry } from './registry.ts';
export { WHERE } from './scope-words.ts';
export { wordsWithKeys } from './words-with-keys.ts';
