import { useCallback, useState } from 'react';
import type { ObjectId } from '../../shared/model/ids.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import type { SeriesForReading } from '../../shared/model/study.ts';
import { errorWords } from '../app/notices/index.ts';
import { useFrameClient } from '../app/services.tsx';
import { Button } from '../ui/index.ts';
import { mayPlay, VideoCine } from '../viewer/index.ts';
import type { VideoHand } from '../viewer/index.ts';
import { useDesk } from './desk-context.tsx';
import styles from './reading-desk.module.css';
import { pressOnVideo } from './video-acts.ts';

/** Videos of a series that the window may play. */
export function videosOf(series: SeriesForReading | null): readonly ImageInfo[] {
  return (series?.images ?? []).filter(
    ({ picture, transferSyntax }) => !picture.shown && picture.why === 'video' && mayPlay(transferSyntax),
  );
}

interface VideoInCellProps {
  readonly viewportId: string;
  readonly videos: readonly ImageInfo[];
}

/** The videos of a series in the place of a picture, one at a time. */
export function VideoInCell({ viewportId, videos }: VideoInCellProps) {
  const desk = useDesk();
  const frames = useFrameClient();
  const onHand = useCallback((hand: VideoHand | null) => desk.engine.videos.put(viewportId, hand), [desk, viewportId]);
  const onPress = useCallback((button: number) => pressOnVideo(desk, button), [desk]);
  const [place, setPlace] = useState(0);
  const load = useCallback(
    async (objectId: ObjectId, signal: AbortSignal) =>
      (await frames.get(objectId, 1, { form: 'video', priority: 'shown', signal })).data,
    [frames],
  );
  const video = videos[place] ?? videos[0];
  if (!video) return null;
  return (
    <>
      <VideoCine
        key={video.objectId}
        objectId={video.objectId}
        transferSyntax={video.transferSyntax}
        load={load}
        errorText={words}
        onHand={onHand}
        onPress={onPress}
      />
      {videos.length > 1 ? (
        <div className={styles['videos']}>
          <Button disabled={place === 0} onClick={() => setPlace(place - 1)}>
            Video before
          </Button>
          <span>
            video {place + 1}/{videos.length}
          </span>
          <Button disabled={place === videos.length - 1} onClick={() => setPlace(place + 1)}>
            Next video
          </Button>
        </div>
      ) : null}
    </>
  );
}

function words(error: unknown): string {
  const { title, next } = errorWords(error);
  return `${title}. ${next}`;
}
