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

/** One client a window: made by the entry, handed down. */
export function createFrameClient(): FrameClient {
  return new FrameClient(requestPort);
}
