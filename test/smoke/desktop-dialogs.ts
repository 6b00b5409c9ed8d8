import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const DIALOG_MS = 20_000;

/**
 * Answers the desktop's own file dialogs by keys, for a packaged program, whose main process no test can reach. The next
 * dialog that comes up gets the answer; a failure to answer is thrown by `answered`.
 */
export class DesktopDialogs {
  #answer: Promise<void> = Promise.resolve();

  /** What the next dialog will be told: one absolute path. */
  expect(file: string): void {
    this.#answer = this.#answer.then(() => answerNext(file));
    // Kept for `answered`; without this line Node would end the run before somebody asks.
    this.#answer.catch(() => undefined);
  }

  /** Resolves when every expected dialog has been answered. */
  answered(): Promise<void> {
    return this.#answer;
  }
}

/** GTK's file dialog takes a path as soon as its first character, a slash, is typed. */
async function answerNext(file: string): Promise<void> {
  const options = { timeout: DIALOG_MS };
  const { stdout } = await run('xdotool', ['search', '--sync', '--onlyvisible', '--name', '^(Open|Save)'], options);
  const [window] = stdout.trim().split('\n');
  if (window === undefined) throw new Error('no file dialog came up');
  await run('xdotool', ['windowfocus', '--sync', window], options);
  // Save dialogs begin with a suggested name: it goes first.
  await run('xdotool', ['key', 'ctrl+a'], options);
  await run('xdotool', ['type', '--delay', '15', file], options);
  await run('xdotool', ['key', 'Return'], options);
}
