import { contextBridge, ipcRenderer, webUtils } from 'electron';

/** Parts of one window that listen for events: a long page of settings alone has a dozen. More than this is a leak. */
const MOST_LISTENERS = 100;
const FRAME_PORT = 'nightjar:frame-port';

/** The few things of the page that this script touches; the rest of electron/ compiles without a DOM. */
interface PageWindow {
  readonly location: { readonly origin: string };
  postMessage(message: string, origin: string, transfer: readonly unknown[]): void;
}
declare const window: PageWindow;
declare const File: abstract new (...args: never) => unknown;

ipcRenderer.setMaxListeners(MOST_LISTENERS);

contextBridge.exposeInMainWorld('nightjar', {
  call: (name: string, request: unknown): Promise<unknown> => ipcRenderer.invoke('nightjar:call', name, request),
  onEvent: (listener: (name: string, payload: unknown) => void): (() => void) => {
    const own = (_event: unknown, name: string, payload: unknown): void => listener(name, payload);
    ipcRenderer.on('nightjar:event', own);
    return () => ipcRenderer.off('nightjar:event', own);
  },
  // Paths go to main, not to the page: it gets a token.
  tokenOfDrop: (files: readonly unknown[]): Promise<unknown> => {
    const paths = files.map((file) => (file instanceof File ? webUtils.getPathForFile(file as never) : ''));
    return ipcRenderer.invoke(
      'nightjar:drop',
      paths.filter((path) => path !== ''),
    );
  },
});

// Ports cannot cross the context bridge: they go to the page as a message of its own window.
ipcRenderer.on(FRAME_PORT, (event) => {
  const port = event.ports[0];
  if (port) window.postMessage(FRAME_PORT, window.location.origin, [port]);
});
