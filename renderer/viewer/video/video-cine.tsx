import { useEffect, useRef, useState } from 'react';
import { unpackVideo } from '../../../shared/model/video-track.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import { Button } from '../../ui/index.ts';
import { VideoPlayer } from './video-player.ts';
import { videoText } from './video-words.ts';
import styles from './video-cine.module.css';

export interface VideoCineProps {
  readonly objectId: ObjectId;
  readonly transferSyntax: string;
  /** The video as the station gives it (`packVideo`). */
  readonly load: (objectId: ObjectId, signal: AbortSignal) => Promise<Uint8Array>;
  readonly errorText: (error: unknown) => string;
}

type State =
  | { readonly is: 'loading' }
  | { readonly is: 'shown'; readonly index: number; readonly player: VideoPlayer }
  | { readonly is: 'failed'; readonly text: string };

/** The cine runs, from this picture on. */
interface Playing {
  readonly from: number;
}

const DAMAGED: State = { is: 'failed', text: 'This video is damaged: a picture of it cannot be made.' };

/** A video on the glass, one object for as long as it is there (its key): its pictures one by one or as a cine, always with the mark that they are no measure. */
export function VideoCine({ objectId, transferSyntax, load, errorText }: VideoCineProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<State>({ is: 'loading' });
  const [playing, setPlaying] = useState<Playing | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    let player: VideoPlayer | null = null;
    open(canvas, (signal) => load(objectId, signal), stop.signal)
      .then(async (opened) => {
        player = opened;
        if (stop.signal.aborted) return opened?.close();
        if (!opened) return setState({ is: 'failed', text: videoText(transferSyntax) });
        if (await opened.show(0)) setState({ is: 'shown', index: 0, player: opened });
        return undefined;
      })
      .catch((error: unknown) => {
        if (!stop.signal.aborted) setState({ is: 'failed', text: errorText(error) });
      });
    return () => {
      stop.abort();
      player?.close();
    };
  }, [objectId, transferSyntax, load, errorText]);
  const player = state.is === 'shown' ? state.player : null;
  const goTo = (index: number): void => {
    player?.show(index).then(
      (shown) => {
        if (shown) setState({ is: 'shown', index, player });
      },
      () => setState(DAMAGED),
    );
  };
  usePlaying(player, playing, setState);
  return (
    <div className={styles['video']} data-video-state={state.is} data-video-frame={frameOf(state)}>
      <canvas ref={canvas} className={styles['picture']} hidden={state.is !== 'shown'} />
      {state.is === 'failed' ? <p role="alert">Cannot display: {state.text}</p> : null}
      {state.is === 'loading' ? <p>Loading video …</p> : null}
      {state.is === 'shown' ? (
        <div className={styles['bar']}>
          <strong>LOSSY VIDEO · not for measuring</strong>
          <Button onClick={() => setPlaying(playing ? null : { from: state.index })}>
            {playing ? 'Pause' : 'Play'}
          </Button>
          <input
            type="range"
            aria-label="Picture of the video"
            min={1}
            max={state.player.count}
            value={state.index + 1}
            onChange={(event) => {
              setPlaying(null);
              goTo(Number(event.target.value) - 1);
            }}
          />
          <span>
            picture {state.index + 1}/{state.player.count}
          </span>
        </div>
      ) : null}
    </div>
  );
}

function frameOf(state: State): number | undefined {
  return state.is === 'shown' ? state.index + 1 : undefined;
}

/** Null where this window has no decoder for it. */
async function open(
  canvas: { readonly current: HTMLCanvasElement | null },
  load: (signal: AbortSignal) => Promise<Uint8Array>,
  signal: AbortSignal,
): Promise<VideoPlayer | null> {
  const video = unpackVideo(await load(signal));
  if (!video) throw new Error('the station sent no video');
  if (!(await VideoPlayer.canPlay(video.track.codec))) return null;
  return new VideoPlayer(video, (picture) => {
    const target = canvas.current;
    if (!target) return;
    target.width = picture.displayWidth;
    target.height = picture.displayHeight;
    target.getContext('2d')?.drawImage(picture, 0, 0);
  });
}

/** One picture after another at the video's own pace, round and round; a slow machine leaves none out. */
function usePlaying(player: VideoPlayer | null, playing: Playing | null, setState: (state: State) => void): void {
  useEffect(() => {
    if (!player || !playing) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const step = (at: number): void => {
      const begun = performance.now();
      player.show(at).then(
        (shown) => {
          if (!shown) return;
          // It is drawn, also where the cine was ended meanwhile: its number must stand with it.
          setState({ is: 'shown', index: at, player });
          if (isOver) return;
          const left = player.interval - (performance.now() - begun);
          timer = setTimeout(() => step((at + 1) % player.count), Math.max(0, left));
        },
        () => setState(DAMAGED),
      );
    };
    step((playing.from + 1) % player.count);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [player, playing, setState]);
}
