import { AppError } from '../../shared/errors/app-error.ts';
import { callStation } from './call.ts';
import { FrameClient } from './frame-client.ts';

const PORT_MESSAGE = 'nightjar:frame-port';

/** Asks the shell for a frame port; the preload script passes it on as a window message. */
async function requestPort(): Promise<MessagePort> {
  const arrived = new Promise<MessagePort>((resolve) => {
    const take = (event: MessageEvent<unknown>): void => {
      const port = event.ports[0];
      if (event.source !== window || event.data !== PORT_MESSAGE || !port) return;
      window.removeEventListener('message', take);
      resolve(port);
    };
    window.addEventListener('message', take);
  });
  await callStation('app.connectFrames', {});
  return arrived;
}

/** The worker that stands between the station's ports and this window, once it runs. @throws AppError process/died */
function startRelay(): Promise<Worker> {
  const relay = new Worker(new URL('./frame-relay.ts', import.meta.url), { type: 'module', name: 'frames' });
  return new Promise((resolve, reject) => {
    relay.onmessage = () => resolve(relay);
    relay.onerror = () => reject(new AppError('process/died', 'the worker for frames did not start'));
  });
}

/** One client a window: made by the entry, handed down. */
export function createFrameClient(): FrameClient {
  let running: Promise<Worker> | null = null;
  return new FrameClient(async () => {
    running ??= startRelay();
    const [port, relay] = await Promise.all([
      requestPort(),
      running.catch((error: unknown) => {
        running = null;
        throw error;
      }),
    ]);
    const { port1, port2 } = new MessageChannel();
    relay.postMessage(null, [port, port2]);
    return port1;
  });
}
