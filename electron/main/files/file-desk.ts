import path from 'node:path';
import { BrowserWindow, dialog } from 'electron';
import type { FileFilter, IpcMainInvokeEvent, OpenDialogOptions } from 'electron';
import type { FileToken } from '../../../shared/contract/file-token.ts';
import type { CallName, Request, Response } from '../../../shared/contract/index.ts';
import type { Pages } from '../pages.ts';
import type { StationHost } from '../station-host.ts';
import { askStation } from './ask-station.ts';
import type { FilePurpose, FileTokens } from './file-tokens.ts';

interface FileDeskParts {
  readonly station: StationHost;
  readonly tokens: FileTokens;
  readonly pages: Pages;
}

/** A dialog for one file. */
export function oneFile(title: string, filters: FileFilter[] | null = null): OpenDialogOptions {
  return { title, properties: ['openFile'], ...(filters && { filters }) };
}

/** A dialog for a folder to write into, which may be made there. */
export function newFolder(title: string): OpenDialogOptions {
  return { title, properties: ['openDirectory', 'createDirectory'] };
}

/** What calls about files share: dialogs, tokens for what was chosen in them, the station asked for the page that calls. */
export class FileDesk {
  readonly #parts: FileDeskParts;

  constructor(parts: FileDeskParts) {
    this.#parts = parts;
  }

  /** Absolute paths; none: the reader thought better of it. */
  async chooseAll(event: IpcMainInvokeEvent, options: OpenDialogOptions): Promise<readonly string[]> {
    const answer = await dialog.showOpenDialog(windowOf(event), options);
    return answer.canceled ? [] : answer.filePaths;
  }

  async choose(event: IpcMainInvokeEvent, options: OpenDialogOptions): Promise<string | null> {
    const [first = null] = await this.chooseAll(event, options);
    return first;
  }

  /** As `choose`, for a later call: the page gets a token for it. */
  async chooseFor(
    event: IpcMainInvokeEvent,
    purpose: FilePurpose,
    options: OpenDialogOptions,
  ): Promise<{ readonly token: FileToken | null }> {
    const chosen = await this.choose(event, options);
    return { token: this.grant(event, purpose, chosen === null ? [] : [chosen]) };
  }

  /** A place to write to. @param suggestedName a file's name: folders before it are left out */
  async chooseNew(event: IpcMainInvokeEvent, suggestedName: string): Promise<{ readonly token: FileToken | null }> {
    const answer = await dialog.showSaveDialog(windowOf(event), { defaultPath: path.basename(suggestedName) });
    return { token: this.grant(event, 'export', answer.canceled || answer.filePath === '' ? [] : [answer.filePath]) };
  }

  /** Null: there is nothing to have a token for. */
  grant(event: IpcMainInvokeEvent, purpose: FilePurpose, paths: readonly string[]): FileToken | null {
    const { tokens, pages } = this.#parts;
    return paths.length === 0 ? null : tokens.grant(pages.keyOf(event.sender), purpose, paths);
  }

  /** @throws AppError request/stale-token */
  redeemAll(event: IpcMainInvokeEvent, purpose: FilePurpose, token: FileToken): readonly string[] {
    return this.#parts.tokens.redeem(this.#parts.pages.keyOf(event.sender), purpose, token);
  }

  /** The one path behind a token. @throws AppError request/stale-token */
  redeem(event: IpcMainInvokeEvent, purpose: FilePurpose, token: FileToken): string {
    const [first = ''] = this.redeemAll(event, purpose, token);
    return first;
  }

  /** @throws AppError what the station answers */
  ask<N extends CallName>(event: IpcMainInvokeEvent, name: N, request: Request<N>): Promise<Response<N>> {
    const { station, pages } = this.#parts;
    return askStation(station, pages.keyOf(event.sender), name, request);
  }
}

function windowOf(event: IpcMainInvokeEvent): BrowserWindow {
  const window = BrowserWindow.fromWebContents(event.sender);
  if (!window) throw new TypeError('a call came from no window');
  return window;
}
