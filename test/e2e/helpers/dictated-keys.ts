import type { RunningApp } from './launch.ts';

/** One thing that a dictation program does with the keyboard: letters of a phrase, or taking letters back. */
export type Stroke = { readonly write: string } | { readonly back: number };

/**
 * Types into whatever has the keys as dictation programs do: a phrase at once, as the system's input, none of it waiting for the
 * window. What the recogniser thinks better of it takes back letter by letter and writes anew.
 */
export async function typeAsProgram({ app }: Pick<RunningApp, 'app'>, strokes: readonly Stroke[]): Promise<void> {
  await app.evaluate(({ BrowserWindow }, all) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const press = (keyCode: string, letter: boolean): void => {
      contents?.sendInputEvent({ type: 'keyDown', keyCode });
      if (letter) contents?.sendInputEvent({ type: 'char', keyCode });
      contents?.sendInputEvent({ type: 'keyUp', keyCode });
    };
    for (const stroke of all) {
      if ('write' in stroke) for (const letter of stroke.write) press(letter, true);
      else for (let time = 0; time < stroke.back; time += 1) press('Backspace', false);
    }
  }, strokes);
}
