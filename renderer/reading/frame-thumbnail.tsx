import { useEffect, useRef, useState } from 'react';
import { asAppError } from '../../shared/errors/app-error.ts';
import type { ObjectId } from '../../shared/model/ids.ts';
import { useFrameClient } from '../app/services.tsx';
import styles from './series-rail.module.css';

export interface FrameThumbnailProps {
  readonly source: { readonly objectId: ObjectId; readonly frame: number } | null;
  readonly modality: string;
}

/** A small picture of a series, or its modality in words. Its box has its size from the beginning. */
export function FrameThumbnail({ source, modality }: FrameThumbnailProps) {
  const frames = useFrameClient();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drawn, setDrawn] = useState(false);
  const objectId = source?.objectId;
  const frame = source?.frame;
  useEffect(() => {
    if (objectId === undefined || frame === undefined) return undefined;
    const stop = new AbortController();
    frames
      .get(objectId, frame, { form: 'thumbnail', priority: 'ahead', signal: stop.signal })
      .then(({ header, data }) => {
        const target = canvas.current;
        if (!target || header.samples !== 4) return;
        target.width = header.columns;
        target.height = header.rows;
        const pixels = new ImageData(new Uint8ClampedArray(data), header.columns, header.rows);
        target.getContext('2d')?.putImageData(pixels, 0, 0);
        setDrawn(true);
      })
      .catch((error: unknown) => {
        // The modality stays in its place; the viewport says why a picture cannot be shown.
        if (asAppError(error).family === 'bug') console.warn('thumbnail failed', asAppError(error).code);
      });
    return () => stop.abort();
  }, [frames, objectId, frame]);
  return (
    <span className={styles['picture']}>
      {drawn ? null : <span>{modality}</span>}
      <canvas ref={canvas} hidden={!drawn} />
    </span>
  );
}
