import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DecodePool } from '../../../../electron/station/dicom/decode/decode-pool.ts';
import { nodeProcessHost } from '../../../../electron/station/kernel/node-process-host.ts';
import { ObjectId } from '../../../../shared/model/ids.ts';
import { say } from './open-station.ts';

/*
 * Asks for one frame that takes a second, with two seconds' patience, from the decoder that stands in for a broken one (it takes as
 * long as it is told, so that the test knows where it is stopped).
 */
const here = path.dirname(fileURLToPath(import.meta.url));
const entry = path.resolve(here, '../../../..', 'test', 'integration', 'decode', 'hostile-decoder.ts');
const pool = new DecodePool(nodeProcessHost({ parser: entry, decoder: entry }), {
  processes: 1,
  frameDeadlineMs: 2000,
});
const load = async (): Promise<Uint8Array> => new Uint8Array(1);
const request = { objectId: ObjectId.parse('0'.repeat(26)), form: 'stored', priority: 'shown', load } as const;
// Its process is up from here on.
await pool.decode({ ...request, frame: 1 });
const coming = pool.decode({ ...request, frame: 1000 });
setImmediate(() => {
  say({ asked: true });
  // Itself and its decoder, so that no busy machine can come too late for it. The test lets both go on.
  process.kill(0, 'SIGSTOP');
});
await coming.then(
  ({ header }) => say({ frame: header.frame }),
  (error: unknown) => say({ failed: String(error) }),
);
await pool.close();
