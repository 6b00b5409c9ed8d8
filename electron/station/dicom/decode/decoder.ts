import { ObjectId } from '../../../../shared/model/ids.ts';
import { pictureLines } from '../../../../shared/deidentify/text/picture-lines.ts';
import { valueRange } from '../../../../shared/dicom/pixel-stats.ts';
import { AppError, toWire } from '../../../../shared/errors/app-error.ts';
import { CodecShelf } from './codecs/codec-shelf.ts';
import { DecodeObject } from './decode-object.ts';
import { toDisplay } from './display-form.ts';
import { overlayFrame } from './overlay-frame.ts';
import { pdfOf } from './pdf-object.ts';
import { toThumbnail } from './thumbnail.ts';
import { videoOf } from './video/video-object.ts';
import type { PixelType } from '../../../../shared/contract/frames.ts';
import type { PixelArray, ValueRange } from '../../../../shared/dicom/pixel-stats.ts';
import type { LocateWasm } from './codecs/wasm-files.ts';
import { frameDisagreement } from './decode-types.ts';
import type { DecodedFrame } from './decode-types.ts';
import type { DecoderAnswer, DecoderTask } from './decode-protocol.ts';

/** Objects that a process keeps so that a multi-frame object is sent once. */
const HELD_OBJECTS = 4;
const HELD_BYTES = 768 * 1024 * 1024;

interface Held {
  readonly object: DecodeObject;
  readonly bytes: number;
}

/** The work of a decoder process, without the process. */
export class Decoder {
  readonly #shelf: CodecShelf;
  /** In order of use, oldest first. */
  readonly #held = new Map<string, Held>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(locate: LocateWasm) {
    this.#shelf = new CodecShelf(locate);
  }

  /** Answers tasks one after another: a codec works on one frame at a time. Never rejects. */
  answer(task: DecoderTask): Promise<DecoderAnswer> {
    const answer = this.#last.then(() => this.#work(task));
    this.#last = answer;
    return answer;
  }

  async #work(task: DecoderTask): Promise<DecoderAnswer> {
    try {
      if (task.t === 'decode' && task.form === 'video') return this.#whole(task, 'VIDEO', videoOf);
      if (task.t === 'decode' && task.form === 'document') return this.#whole(task, 'DOCUMENT', pdfOf);
      if (task.t === 'decode' && task.form === 'overlay') return this.#overlay(task);
      const object = this.#object(task.objectId, task.bytes);
      if (!object) return { t: 'need-bytes', id: task.id, held: this.#names() };
      if (task.t === 'layout') return { t: 'layout', id: task.id, layout: object.layout, held: this.#names() };
      return { t: 'frame', id: task.id, ...(await this.#decode(object, task)), held: this.#names() };
    } catch (error) {
      return { t: 'fail', id: task.id, error: toWire(error), held: this.#names() };
    }
  }

  /** A video or a document is asked for once and not kept. */
  #whole(
    { id, objectId, frame, bytes }: Extract<DecoderTask, { t: 'decode' }>,
    photometric: string,
    take: (file: Uint8Array) => Uint8Array,
  ): DecoderAnswer {
    if (bytes === null) return { t: 'need-bytes', id, held: this.#names() };
    if (frame !== 1) throw new AppError('dicom/frame-out-of-range', 'it comes as a whole', { context: { frame } });
    const data = take(bytes);
    const shape = { rows: 1, columns: data.length, samples: 1, type: 'uint8', photometric } as const;
    const header = { objectId: ObjectId.parse(objectId), frame, ...shape, min: 0, max: 0 };
    return { t: 'frame', id, header, data, held: this.#names() };
  }

  /** Asked for once a picture, and only where the object says that there is one: the object is not kept for it. */
  #overlay({ id, objectId, frame, bytes }: Extract<DecoderTask, { t: 'decode' }>): DecoderAnswer {
    if (bytes === null) return { t: 'need-bytes', id, held: this.#names() };
    const { rows, columns, values } = overlayFrame(bytes, frame);
    const own = { objectId: ObjectId.parse(objectId), frame, rows, columns, samples: 1 };
    const made = frameOf({ ...own, type: 'uint16', photometric: 'OVERLAY' }, values, null);
    return { t: 'frame', id, ...made, held: this.#names() };
  }

  #names(): string[] {
    return [...this.#held.keys()];
  }

  #object(objectId: string, bytes: Uint8Array | null): DecodeObject | null {
    const known = this.#held.get(objectId);
    if (known) {
      this.#held.delete(objectId);
      this.#held.set(objectId, known);
      return known.object;
    }
    if (bytes === null) return null;
    const object = new DecodeObject(bytes);
    this.#held.set(objectId, { object, bytes: object.header.bytes.byteLength + bytes.byteLength });
    this.#dropOldest();
    return object;
  }

  #dropOldest(): void {
    let total = 0;
    for (const held of this.#held.values()) total += held.bytes;
    for (const [name, held] of this.#held) {
      if (this.#held.size <= 1 || (this.#held.size <= HELD_OBJECTS && total <= HELD_BYTES)) return;
      this.#held.delete(name);
      total -= held.bytes;
    }
  }

  async #decode(object: DecodeObject, task: Extract<DecoderTask, { t: 'decode' }>): Promise<DecodedFrame> {
    const stored = await object.stored(task.frame, this.#shelf);
    const { rows, columns, samples } = stored.header;
    const own = { objectId: ObjectId.parse(task.objectId), frame: task.frame };
    if (task.form === 'stored') {
      const { type, photometric, values } = stored;
      return frameOf({ ...own, rows, columns, samples, type, photometric }, values, stored.range);
    }
    const display = toDisplay(stored);
    if (task.form === 'display') {
      const { type, photometric, values } = display;
      const truth = frameDisagreement(object.layout);
      return frameOf(
        { ...own, rows, columns, samples: display.samples, type, photometric, ...truth },
        values,
        values === stored.values ? stored.range : null,
      );
    }
    if (task.form === 'text') {
      const { values, samples: shown } = display;
      const data = Buffer.from(JSON.stringify(pictureLines({ columns, rows, samples: shown, values })), 'utf8');
      const shape = { rows: 1, columns: data.length, samples: 1, type: 'uint8', photometric: 'TEXT' } as const;
      return { header: { ...own, ...shape, min: 0, max: 0 }, data: new Uint8Array(data) };
    }
    const small = toThumbnail(display, rows, columns, task.grey);
    const shape = { rows: small.rows, columns: small.columns, samples: 4, type: 'uint8', photometric: 'RGBA' } as const;
    return frameOf({ ...own, ...shape }, small.rgba, null);
  }
}

interface Shape {
  readonly objectId: ObjectId;
  readonly frame: number;
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly type: PixelType;
  readonly photometric: string;
  readonly objectFrames?: DecodedFrame['header']['objectFrames'];
}

/** @param range of the values, where it is known */
function frameOf(shape: Shape, values: PixelArray, range: ValueRange | null): DecodedFrame {
  const { min, max } = range ?? valueRange(values);
  return {
    header: { ...shape, min, max },
    data: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  };
}
