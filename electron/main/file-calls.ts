import path from 'node:path';
import { BrowserWindow, dialog, ipcMain } from 'electron';
import type { IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import { LONGEST_PATH, MOST_PATHS } from '../../shared/contract/file-token.ts';
import type { FileToken } from '../../shared/contract/file-token.ts';
import { AnyEnvelope, calls } from '../../shared/contract/index.ts';
import type { CallName, Envelope, Request, Response } from '../../shared/contract/index.ts';
import { AppError, fromWire, toWire } from '../../shared/errors/app-error.ts';
import type { ShellHandlers } from './calls.ts';
import type { FilePurpose, FileTokens } from './file-tokens.ts';
import type { Pages } from './pages.ts';
import { sampleFolder } from './samples.ts';
import type { StationHost } from './station-host.ts';
import { isTrusted } from './trusted-sender.ts';

export interface FileCallsOptions {
  readonly station: StationHost;
  readonly tokens: FileTokens;
  readonly pages: Pages;
  /** Folder of the sample studies; may be missing. */
  readonly samples: string;
}

const CERTIFICATE_TITLES = {
  authorities: "Certificates of who vouches for the provider's server",
  certificate: 'Certificate of this station',
  key: 'Private key of this certificate',
} as const;

const SITE_TITLES = {
  authorities: "Certificates of who vouches for the site's server",
  certificate: 'Certificate of this station for the site',
  key: 'Private key of this certificate',
} as const;

const BRING_TITLES = {
  csv: 'List of reports (CSV)',
  oru: 'Reports as HL7 messages (ORU)',
  fhir: 'Reports as FHIR resources (bundle or ndjson)',
} as const;

type Grant = (event: IpcMainInvokeEvent, purpose: FilePurpose, paths: readonly string[]) => FileToken | null;

/** Calls about files: a page holds tokens, the paths behind them go from here to the station. */
export function fileHandlers(options: FileCallsOptions): ShellHandlers {
  const { station, tokens, pages } = options;
  const grant: Grant = (event, purpose, paths) =>
    paths.length === 0 ? null : tokens.grant(pages.keyOf(event.sender), purpose, paths);
  return {
    'app.chooseImport': async ({ kind }, event) => {
      const answer = await dialog.showOpenDialog(windowOf(event.sender), {
        properties: [kind === 'folder' ? 'openDirectory' : 'openFile', 'multiSelections'],
      });
      return { token: answer.canceled ? null : grant(event, 'import', answer.filePaths) };
    },
    'app.chooseExport': async ({ suggestedName }, event) => {
      const answer = await dialog.showSaveDialog(windowOf(event.sender), { defaultPath: path.basename(suggestedName) });
      return { token: answer.canceled || answer.filePath === '' ? null : grant(event, 'export', [answer.filePath]) };
    },
    'app.chooseBackup': async (_request, event) => {
      const answer = await dialog.showOpenDialog(windowOf(event.sender), {
        title: 'Folder for the backup',
        properties: ['openDirectory', 'createDirectory'],
      });
      return { token: answer.canceled ? null : grant(event, 'backup', answer.filePaths.slice(0, 1)) };
    },
    'app.samples': (_request, event) => {
      const { folder, bytes } = sampleFolder(options.samples);
      return { token: folder === null ? null : grant(event, 'import', [folder]), bytes };
    },
    'archive.import': ({ token, site }, event) => {
      const page = pages.keyOf(event.sender);
      const paths = tokens.redeem(page, 'import', token);
      return askStation(station, page, 'archive.importPaths', { paths: [...paths], site });
    },
    'store.backupTo': ({ token, ...wanted }, event) => {
      const page = pages.keyOf(event.sender);
      const [to = ''] = tokens.redeem(page, 'backup', token);
      return askStation(station, page, 'store.backup', { to, ...wanted });
    },
    'move.packTo': ({ token, ...wanted }, event) => {
      const page = pages.keyOf(event.sender);
      const [to = ''] = tokens.redeem(page, 'backup', token);
      return askStation(station, page, 'move.pack', { to, ...wanted });
    },
    ...signedFileHandlers(options, grant),
    'objects.exportDocument': ({ objectId, token }, event) => {
      const page = pages.keyOf(event.sender);
      const [file = ''] = tokens.redeem(page, 'export', token);
      return askStation(station, page, 'objects.exportDocumentFile', { objectId, file });
    },
    'check.export': ({ token, ...wanted }, event) => {
      const page = pages.keyOf(event.sender);
      const [file = ''] = tokens.redeem(page, 'export', token);
      return askStation(station, page, 'check.exportFile', { ...wanted, file });
    },
    ...reviewFileHandlers(options),
    ...personFileHandlers(options),
    ...packageFileHandlers(options, grant),
    'report.export': ({ reportId, format, token }, event) => {
      const page = pages.keyOf(event.sender);
      const [file = ''] = tokens.redeem(page, 'export', token);
      return askStation(station, page, 'report.exportFile', { reportId, format, file });
    },
  };
}

/** Of second readings. */
function reviewFileHandlers({ station, tokens, pages }: FileCallsOptions): ShellHandlers {
  return {
    'review.bring': async (wanted, event) => {
      const page = pages.keyOf(event.sender);
      const answer = await dialog.showOpenDialog(windowOf(event.sender), {
        title: BRING_TITLES[wanted.format],
        properties: ['openFile'],
      });
      const [file] = answer.canceled ? [] : answer.filePaths;
      return file === undefined ? { jobId: null } : askStation(station, page, 'review.bringFile', { ...wanted, file });
    },
    'review.exportFigures': ({ token, ...wanted }, event) => {
      const page = pages.keyOf(event.sender);
      const [file = ''] = tokens.redeem(page, 'export', token);
      return askStation(station, page, 'review.exportFiguresFile', { ...wanted, file });
    },
    'review.exportRegistry': ({ token, ...wanted }, event) => {
      const page = pages.keyOf(event.sender);
      const [file = ''] = tokens.redeem(page, 'export', token);
      return askStation(station, page, 'review.exportRegistryFile', { ...wanted, file });
    },
  };
}

/** Review packages: made in a folder, taken from a file. */
function packageFileHandlers({ station, tokens, pages }: FileCallsOptions, grant: Grant): ShellHandlers {
  return {
    'app.choosePackageFolder': async (_request, event) => {
      const answer = await dialog.showOpenDialog(windowOf(event.sender), {
        title: 'Folder for the package',
        properties: ['openDirectory', 'createDirectory'],
      });
      return { token: answer.canceled ? null : grant(event, 'export', answer.filePaths.slice(0, 1)) };
    },
    'review.send': ({ token, ...wanted }, event) => {
      const page = pages.keyOf(event.sender);
      const [folder = ''] = tokens.redeem(page, 'export', token);
      return askStation(station, page, 'review.sendTo', { ...wanted, folder });
    },
    'review.take': async (_request, event) => {
      const page = pages.keyOf(event.sender);
      const answer = await dialog.showOpenDialog(windowOf(event.sender), {
        title: 'Review package',
        properties: ['openFile'],
      });
      const [file] = answer.canceled ? [] : answer.filePaths;
      return file === undefined ? { jobId: null } : askStation(station, page, 'review.takeFile', { file });
    },
  };
}

/** Of keys, mouse and macros of one person. */
function personFileHandlers({ station, tokens, pages }: FileCallsOptions): ShellHandlers {
  return {
    'controls.export': ({ token }, event) => {
      const page = pages.keyOf(event.sender);
      const [file = ''] = tokens.redeem(page, 'export', token);
      return askStation(station, page, 'controls.exportFile', { file });
    },
    'controls.bring': async (_request, event) => {
      const page = pages.keyOf(event.sender);
      const answer = await dialog.showOpenDialog(windowOf(event.sender), {
        title: 'Keys and mouse of a person',
        properties: ['openFile'],
      });
      const [file] = answer.canceled ? [] : answer.filePaths;
      return file === undefined ? { controls: null } : askStation(station, page, 'controls.readFile', { file });
    },
    'macros.export': ({ token }, event) => {
      const page = pages.keyOf(event.sender);
      const [file = ''] = tokens.redeem(page, 'export', token);
      return askStation(station, page, 'macros.exportFile', { file });
    },
    'macros.bring': async (_request, event) => {
      const page = pages.keyOf(event.sender);
      const answer = await dialog.showOpenDialog(windowOf(event.sender), {
        title: 'Macros: CSV, XML, JSON or plain text',
        properties: ['openFile'],
      });
      const [file] = answer.canceled ? [] : answer.filePaths;
      return file === undefined ? { read: null } : askStation(station, page, 'macros.readFile', { file });
    },
  };
}

/** Of files that somebody signed, and of certificates. */
function signedFileHandlers({ station, tokens, pages }: FileCallsOptions, grant: Grant): ShellHandlers {
  return {
    'profile.choose': async (_request, event) => {
      const answer = await dialog.showOpenDialog(windowOf(event.sender), {
        title: 'Signed profile of a site',
        properties: ['openFile'],
      });
      return { token: answer.canceled ? null : grant(event, 'profile', answer.filePaths.slice(0, 1)) };
    },
    'orders.bring': async (_request, event) => {
      const page = pages.keyOf(event.sender);
      const answer = await dialog.showOpenDialog(windowOf(event.sender), {
        title: 'Signed order of a site',
        properties: ['openFile'],
      });
      const [file] = answer.canceled ? [] : answer.filePaths;
      if (file === undefined) return { state: 'none', notice: null };
      return await askStation(station, page, 'orders.bringFile', { file });
    },
    'orders.exportTo': ({ token }, event) => {
      const page = pages.keyOf(event.sender);
      const [file = ''] = tokens.redeem(page, 'export', token);
      return askStation(station, page, 'orders.exportFile', { file });
    },
    'signIn.chooseFile': async ({ what }, event) => {
      const answer = await dialog.showOpenDialog(windowOf(event.sender), {
        title: CERTIFICATE_TITLES[what],
        properties: ['openFile'],
      });
      return { token: answer.canceled ? null : grant(event, 'sign-in', answer.filePaths.slice(0, 1)) };
    },
    'signIn.readAuthorities': ({ token }, event) => {
      const page = pages.keyOf(event.sender);
      const [file = ''] = tokens.redeem(page, 'sign-in', token);
      return askStation(station, page, 'signIn.readAuthoritiesFile', { file });
    },
    'signIn.setCertificate': ({ certificate, key, ...more }, event) => {
      const page = pages.keyOf(event.sender);
      const [certificateFile = ''] = tokens.redeem(page, 'sign-in', certificate);
      const [keyFile = ''] = tokens.redeem(page, 'sign-in', key);
      return askStation(station, page, 'signIn.setCertificateFiles', { certificateFile, keyFile, ...more });
    },
    ...certificateHandlers({ station, tokens, pages }, grant),
    ...hangingHandlers({ station, tokens, pages }, grant),
    ...templateHandlers({ station, tokens, pages }, grant),
    'profile.preview': ({ token }, event) => {
      const page = pages.keyOf(event.sender);
      const [file = ''] = tokens.redeem(page, 'profile', token);
      return askStation(station, page, 'profile.previewFile', { file });
    },
    'profile.export': ({ siteCode, token }, event) => {
      const page = pages.keyOf(event.sender);
      const [file = ''] = tokens.redeem(page, 'export', token);
      return askStation(station, page, 'profile.exportFile', { siteCode, file });
    },
  };
}

/** Of hanging protocols. */
function hangingHandlers(
  { station, tokens, pages }: Pick<FileCallsOptions, 'station' | 'tokens' | 'pages'>,
  grant: Grant,
): ShellHandlers {
  return {
    'hanging.choose': async (_request, event) => {
      const answer = await dialog.showOpenDialog(windowOf(event.sender), {
        title: 'File with hanging protocols',
        properties: ['openFile'],
      });
      return { token: answer.canceled ? null : grant(event, 'hanging', answer.filePaths.slice(0, 1)) };
    },
    'hanging.preview': ({ token }, event) => {
      const page = pages.keyOf(event.sender);
      const [file = ''] = tokens.redeem(page, 'hanging', token);
      return askStation(station, page, 'hanging.previewFile', { file });
    },
    'hanging.export': ({ token, ...wanted }, event) => {
      const page = pages.keyOf(event.sender);
      const [file = ''] = tokens.redeem(page, 'export', token);
      return askStation(station, page, 'hanging.exportFile', { ...wanted, file });
    },
  };
}

/** Of report templates. */
function templateHandlers(
  { station, tokens, pages }: Pick<FileCallsOptions, 'station' | 'tokens' | 'pages'>,
  grant: Grant,
): ShellHandlers {
  return {
    'templates.choose': async (_request, event) => {
      const answer = await dialog.showOpenDialog(windowOf(event.sender), {
        title: 'File with a report template (MRRT)',
        properties: ['openFile'],
        filters: [
          { name: 'Report templates', extensions: ['html', 'htm', 'xhtml'] },
          { name: 'All files', extensions: ['*'] },
        ],
      });
      return { token: answer.canceled ? null : grant(event, 'template', answer.filePaths.slice(0, 1)) };
    },
    'templates.preview': ({ token }, event) => {
      const page = pages.keyOf(event.sender);
      const [file = ''] = tokens.redeem(page, 'template', token);
      return askStation(station, page, 'templates.previewFile', { file });
    },
    'templates.export': ({ token, ...wanted }, event) => {
      const page = pages.keyOf(event.sender);
      const [file = ''] = tokens.redeem(page, 'export', token);
      return askStation(station, page, 'templates.exportFile', { ...wanted, file });
    },
  };
}

/** Of certificates and keys of sources and destinations. */
function certificateHandlers(
  { station, tokens, pages }: Pick<FileCallsOptions, 'station' | 'tokens' | 'pages'>,
  grant: Grant,
): ShellHandlers {
  return {
    'certificates.choose': async ({ what }, event) => {
      const answer = await dialog.showOpenDialog(windowOf(event.sender), {
        title: SITE_TITLES[what],
        properties: ['openFile'],
      });
      return { token: answer.canceled ? null : grant(event, 'certificate', answer.filePaths.slice(0, 1)) };
    },
    'certificates.readAuthorities': ({ token }, event) => {
      const page = pages.keyOf(event.sender);
      const [file = ''] = tokens.redeem(page, 'certificate', token);
      return askStation(station, page, 'certificates.readAuthoritiesFile', { file });
    },
    'certificates.read': ({ certificate, key, passphrase }, event) => {
      const page = pages.keyOf(event.sender);
      const [certificateFile = ''] = tokens.redeem(page, 'certificate', certificate);
      const [keyFile = null] = key === null ? [] : tokens.redeem(page, 'certificate', key);
      return askStation(station, page, 'certificates.readFiles', { certificateFile, keyFile, passphrase });
    },
  };
}

const Dropped = z.array(z.string().min(1).max(LONGEST_PATH)).max(MOST_PATHS);

/**
 * Takes the paths of a drop from the preload script, which has them from the system's own file objects. The page never sees
 * them, and what is dropped can only be imported.
 */
export function answerDrops({ tokens, pages }: Pick<FileCallsOptions, 'tokens' | 'pages'>): void {
  ipcMain.handle('nightjar:drop', (event, dropped: unknown): Envelope<{ readonly token: FileToken | null }> => {
    try {
      if (!isTrusted(event.senderFrame)) throw new AppError('request/forbidden', 'foreign sender');
      const paths = Dropped.safeParse(dropped);
      if (!paths.success) throw new AppError('request/bad', 'too many files were dropped, or none that can be named');
      const real = paths.data.filter((one) => path.isAbsolute(one));
      const token = real.length === 0 ? null : tokens.grant(pages.keyOf(event.sender), 'import', real);
      return { ok: true, value: { token } };
    } catch (error) {
      return { ok: false, error: toWire(error) };
    }
  });
}

/** Asks in the name of a page. @throws AppError what the station answers */
export async function askStation<N extends CallName>(
  station: StationHost,
  page: string,
  name: N,
  request: Request<N>,
): Promise<Response<N>> {
  const envelope = AnyEnvelope.parse(await station.call(name, request, page));
  if (!envelope.ok) throw fromWire(envelope.error);
  return calls[name].response.parse(envelope.value) as Response<N>;
}

function windowOf(contents: Electron.WebContents): BrowserWindow {
  const window = BrowserWindow.fromWebContents(contents);
  if (!window) throw new TypeError('a call came from no window');
  return window;
}
