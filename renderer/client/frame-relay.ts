import { CollectorReminder } from './collector-reminder.ts';
import { emptyBuffer } from '../../shared/lib/empty-buffer.ts';

/*
 * Worker between the station's frame port and the window: it takes the pictures out of their messages into shared memory, so
 * that the window's own thread neither copies them nor has them counted by its collector. It changes nothing else and knows
 * nothing of the protocol.
 */
addEventListener('message', ({ ports }: MessageEvent<unknown>) => {
  const [station, page] = ports;
  if (!station || !page) return;
  // What was passed on is held here, too, until this worker's own collector runs.
  const reminder = new CollectorReminder();
  station.onmessage = ({ data: message }: MessageEvent<object>) => {
    const pixels = pixelsOf(message);
    if (!pixels) return page.postMessage(message);
    const data = intoShared(pixels);
    page.postMessage({ ...message, data });
    reminder.add(data.byteLength);
  };
  page.onmessage = ({ data }: MessageEvent<unknown>) => station.postMessage(data);
  // The station hears of a window that left by its port.
  page.addEventListener('close', () => station.close());
});
postMessage('ready');

/** The bytes of a message that carries a picture. */
function pixelsOf(message: unknown): Uint8Array<ArrayBuffer> | null {
  if (typeof message !== 'object' || message === null || !('data' in message)) return null;
  const { data } = message;
  return data instanceof Uint8Array && data.buffer instanceof ArrayBuffer ? (data as Uint8Array<ArrayBuffer>) : null;
}

/** The same bytes in shared memory; where they came in is empty afterwards. */
function intoShared(bytes: Uint8Array<ArrayBuffer>): Uint8Array {
  const own = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  own.set(bytes);
  emptyBuffer(bytes.buffer);
  return own;
}
