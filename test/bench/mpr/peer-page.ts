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
      /** Greys at the voxels of the coronal plane on the glass, from the head down, and the row of voxels it is. */
      coronal: () => { readonly grey: readonly number[]; readonly row: number };
    };
  }
}

const SIDE = 512;
const SPACING = 0.7;
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
    origin: [-180, -180, -(slices - 1)],
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
    viewport.setProperties({ voiRange: WINDOW });
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

function coronal(): { readonly grey: readonly number[]; readonly row: number } {
  const viewport = getRenderingEngine(ENGINE)?.getViewport('p1');
  const context = viewport?.canvas.getContext('2d');
  if (!viewport || !context) throw new Error('the coronal plane is not open');
  const { width, height } = viewport.canvas;
  const y = viewport.getCamera().focalPoint?.[1] ?? 0;
  const ratio = width / viewport.canvas.clientWidth;
  const [left, top] = viewport.worldToCanvas([-180, y, 0]);
  const [right] = viewport.worldToCanvas([-180 + SPACING * (SIDE - 1), y, 0]);
  const [, bottom] = viewport.worldToCanvas([-180, y, -(slices - 1)]);
  const { data } = context.getImageData(0, 0, width, height);
  const grey: number[] = [];
  for (let down = 0; down < slices; down += 1) {
    const v = Math.floor((top + ((bottom - top) * down) / (slices - 1)) * ratio);
    for (let across = 0; across < SIDE; across += 1) {
      const u = Math.floor((left + ((right - left) * across) / (SIDE - 1)) * ratio);
      grey.push(data[(v * width + u) * 4] ?? 0);
    }
  }
  return { grey, row: Math.round((y + 180) / SPACING) };
}

window.peer = { load, open, close, coronal };
