import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveChild } from '../../kernel/child-channel.ts';
import { locateWasm } from './codecs/wasm-files.ts';
import { DecoderTask } from './decode-protocol.ts';
import { Decoder } from './decoder.ts';

/**
 * Entry of a decoder process. As a bundle it finds the codecs in `wasm/` beside itself; as a source file, in their packages.
 */
const beside = path.join(path.dirname(fileURLToPath(import.meta.url)), 'wasm');
const decoder = new Decoder(locateWasm(existsSync(beside) ? beside : null));

serveChild((message, reply) => {
  void decoder.answer(DecoderTask.parse(message)).then(reply);
});
