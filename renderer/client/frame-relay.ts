import { emptyBuffer } from '../../shared/lib/empty-buffer.ts';

/*
 * Worker between the station's frame port and the window: it takes the pictures out of their messages into shared memory, so
 * that the window's own thread neither copies them nor has them counted by its collector. It changes nothing else and knows
 * nothing of the protocol.
 */
addEventListener('message', ({ ports }: MessageEvent<unknown>) => {
  const [station, page] = ports;
  if (!station || !page) return;
  station.onmessage = ({ data }: MessageEvent<unknown>) => page.postMessage(shared(data));
  page.onmessage = ({ data }: MessageEvent<unknown>) => station.postMessage(data);
  // The station hears of a window that left by its port.
  page.addEventListener('close', () => station.close());
});
postMessage('ready');

function shared(message: unknown): unknown {
  if (typeof message !== 'object' || message === null || !('data' in message)) return message;
  const { data } = message;
  if (!(data instanceof Uint8Array)) return message;
  const own = new Uint8Array(new SharedArrayBuffer(data.byteLength));
  own.set(data);
  emptyBuffer(data.buffer);
  return { ...message, data: own };
}
