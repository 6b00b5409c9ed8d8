/** Stored values of one frame, row after row; samples of a pixel stand side by side. */
export type StoredPixels = Readonly<{ columns: number; rows: number; samples: number; data: ArrayLike<number> }>;
