import type { KeyScope } from '../../../shared/controls/key-scope.ts';

export type CommandScope = KeyScope;

/** Something the reader can do by key, palette or button. */
export interface Command {
  /** "viewer.invert": stable, used for remapping. */
  readonly id: string;
  /** Says what it does, as on a button: "Invert". */
  readonly title: string;
  /** Heading in the key map: "Image", "Tools", "Report" … */
  readonly group: string;
  /** "Ctrl K", "Alt I", "PgUp", "?", "↑". Empty: palette only. */
  readonly keys: readonly string[];
  readonly scope: CommandScope;
  /** Left out: always. */
  readonly enabled?: () => boolean;
  /** Its keys act while a dialog is open, too: leaving the desk cannot wait for an answer. */
  readonly inDialogs?: true;
  readonly run: () => void | Promise<void>;
}

/** A command as it stands, with the keys that really work, in canonical words. */
export interface RegisteredCommand extends Command {
  /** Keys of the program, whatever the reader chose. */
  readonly defaultKeys: readonly string[];
}

/** A command as it is listed, registered now or not. */
export type ListedCommand = Pick<RegisteredCommand, 'id' | 'title' | 'group' | 'scope' | 'keys' | 'defaultKeys'>;

/** What is said of a command before anything can run it. */
export type CommandFacts = Pick<Command, 'id' | 'title' | 'group' | 'keys' | 'scope'>;
