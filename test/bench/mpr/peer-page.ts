import {
  cache,
  Enums,
  getRenderingEngine,
  imageLoader,
  init,
  RenderingEngine,
  volumeLoader,
} from '@cornerstonejs/core';
import type { Types } from '@cornerstonejs/core';
import type { PlaneOnGlass } from './check-plane.ts';

/*
 * The peer: a page with nothing but Cornerstone's core, its volume viewports and the same slices. Bundled by the task, served to the
 * same Chromium.
 */
declare global {
  interface Window {
    peer?: {
      load: (slices: number) => Promise<void>;
      /** Milliseconds from the call to the third plane drawn. */
      open: (sizes: readonly (readonly [number, number])[]) => Promise<number>;
      close: () => void;
      coronal: () => PlaneOnGlass;
    };
  }
}

const SIDE = 512;
const SPACING = 0.7;
/** Of the first voxel, left to right and front to back, mm. */
const ORIGIN = -180;
const ENGINE = 'peer';
const WINDOW = { lower: -160, upper: 239 };
const PLANES = [Enums.OrientationAxis.AXIAL, Enums.OrientationAxis.CORONAL, Enums.OrientationAxis.SAGITTAL];
let voxels = new Int16Array(0);
let slices = 0;

init({ rendering: { webGlContextCount: 1 } } as Parameters<typeof init>[0]);

// Slices of a local volume are in the cache and are asked for by name all the same.
imageLoader.registerImageLoader('local', (imageId) => {
  const image = cache.getImage(imageId);
  return { promise: image ? Promise.resolve(image) : Promise.reject(new Error('no such slice')) };
});

async function load(count: number): Promise<void> {
  slices = count;
  voxels = new Int16Array(SIDE * SIDE * count);
  for (let at = 0; at < count; at += 1) {
    const stored = new Uint16Array(await (await fetch(`/slice/${at}`)).arrayBuffer());
    // From the feet up, as the direction of the volume says.
    const base = (count - 1 - at) * SIDE * SIDE;
    for (let i = 0; i < stored.length; i += 1) voxels[base + i] = (stored[i] ?? 0) - 1024;
  }
}

async function open(sizes: readonly (readonly [number, number])[]): Promise<number> {
  const start = performance.now();
  const engine = new RenderingEngine(ENGINE);
  const elements = sizes.map(([width, height]) => {
    const element = document.createElement('div');
    element.style.cssText = `width:${width}px;height:${height}px;display:inline-block`;
    document.body.append(element);
    return element;
  });
  volumeLoader.createLocalVolume('local:ct', {
    scalarData: voxels,
    metadata: {
      BitsAllocated: 16,
      BitsStored: 16,
      SamplesPerPixel: 1,
      HighBit: 15,
      PhotometricInterpretation: 'MONOCHROME2',
      PixelRepresentation: 1,
      Modality: 'CT',
      ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
      PixelSpacing: [SPACING, SPACING],
      FrameOfReferenceUID: '1.2.3',
      Columns: SIDE,
      Rows: SIDE,
      voiLut: [],
      VOILUTFunction: 'LINEAR',
      SeriesInstanceUID: '1.2.3.4',
    } as Types.Metadata,
    dimensions: [SIDE, SIDE, slices],
    spacing: [SPACING, SPACING, 1],
    origin: [ORIGIN, ORIGIN, -(slices - 1)],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  });
  const drawn = elements.map(
    (element) =>
      new Promise<void>((resolve) => {
        const listen = (): void => {
          const viewport = engine.getViewports().find((one) => one.element === element) as Types.IVolumeViewport;
          if (viewport.getActors().length === 0) return;
          element.removeEventListener(Enums.Events.IMAGE_RENDERED, listen);
          resolve();
        };
        element.addEventListener(Enums.Events.IMAGE_RENDERED, listen);
      }),
  );
  engine.setViewports(
    elements.map((element, at) => ({
      viewportId: `p${at}`,
      type: Enums.ViewportType.ORTHOGRAPHIC,
      element,
      defaultOptions: { orientation: PLANES[at] ?? Enums.OrientationAxis.AXIAL },
    })),
  );
  for (const viewport of engine.getViewports() as Types.IVolumeViewport[]) {
    await viewport.setVolumes([{ volumeId: 'local:ct' }]);
    viewport.setProperties({ voiRange: WINDOW, interpolationType: Enums.InterpolationType.LINEAR });
    ontoVoxels(viewport);
    viewport.render();
  }
  await Promise.all(drawn);
  const took = performance.now() - start;
  elements[1]?.addEventListener('wheel', (event) => {
    const viewport = engine.getViewport('p1') as Types.IVolumeViewport;
    // What the probe waits for before the drawing that counts.
    event.currentTarget?.dispatchEvent(new CustomEvent(Enums.Events.STACK_NEW_IMAGE));
    viewport.scroll(Math.sign(event.deltaY));
    viewport.render();
  });
  return took;
}

function close(): void {
  const engine = getRenderingEngine(ENGINE);
  const elements = engine?.getViewports().map(({ element }) => element) ?? [];
  engine?.destroy();
  for (const element of elements) element.remove();
  cache.purgeCache();
}

/** Greys of the canvas, and which voxel lies under the middle of each of its pixels. */
function coronal(): PlaneOnGlass {
  const viewport = getRenderingEngine(ENGINE)?.getViewport('p1');
  const context = viewport?.canvas.getContext('2d');
  if (!viewport || !context) throw new Error('the coronal plane is not open');
  const { width, height } = viewport.canvas;
  const ratio = width / viewport.canvas.clientWidth;
  const middleOf = (u: number, v: number): Types.Point3 =>
    viewport.canvasToWorld([(u + 0.5) / ratio, (v + 0.5) / ratio]);
  const [x, y, z] = middleOf(0, 0);
  const [right] = middleOf(1, 0);
  const [, , below] = middleOf(0, 1);
  const { data } = context.getImageData(0, 0, width, height);
  return {
    width,
    height,
    grey: Array.from({ length: width * height }, (_, at) => data[at * 4] ?? 0),
    x0: (x - ORIGIN) / SPACING,
    dx: (right - x) / SPACING,
    y0: -z,
    dy: z - below,
    row: (y - ORIGIN) / SPACING,
  };
}

/** It opens in the middle of the volume, which may lie between two voxels: onto the nearest, as our planes are. */
function ontoVoxels(viewport: Types.IVolumeViewport): void {
  const { focalPoint, position } = viewport.getCamera();
  if (!focalPoint || !position) return;
  const off = [ORIGIN, ORIGIN, 1 - slices].map((origin, axis) => {
    const size = axis === 2 ? 1 : SPACING;
    const place = ((focalPoint[axis] ?? 0) - origin) / size;
    return (Math.round(place) - place) * size;
  });
  const along = PLANES.map((_, at) => `p${at}`).indexOf(viewport.id);
  const axis = [2, 1, 0][along] ?? 2;
  const moved = (point: Types.Point3): Types.Point3 =>
    point.map((value, at) => value + (at === axis ? (off[at] ?? 0) : 0)) as Types.Point3;
  viewport.setCamera({ focalPoint: moved(focalPoint), position: moved(position) });
}

window.peer = { load, open, close, coronal };
