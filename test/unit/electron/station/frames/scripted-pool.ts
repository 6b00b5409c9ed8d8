import { AppError } from '../../../../../shared/errors/app-error.ts';
import type { FramePriority } from '../../../../../shared/contract/frames.ts';
import type { ObjectId } from '../../../../../shared/model/ids.ts';
import type { DecodePool } from '../../../../../electron/station/dicom/decode/decode-pool.ts';
import type {
  DecodedFrame,
  DecodeRequest,
  ObjectLayout,
} from '../../../../../electron/station/dicom/decode/decode-types.ts';

/**
 * Stands in for the decode pool so that a test decides when each frame is ready; the real pool is proved over real processes
 * in test/integration/decode. Each frame is 1000 bytes whose value is its number.
 */
export class ScriptedPool implements Pick<DecodePool, 'decode' | 'layout'> {
  readonly asked: number[] = [];
  #open = new Map<number, { readonly request: DecodeRequest; readonly finish: () => void }>();
  /** Frames that are answered at once; the others wait for `finish`. */
  held = false;

  decode(request: DecodeRequest): Promise<DecodedFrame> {
    const { frame, objectId } = request;
    this.asked.push(frame);
    if (frame === 13) return Promise.reject(new AppError('dicom/pixel-data-damaged', 'damaged'));
    if (!this.held) return Promise.resolve(frameOf(objectId, frame));
    return new Promise((resolve, reject) => {
      request.signal?.addEventListener('abort', () => {
        this.#open.delete(frame);
        reject(new AppError('request/cancelled', 'the frame is no longer wanted'));
      });
      this.#open.set(frame, { request, finish: () => resolve(frameOf(objectId, frame)) });
    });
  }

  layout(): Promise<ObjectLayout> {
    return Promise.reject(new AppError('internal/bug', 'no test asks for a layout'));
  }

  finish(frame: number): void {
    this.#open.get(frame)?.finish();
    this.#open.delete(frame);
  }

  get open(): number[] {
    return [...this.#open.keys()];
  }

  priorityOf(frame: number): FramePriority | null {
    const priority = this.#open.get(frame)?.request.priority;
    return typeof priority === 'function' ? priority() : (priority ?? null);
  }
}

function frameOf(objectId: ObjectId, frame: number): DecodedFrame {
  return {
    header: {
      objectId,
      frame,
      rows: 10,
      columns: 100,
      samples: 1,
      type: 'uint8',
      photometric: 'MONOCHROME2',
      min: frame,
      max: frame,
    },
    data: new Uint8Array(1000).fill(frame),
  };
}
