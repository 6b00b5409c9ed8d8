import type { FileToken } from '../../../shared/contract/file-token.ts';
import type { ShellHandlers } from '../calls.ts';
import type { Pages } from '../pages.ts';
import { sampleFolder } from '../samples.ts';
import type { StationHost } from '../station-host.ts';
import { controlsFiles, hangingFiles, templateFiles } from './document-files.ts';
import { FileDesk, newFolder } from './file-desk.ts';
import type { FileTokens } from './file-tokens.ts';
import { reviewFiles } from './review-files.ts';
import { certificateFiles, orderFiles, profileFiles, signInFiles } from './signed-files.ts';

export interface FileCallsOptions {
  readonly station: StationHost;
  readonly tokens: FileTokens;
  readonly pages: Pages;
  /** Folder of the sample studies; may be missing. */
  readonly samples: string;
}

/** Calls about files: a page holds tokens, the paths behind them go from here to the station. */
export function fileHandlers({ samples, ...parts }: FileCallsOptions): ShellHandlers {
  const desk = new FileDesk(parts);
  return {
    ...choices(desk, samples),
    ...archiveFiles(desk),
    ...profileFiles(desk),
    ...orderFiles(desk),
    ...signInFiles(desk),
    ...certificateFiles(desk),
    ...hangingFiles(desk),
    ...templateFiles(desk),
    ...controlsFiles(desk),
    ...reviewFiles(desk),
  };
}

/** What a later call takes by its token. */
function choices(desk: FileDesk, samples: string): ShellHandlers {
  return {
    'app.chooseImport': async ({ kind }, event) => {
      const what = kind === 'folder' ? 'openDirectory' : 'openFile';
      const paths = await desk.chooseAll(event, { properties: [what, 'multiSelections'] });
      return { token: desk.grant(event, 'import', paths) };
    },
    'app.chooseExport': ({ suggestedName }, event) => desk.chooseNew(event, suggestedName),
    'app.chooseBackup': (_request, event) => desk.chooseFor(event, 'backup', newFolder('Folder for the backup')),
    'app.samples': (_request, event) => {
      const { folder, bytes } = sampleFolder(samples);
      const token: FileToken | null = desk.grant(event, 'import', folder === null ? [] : [folder]);
      return { token, bytes };
    },
  };
}

/** Of studies, reports and the store itself. */
function archiveFiles(desk: FileDesk): ShellHandlers {
  return {
    'archive.import': ({ token, site }, event) => {
      const paths = [...desk.redeemAll(event, 'import', token)];
      return desk.ask(event, 'archive.importPaths', { paths, site });
    },
    'store.backupTo': ({ token, ...wanted }, event) =>
      desk.ask(event, 'store.backup', { to: desk.redeem(event, 'backup', token), ...wanted }),
    'move.packTo': ({ token, ...wanted }, event) =>
      desk.ask(event, 'move.pack', { to: desk.redeem(event, 'backup', token), ...wanted }),
    'objects.exportDocument': ({ objectId, token }, event) =>
      desk.ask(event, 'objects.exportDocumentFile', { objectId, file: desk.redeem(event, 'export', token) }),
    'check.export': ({ token, ...wanted }, event) =>
      desk.ask(event, 'check.exportFile', { ...wanted, file: desk.redeem(event, 'export', token) }),
    'report.export': ({ reportId, format, token }, event) =>
      desk.ask(event, 'report.exportFile', { reportId, format, file: desk.redeem(event, 'export', token) }),
  };
}
