/** Where a command's keys act: everywhere, or only while that part of the window has the focus. */
export type CommandScope = 'global' | 'worklist' | 'image' | 'report';

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

/** A command as it stands, with its keys after remapping, in canonical words. */
export interface RegisteredCommand extends Omit<Command, 'keys'> {
  readonly keys: readonly string[];
  /** Keys before remapping. */
  readonly defaultKeys: readonly string[];
}
