import { Emitter } from '../../../shared/lib/emitter.ts';
import type { WindowPort } from '../kernel/ports.ts';
import type { ElectronPort } from './electron-port.ts';

/** A window's frame port as the station sees it. Typed arrays are cloned, never transferred: Electron drops transfers. */
export function electronWindowPort(port: ElectronPort): WindowPort {
  const messages = new Emitter<unknown>();
  const closed = new Emitter<void>();
  let open = true;
  port.on('message', (event) => messages.emit(event.data));
  port.on('close', () => {
    open = false;
    closed.emit();
  });
  port.start?.();
  return {
    post: (message) => {
      if (open) port.postMessage(message);
    },
    onMessage: (listener) => messages.on(listener),
    onClose: (listener) => closed.on(listener),
    close: () => {
      open = false;
      port.close?.();
    },
  };
}
