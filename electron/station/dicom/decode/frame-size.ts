/** The attributes that say how large one native frame is (Part 3 C.7.6.3). */
export interface FrameShape {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly photometric: string;
  readonly bitsAllocated: number;
}

/** Bits of one native frame: frames of 1-bit data are not aligned to bytes. */
export function nativeFrameBits(shape: FrameShape): number {
  const pixels = shape.rows * shape.columns;
  return pixels * (is422(shape) ? 2 : shape.samples) * shape.bitsAllocated;
}

/** Two luminance samples share their colour: two samples a pixel instead of three. */
export function is422({ samples, photometric }: FrameShape): boolean {
  return samples === 3 && (photometric === 'YBR_FULL_422' || photometric === 'YBR_PARTIAL_422');
}
