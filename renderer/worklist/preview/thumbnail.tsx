import { useEffect, useRef, useState } from 'react';
import { asAppError } from '../../../shared/errors/app-error.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useFrameClient } from '../../app/services.tsx';
import styles from './preview.module.css';

/** A small picture of one frame in a box of fixed size; a failure says so in its place. */
export function Thumbnail({
  source,
  label,
}: {
  readonly source: { readonly objectId: ObjectId; readonly frame: number } | null;
  readonly label: string;
}) {
  const frames = useFrameClient();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const objectId = source?.objectId;
  const frame = source?.frame;
  useEffect(() => {
    if (objectId === undefined || frame === undefined) return;
    const stop = new AbortController();
    frames
      .get(objectId, frame, { form: 'thumbnail', priority: 'ahead', signal: stop.signal })
      .then(({ header, data }) => {
        if (stop.signal.aborted || !canvas.current) return;
        canvas.current.width = header.columns;
        canvas.current.height = header.rows;
        const pixels = new Uint8ClampedArray(header.columns * header.rows * 4);
        pixels.set(data.subarray(0, pixels.length));
        canvas.current.getContext('2d')?.putImageData(new ImageData(pixels, header.columns), 0, 0);
        setFailure(null);
      })
      .catch((error: unknown) => {
        if (asAppError(error).family !== 'cancelled') setFailure(errorWords(error).title);
      });
    return () => stop.abort();
  }, [frames, objectId, frame]);
  return (
    <div className={styles['picture']}>
      {source === null ? (
        <span className={styles['noPicture']}>no picture</span>
      ) : failure !== null ? (
        <span className={styles['noPicture']} role="alert">
          {failure}
        </span>
      ) : (
        <canvas ref={canvas} className={styles['canvas']} role="img" aria-label={label} />
      )}
    </div>
  );
}
