import type { StoreApi } from 'zustand/vanilla';
import { DisposerBag } from '../../shared/lib/disposable.ts';
import { PARALLEL } from '../../shared/hanging/linked-position.ts';
import { frameInfo } from '../../shared/model/image.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import type { Rigid } from '../../shared/model/registration.ts';
import { planeNormal, sameFrameOfReference } from '../../shared/rules/geometry.ts';
import { movedOrientation, movedPlace } from '../../shared/rules/registration/rigid.ts';
import { referenceLine } from '../../shared/rules/reference-line.ts';
import type { PlacedPicture } from '../../shared/rules/reference-line.ts';
import { dot } from '../../shared/rules/vector.ts';
import { sameFrame } from '../viewer/index.ts';
import type { FrameRef, GlassLayer, GlassMark, ImageSource, ViewportHandle } from '../viewer/index.ts';
import type { RegisteredBetween } from './linked-scroll.ts';
import type { DeskLayout, DeskRuntime } from './stores.ts';

const OWNER = 'reference lines';

export interface ReferenceParts {
  readonly source: Pick<ImageSource, 'image'>;
  readonly layout: StoreApi<DeskLayout>;
  readonly runtime: StoreApi<DeskRuntime>;
  readonly handles: () => readonly ViewportHandle[];
  readonly registered: RegisteredBetween;
}

/** Where the picture of the active viewport cuts those of the others: only within one frame of reference. */
export class ReferenceLines {
  readonly #parts: ReferenceParts;
  readonly #bag = new DisposerBag();
  #from: FrameRef | null = null;
  #drawn: readonly ViewportHandle[] = [];

  constructor(parts: ReferenceParts) {
    this.#parts = parts;
    this.#bag.add(parts.layout.subscribe(() => this.update()));
    this.#bag.add(
      parts.runtime.subscribe((now, before) => {
        if (now.referenceLines !== before.referenceLines || now.elsewhere !== before.elsewhere) this.update();
        if (now.ties === before.ties) return;
        // Another registration is in use: the lines that stand are drawn anew.
        this.#from = null;
        this.update();
      }),
    );
  }

  /** A viewport shows another picture, came or went. */
  update(): void {
    const { layout, runtime, handles, source, registered } = this.#parts;
    const { active } = layout.getState();
    const all = handles();
    const { referenceLines, elsewhere } = runtime.getState();
    // The active viewport may stand in another window.
    const leader = referenceLines && elsewhere === null ? all.find((handle) => handle.id === active) : undefined;
    const own = leader?.truth.state === 'failed' ? null : (leader?.truth.ref ?? null);
    const from = referenceLines && elsewhere !== null ? elsewhere.ref : own;
    const others = from ? all.filter((handle) => handle !== leader) : [];
    const isSame =
      (this.#from === from || (from !== null && sameFrame(from, this.#from))) && sameList(this.#drawn, others);
    if (isSame) return;
    for (const handle of this.#drawn) if (!others.includes(handle)) handle.setLayers([], OWNER);
    this.#from = from;
    this.#drawn = others;
    const layer = from ? lineLayer(from, (ref) => source.image(ref.objectId), registered) : null;
    if (layer) for (const handle of others) handle.setLayers([layer], OWNER);
  }

  dispose(): void {
    this.#bag.dispose();
  }
}

/** @param imageOf null for a picture that is not of the open case */
export function lineLayer(
  from: FrameRef,
  imageOf: (ref: FrameRef) => ImageInfo | null,
  registered: RegisteredBetween = () => null,
): GlassLayer {
  const known = new Map<string, readonly GlassMark[] | null>();
  const cutting = imageOf(from);
  return {
    id: OWNER,
    name: 'Reference line of the active viewport',
    colour: 'var(--color-accent)',
    of: (ref) => {
      const key = `${ref.objectId}/${ref.frame}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const image = imageOf(ref);
      const marks = cutting && image ? marksOf({ image, ref }, { image: cutting, ref: from }, registered) : null;
      known.set(key, marks);
      return marks;
    },
  };
}

interface Pictured {
  readonly image: ImageInfo;
  readonly ref: FrameRef;
}

function marksOf(onto: Pictured, cutting: Pictured, registered: RegisteredBetween): readonly GlassMark[] | null {
  const isSame = sameFrameOfReference(cutting.image, onto.image);
  // Between two frames of reference nothing but a registration says where one picture lies in the other.
  const way = isSame ? null : registered(cutting.image.frameOfReference, onto.image.frameOfReference);
  if (!isSame && !way) return null;
  const own = placed(cutting.image, cutting.ref);
  const [there, here] = [placed(onto.image, onto.ref), way ? movedPicture(own, way.matrix) : own];
  // Planes that nearly run side by side meet where the error of a registration puts them: a line would say nothing of the patient.
  if (way && runAlong(here, there)) return null;
  const line = referenceLine(there, here);
  if (!line) return null;
  const drawn: GlassMark = { kind: 'line', points: line, closed: false, dashed: true };
  return way ? [drawn, { kind: 'text', at: line[0], text: `approximate, ${way.by}` }] : [drawn];
}

/** Planes that scroll together. */
function runAlong(a: PlacedPicture, b: PlacedPicture): boolean {
  const one = a.plane.orientation && planeNormal(a.plane.orientation);
  const other = b.plane.orientation && planeNormal(b.plane.orientation);
  return one !== null && other !== null && Math.abs(dot(one, other)) >= PARALLEL;
}

function movedPicture({ plane, ...size }: PlacedPicture, by: Rigid): PlacedPicture {
  const position = plane.position && movedPlace(by, plane.position);
  const orientation = plane.orientation && movedOrientation(by, plane.orientation);
  return { ...size, plane: { ...plane, position, orientation } };
}

function placed(image: ImageInfo, { frame }: FrameRef): PlacedPicture {
  return { plane: frameInfo(image, frame), columns: image.pixels?.columns ?? 0, rows: image.pixels?.rows ?? 0 };
}

function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at]);
}
