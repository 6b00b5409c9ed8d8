import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CDPSession, ElectronApplication, Page } from 'playwright-core';

/** What the shell gave a window, or would have shown of it outside. */
export interface Heard {
  /** `what` it was: a call, an event, a file name that was proposed. */
  readonly what: string;
  readonly text: string;
}

/**
 * From now on everything that goes from the shell to a window is noted, where it leaves the shell: also what the window throws away. File
 * dialogs are noted too. A file goes into `folder`, a folder is that one; no file is ever chosen.
 */
export async function listen(app: ElectronApplication, folder: string): Promise<void> {
  await app.evaluate(({ ipcMain, dialog, webContents, app: program }, out) => {
    const heard: { what: string; text: string }[] = [];
    Reflect.set(globalThis, 'heard', heard);
    const note = (what: string, value: unknown): void => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      if (text !== undefined) heard.push({ what, text });
    };
    const handlers = Reflect.get(ipcMain, '_invokeHandlers') as Map<string, (...said: unknown[]) => unknown>;
    for (const [channel, handler] of [...handlers]) {
      handlers.set(channel, async (...said: unknown[]) => {
        const reply = await handler(...said);
        note(`${channel} ${String(said[1])}`, reply);
        return reply;
      });
    }
    const tap = (contents: Electron.WebContents): void => {
      const send = contents.send.bind(contents);
      contents.send = (channel, ...said: unknown[]) => {
        note(channel, said);
        send(channel, ...said);
      };
    };
    webContents.getAllWebContents().forEach(tap);
    program.on('web-contents-created', (_event, contents) => tap(contents));
    dialog.showSaveDialog = (...said: unknown[]) => {
      const asked = said.at(-1) as Electron.SaveDialogOptions;
      note('showSaveDialog', asked);
      const proposed = (asked.defaultPath ?? 'file').replace(/^.*[\\/]/, '');
      return Promise.resolve({ canceled: false, filePath: `${out}/${heard.length}-${proposed}` });
    };
    dialog.showOpenDialog = (...said: unknown[]) => {
      const asked = said.at(-1) as Electron.OpenDialogOptions;
      note('showOpenDialog', asked);
      const isFolder = asked.properties?.includes('openDirectory') === true;
      return Promise.resolve({ canceled: !isFolder, filePaths: isFolder ? [out] : [] });
    };
  }, folder);
}

export function heardBy(app: ElectronApplication): Promise<Heard[]> {
  return app.evaluate(() => [...(Reflect.get(globalThis, 'heard') as { what: string; text: string }[])]);
}

/** What goes by by itself: what pages ask for and write to their console, and what the program writes to its own. */
export function overheard({ app, page }: { readonly app: ElectronApplication; readonly page: Page }): Heard[] {
  const heard: Heard[] = [];
  const follow = (one: Page): void => {
    one.on('request', (request) =>
      heard.push({ what: 'request', text: `${request.url()} ${request.postData() ?? ''}` }),
    );
    one.on('console', (message) => heard.push({ what: 'console', text: message.text() }));
    one.on('pageerror', (error) => heard.push({ what: 'page error', text: error.stack ?? error.message }));
  };
  follow(page);
  app.on('window', follow);
  const { stdout, stderr } = app.process();
  stdout?.on('data', (chunk: Buffer) => heard.push({ what: 'stdout', text: chunk.toString('utf8') }));
  stderr?.on('data', (chunk: Buffer) => heard.push({ what: 'stderr', text: chunk.toString('utf8') }));
  return heard;
}

/** One for each window, for as long as the program runs. */
export type Sessions = Map<Page, CDPSession>;

/** Everything that stands in the windows now: markup with all attributes, what is typed, the accessibility tree, titles, what is kept. */
export async function standing(app: ElectronApplication, sessions: Sessions): Promise<Heard[]> {
  const pages = app.windows().filter((page) => !page.isClosed());
  const all = await Promise.all(pages.map((page) => standingIn(page, sessions).catch(goneWith(page))));
  const titles = await app.evaluate(({ BrowserWindow }) => [
    ...BrowserWindow.getAllWindows().map((window) => `${window.getTitle()} ${window.webContents.getTitle()}`),
  ]);
  return [...all.flat(), { what: 'titles', text: titles.join('\n') }, await clipboardOf(app)];
}

/** The window in which a report is printed closes while it is looked at. */
function goneWith(page: Page): (error: unknown) => Heard[] {
  return (error) => {
    if (page.isClosed()) return [];
    throw error;
  };
}

async function standingIn(page: Page, sessions: Sessions): Promise<Heard[]> {
  const cdp = sessions.get(page) ?? (await page.context().newCDPSession(page));
  sessions.set(page, cdp);
  const { nodes } = await cdp.send('Accessibility.getFullAXTree');
  const typed = await page
    .locator('input, textarea, select')
    .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value).join('\n'));
  const kept = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const caches = typeof globalThis.caches === 'undefined' ? [] : await globalThis.caches.keys();
    return JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      location.href,
      history.state,
      databases,
      caches,
    ]);
  });
  return [
    { what: 'markup', text: await page.content() },
    { what: 'fields', text: typed },
    { what: 'accessibility tree', text: JSON.stringify(nodes) },
    { what: 'storage of the window', text: kept },
  ];
}

/** Copies all that the window lets be copied, by key where the keys are. */
export async function copied(app: ElectronApplication, page: Page): Promise<Heard[]> {
  for (const key of ['Control+a', 'Control+c']) await page.keyboard.press(key);
  const byKey = await clipboardOf(app);
  await page.evaluate(() => {
    getSelection()?.selectAllChildren(document.body);
    document.execCommand('copy');
    getSelection()?.removeAllRanges();
  });
  return [byKey, await clipboardOf(app)];
}

/** The types are of a newer Electron than that of some tests. */
async function clipboardOf(app: ElectronApplication): Promise<Heard> {
  const text = await app.evaluate(async ({ clipboard }) => {
    const read = (name: string): unknown =>
      (Reflect.get(clipboard, name) as (() => unknown) | undefined)?.call(clipboard);
    return `${String(await read('readText'))}\n${String(await read('readHTML'))}`;
  });
  return { what: 'clipboard', text };
}

/** What stands in files of a folder, and how they are called. */
export function writtenIn(folder: string, what: string): Heard[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => {
      const name = path.relative(folder, file);
      return { what: `${what} ${name}`, text: `${name}\n${readFileSync(file, 'latin1')}` };
    });
}
