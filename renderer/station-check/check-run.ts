import { AppError } from '../../shared/errors/app-error.ts';
import type { PhantomPicture } from '../../shared/contract/check.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import type { CheckStep, CheckStepState } from '../../shared/model/station-check.ts';
import type { FrameClient } from '../client/index.ts';
import type { ViewerEngine, ViewportHandle } from '../viewer/index.ts';

/** What the parts of a check work with. */
export interface CheckRun {
  readonly pictures: readonly PhantomPicture[];
  readonly frames: FrameClient;
  /** On the page, and seen: the glass on which pictures are drawn. */
  readonly element: HTMLDivElement;
  readonly signal: AbortSignal;
  readonly memory: () => Promise<Memory>;
  /** One more thing was looked at. @param words of what comes now */
  readonly step: (words: string) => void;
}

export interface Memory {
  readonly total: number;
  readonly free: number;
  readonly station: number;
}

/** What a part found; its name and time are put to it by whoever runs it. */
export type Found = Pick<CheckStep, 'state' | 'found' | 'lines'>;

export function pictureNamed({ pictures }: Pick<CheckRun, 'pictures'>, name: string): ImageInfo {
  const found = pictures.find((one) => one.name === name);
  if (!found) throw new AppError('archive/unknown-object', 'a picture of the check is missing', { context: { name } });
  return found.image;
}

/** A picture that does not come in this time never will. */
const LONGEST_MS = 20_000;

/** Waits until the glass says what is wanted of it, drawn. @throws AppError of the picture, request/cancelled */
export function shown(
  handle: ViewportHandle,
  signal: AbortSignal,
  isWanted: (handle: ViewportHandle) => boolean = () => true,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const looked = (): void => {
      const { truth } = handle;
      if (signal.aborted) end(new AppError('request/cancelled', 'the check was stopped'));
      else if (truth.state === 'failed') end(truth.error ?? new AppError('internal/bug', 'a picture failed'));
      else if (truth.state === 'shown' && truth.index === handle.target && isWanted(handle)) end(null);
    };
    const timer = setTimeout(() => end(new AppError('process/died', 'a picture did not come')), LONGEST_MS);
    const stop = handle.onChange(looked);
    signal.addEventListener('abort', looked);
    const end = (error: AppError | null): void => {
      clearTimeout(timer);
      stop();
      signal.removeEventListener('abort', looked);
      if (error === null) resolve();
      else reject(error);
    };
    looked();
  });
}

/** The glass is drawn with the next frames of the page. */
export function drawn(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
}

/** Puts one picture of an object on the glass. */
export async function show(
  engine: ViewerEngine,
  handle: ViewportHandle,
  image: ImageInfo,
  signal: AbortSignal,
): Promise<void> {
  engine.source.add([image]);
  handle.setStack([{ objectId: image.objectId, frame: 1 }], 0);
  await shown(handle, signal, ({ truth }) => truth.ref?.objectId === image.objectId);
}

export function worst(states: readonly CheckStepState[]): CheckStepState {
  if (states.includes('failed')) return 'failed';
  return states.includes('warning') ? 'warning' : 'ok';
}
