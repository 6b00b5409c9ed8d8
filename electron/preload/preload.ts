import { contextBridge, ipcRenderer, webUtils } from 'electron';

const FRAME_PORT = 'nightjar:frame-port';

contextBridge.exposeInMainWorld('nightjar', {
  call: (name: string, request: unknown): Promise<unknown> => ipcRenderer.invoke('nightjar:call', name, request),
  onEvent: (listener: (name: string, payload: unknown) => void): (() => void) => {
    const own = (_event: unknown, name: string, payload: unknown): void => listener(name, payload);
    ipcRenderer.on('nightjar:event', own);
    return () => ipcRenderer.off('nightjar:event', own);
  },
  pathOfFile: (file: unknown): string => (file instanceof File ? webUtils.getPathForFile(file) : ''),
});

// Ports cannot cross the context bridge: they go to the page as a message of its own window.
ipcRenderer.on(FRAME_PORT, (event) => {
  const port = event.ports[0];
  if (port) window.postMessage(FRAME_PORT, window.location.origin, [port]);
});
