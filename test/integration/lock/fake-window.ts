import type { WindowPort } from '../../../electron/station/kernel/ports.ts';
import type { ToWindow } from '../../../shared/contract/frames.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';

/** The other end of a frame port: a window is nothing more to the station. */
export function fakeWindow() {
  const said = new Emitter<unknown>();
  const heard: ToWindow[] = [];
  let closed = false;
  const port: WindowPort = {
    post: (message) => void heard.push(message as ToWindow),
    onMessage: (listener) => said.on(listener),
    onClose: () => () => undefined,
    close: () => {
      closed = true;
    },
  };
  return { port, heard, say: (message: unknown) => said.emit(message), isClosed: () => closed };
}
