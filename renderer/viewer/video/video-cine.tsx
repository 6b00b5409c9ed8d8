import { useEffect, useRef, useState } from 'react';
import { unpackVideo } from '../../../shared/model/video-track.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import { Button } from '../../ui/index.ts';
import type { VideoHand } from './video-hand.ts';
import { VideoPlayer } from './video-player.ts';
import { videoText } from './video-words.ts';
import styles from './video-cine.module.css';

export interface VideoCineProps {
  readonly objectId: ObjectId;
  readonly transferSyntax: string;
  /** The video as the station gives it (`packVideo`). */
  readonly load: (objectId: ObjectId, signal: AbortSignal) => Promise<Uint8Array>;
  readonly errorText: (error: unknown) => string;
  /** What keys take hold of while the video is on the glass, null when it goes. */
  readonly onHand: (hand: VideoHand | null) => void;
  /** A button of the mouse went down on the picture: 0 is the left one. */
  readonly onPress: (button: number) => void;
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
export function VideoCine({ objectId, transferSyntax, load, errorText, onHand, onPress }: VideoCineProps) {
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
    setPlaying(null);
    player?.show(index).then(
      (shown) => {
        if (shown) setState({ is: 'shown', index, player });
      },
      () => setState(DAMAGED),
    );
  };
  usePlaying(player, playing, setState);
  const toggle = (): void => setPlaying(playing || state.is !== 'shown' ? null : { from: state.index });
  useHand({ index: state.is === 'shown' ? state.index : 0, count: player?.count ?? 0, goTo, toggle }, onHand);
  return (
    <div
      className={styles['video']}
      data-video-state={state.is}
      data-video-frame={frameOf(state)}
      data-quality={state.is === 'shown' ? 'lossy' : undefined}
    >
      <canvas
        ref={canvas}
        className={styles['picture']}
        hidden={state.is !== 'shown'}
        onPointerDown={(event) => onPress(event.button)}
      />
      {state.is === 'failed' ? <p role="alert">Cannot display: {state.text}</p> : null}
      {state.is === 'loading' ? <p>Loading video …</p> : null}
      {state.is === 'shown' ? (
        <div className={styles['bar']}>
          <strong>LOSSY VIDEO · not for measuring</strong>
          <Button onClick={toggle}>{playing ? 'Pause' : 'Play'}</Button>
          <input
            type="range"
            aria-label="Picture of the video"
            min={1}
            max={state.player.count}
            value={state.index + 1}
            onChange={(event) => goTo(Number(event.target.value) - 1)}
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

interface Moves {
  /** From 0. */
  readonly index: number;
  /** 0 while there is nothing to show. */
  readonly count: number;
  readonly goTo: (index: number) => void;
  readonly toggle: () => void;
}

/** Hands the video to the keys. Steps that come faster than pictures add up. */
function useHand(moves: Moves, onHand: VideoCineProps['onHand']): void {
  const now = useRef({ ...moves, target: moves.index });
  useEffect(() => {
    // Another picture came: what was wanted before it is over.
    const target = now.current.index === moves.index ? now.current.target : moves.index;
    now.current = { ...moves, target };
  });
  useEffect(() => {
    const goTo = (wanted: number): void => {
      const { count, goTo: show } = now.current;
      const target = Math.max(0, Math.min(count - 1, wanted));
      if (count === 0 || target === now.current.target) return;
      now.current.target = target;
      show(target);
    };
    onHand({
      step: (by) => goTo(now.current.target + by),
      edge: (at) => goTo(at === 'first' ? 0 : now.current.count - 1),
      togglePlaying: () => now.current.toggle(),
    });
    return () => onHand(null);
  }, [onHand]);
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
