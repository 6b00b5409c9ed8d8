/** Greys as the pixels of a canvas, opaque. */
export function drawnGrey(greys: Uint8Array, width: number, height: number): ImageData {
  const image = new ImageData(width, height);
  const words = new Uint32Array(image.data.buffer);
  for (const [at, grey] of greys.entries()) words[at] = (0xff000000 | (grey << 16) | (grey << 8) | grey) >>> 0;
  return image;
}
