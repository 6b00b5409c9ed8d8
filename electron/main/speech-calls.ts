import { BrowserWindow, dialog } from 'electron';
import type { OpenDialogOptions } from 'electron';
import type { ShellHandlers } from './calls.ts';
import { askStation } from './files/ask-station.ts';
import type { Microphone } from './microphone.ts';
import type { Pages } from './pages.ts';
import type { StationHost } from './station-host.ts';

export interface SpeechCallsOptions {
  readonly station: StationHost;
  readonly pages: Pages;
  readonly microphone: Microphone;
}

const FOLDER: OpenDialogOptions = { title: 'Folder of a model of speech', properties: ['openDirectory'] };

/** The folder of a model, and who has the microphone. */
export function speechHandlers({ station, pages, microphone }: SpeechCallsOptions): ShellHandlers {
  return {
    'speech.chooseModel': async (_request, event) => {
      const window = BrowserWindow.fromWebContents(event.sender);
      const { canceled, filePaths } = await (window
        ? dialog.showOpenDialog(window, FOLDER)
        : dialog.showOpenDialog(FOLDER));
      const [folder] = filePaths;
      const page = pages.keyOf(event.sender);
      return canceled || folder === undefined
        ? askStation(station, page, 'speech.model', {})
        : askStation(station, page, 'speech.useModel', { folder });
    },
    'speech.lendMicrophone': (_request, event) => {
      microphone.lend(pages.keyOf(event.sender));
      return {};
    },
    'speech.takeMicrophone': (_request, event) => {
      microphone.take(pages.keyOf(event.sender));
      return {};
    },
  };
}
