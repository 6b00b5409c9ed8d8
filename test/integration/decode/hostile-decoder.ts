import { serveChild } from '../../../electron/station/kernel/child-channel.ts';
import { DecoderTask } from '../../../electron/station/dicom/decode/decode-protocol.ts';

/**
 * Stands in for a decoder process that a file has taken over or broken: no file of ours does that to the real one on demand.
 * Frame 13 ends the process, 14 never answers, 15 takes memory, 16 answers for another frame, others answer after their number
 * in milliseconds.
 */
const hoard: Uint8Array[] = [];

serveChild((message, reply) => {
  const task = DecoderTask.parse(message);
  if (task.t !== 'decode') return;
  const frame = task.frame === 16 ? 1 : task.frame;
  if (frame === 13) process.exit(1);
  if (frame === 14) for (;;) hoard.length = 0;
  if (frame === 15) {
    setInterval(() => hoard.push(new Uint8Array(16 * 1024 * 1024).fill(1)), 5);
    return;
  }
  const shape = { rows: 1, columns: 1, samples: 1, type: 'uint8', photometric: 'MONOCHROME2', min: 7, max: 7 };
  const answer = {
    t: 'frame',
    id: task.id,
    header: { objectId: task.objectId, frame, ...shape },
    data: new Uint8Array([7]),
    held: [],
  };
  setTimeout(() => reply(answer), frame);
});
