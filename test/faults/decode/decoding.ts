import { createHash } from 'node:crypto';
import { Decoder } from '../../../electron/station/dicom/decode/decoder.ts';
import { locateWasm } from '../../../electron/station/dicom/decode/codecs/wasm-files.ts';
import type { DecodeForm, DecodedFrame, ObjectLayout } from '../../../electron/station/dicom/decode/decode-types.ts';
import { fromWire } from '../../../shared/errors/app-error.ts';
import { newObjectId } from '../../integration/decode/decoders.ts';

const grey = { slope: 1, intercept: 0, window: null };

/** The work of a decoder process in this process: for bytes that end in an answer, not in a killed process. */
export class OwnDecoder {
  readonly #decoder = new Decoder(locateWasm(null));

  /** @throws AppError as the process would answer */
  async frame(bytes: Uint8Array, frame = 1, form: DecodeForm = 'stored'): Promise<DecodedFrame> {
    const task = { t: 'decode', id: 1, objectId: newObjectId(), bytes, frame, form, grey } as const;
    const answer = await this.#decoder.answer(task);
    if (answer.t === 'fail') throw fromWire(answer.error);
    if (answer.t !== 'frame') throw new Error(`the decoder answered ${answer.t}`);
    return { header: answer.header, data: answer.data };
  }

  /** @throws AppError as the process would answer */
  async layout(bytes: Uint8Array): Promise<ObjectLayout> {
    const answer = await this.#decoder.answer({ t: 'layout', id: 1, objectId: newObjectId(), bytes });
    if (answer.t === 'fail') throw fromWire(answer.error);
    if (answer.t !== 'layout') throw new Error(`the decoder answered ${answer.t}`);
    return answer.layout;
  }
}

export function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
