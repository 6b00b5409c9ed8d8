import { memo, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import type { SliceFaults } from '../../shared/hanging/slice-faults.ts';
import { Button, classNames, keysAreHeld } from '../ui/index.ts';
import type { ViewerEngine } from './engine.ts';
import { EMPTY_GLASS } from './glass-truth.ts';
import type { GlassTruth } from './glass-truth.ts';
import type { FrameRef } from './image-id.ts';
import { identityWords } from './overlay-text.ts';
import type { SeriesFacts } from './overlay-text.ts';
import { SliceBar } from './slice-bar.tsx';
import { trueSizeWords } from './true-size.ts';
import { ViewportHandle } from './viewport-handle.ts';
import { glassAttributes } from './viewport-attributes.ts';
import { Overlay } from './viewport-overlay.tsx';
import styles from './viewport-view.module.css';

export interface ViewportViewProps {
  readonly engine: ViewerEngine;
  readonly viewportId: string;
  /** From 1: "Viewport 1". */
  readonly number: number;
  readonly facts: SeriesFacts | null;
  /** Drawn with the frame of the active one. */
  readonly active: boolean;
  /** The keys of the image go here. */
  readonly focusable: boolean;
  /** How this viewport follows the others, when it does. */
  readonly link: 'exact' | 'approximate' | null;
  /** On whose word, where it is a registration. */
  readonly linkedBy: string | null;
  /** Why it follows none of them, where that has to be said. */
  readonly notLinked: string | null;
  /** What it shares with the others beside its place, in a word; empty: nothing. */
  readonly shared?: string;
  /** mm of one device pixel of the monitor; null where nobody measured it. */
  readonly pitch: number | null;
  /** Words in place of a picture where the series has none ("Cannot display: SR document"). */
  readonly instead: string | null;
  /** What it shows is worked out here, and may take a while. */
  readonly made?: boolean;
  readonly seen: ReadonlySet<number>;
  readonly measured: readonly number[];
  /** Places of key images. */
  readonly keys?: readonly number[];
  /** Of a picture that is a key image; empty of others. */
  readonly keyWords: (ref: FrameRef) => string;
  /** Which of the pictures of its place it is (a time, a b-value); empty where there is one. */
  readonly phaseWords?: ((ref: FrameRef) => string) | undefined;
  readonly faults: SliceFaults;
  readonly errorText: (truth: GlassTruth) => string;
  /** The handle while the viewport is on the screen, null when it goes. */
  readonly onHandle: (viewportId: string, handle: ViewportHandle | null) => void;
  readonly onActivate: () => void;
  readonly children?: ReactNode;
}

/** One viewport: Cornerstone's glass, what is written over it, and the attributes that say what is on it. */
export const ViewportView = memo(function ViewportView(props: ViewportViewProps) {
  const { engine, viewportId, facts, active, onHandle, onActivate } = props;
  const glass = useRef<HTMLDivElement>(null);
  const [handle, setHandle] = useState<ViewportHandle | null>(null);
  useEffect(() => {
    if (!glass.current) return undefined;
    const made = new ViewportHandle(engine, viewportId, glass.current);
    setHandle(made);
    onHandle(viewportId, made);
    return () => {
      onHandle(viewportId, null);
      setHandle(null);
      made.dispose();
    };
  }, [engine, viewportId, onHandle]);
  const subscribe = useCallback((listener: () => void) => handle?.onChange(listener) ?? (() => undefined), [handle]);
  const truth = useSyncExternalStore(subscribe, () => handle?.truth ?? EMPTY_GLASS);
  const loaded = useCallback(
    (place: number) => {
      const ref = handle?.stack[place];
      return ref !== undefined && engine.source.isLoaded(ref);
    },
    [handle, engine],
  );
  const disagrees = useCallback(
    (place: number) => {
      const ref = handle?.stack[place];
      return ref !== undefined && engine.source.disagrees(ref);
    },
    [handle, engine],
  );
  const onLoaded = useCallback((listener: () => void) => engine.source.onLoaded(listener), [engine]);
  const phase = (truth.ref && props.phaseWords?.(truth.ref)) ?? '';
  const goTo = useCallback((place: number) => handle?.scrollTo(place), [handle]);
  return (
    <section
      role="region"
      aria-label={`Viewport ${props.number}`}
      aria-description={facts ? identityWords(facts) : undefined}
      data-scope="image"
      data-scope-focus={props.focusable ? '' : undefined}
      data-active={active}
      tabIndex={props.focusable ? 0 : -1}
      className={styles['viewport']}
      onPointerDownCapture={(event) => {
        onActivate();
        if (!keysAreHeld(event.currentTarget)) event.currentTarget.focus({ preventScroll: true });
      }}
      onContextMenu={(event) => event.preventDefault()}
      data-link={props.link ?? ''}
      data-shared={props.shared ?? ''}
      data-phase={phase}
      data-true-size={trueSizeWords(truth, props.pitch) === '' ? 'false' : 'true'}
      {...glassAttributes(viewportId, truth, facts, props.faults)}
    >
      <div ref={glass} className={styles['glass']} />
      <Overlay
        truth={truth}
        facts={facts}
        faults={props.faults}
        keyImage={truth.ref === null ? '' : props.keyWords(truth.ref)}
        phase={phase}
        link={props.link}
        linkedBy={props.linkedBy}
        notLinked={props.notLinked}
        shared={props.shared ?? ''}
        pitch={props.pitch}
        handle={handle}
      />
      <Notice {...props} truth={truth} retry={() => handle?.retry()} />
      {truth.count > 1 ? (
        <SliceBar
          count={truth.count}
          index={truth.target}
          loaded={loaded}
          disagrees={disagrees}
          onLoaded={onLoaded}
          seen={props.seen}
          measured={props.measured}
          keys={props.keys ?? []}
          faults={props.faults}
          onGo={goTo}
        />
      ) : null}
      {props.children}
    </section>
  );
});

function Notice({
  truth,
  instead,
  made,
  errorText,
  retry,
}: ViewportViewProps & { truth: GlassTruth; retry: () => void }) {
  if (instead !== null) return <div className={styles['notice']}>{instead}</div>;
  switch (truth.state) {
    case 'empty':
      if (made === true) return <div className={styles['notice']}>The picture is being worked out …</div>;
      return <div className={styles['notice']}>No series here. Drag one from the left, or press → for the next.</div>;
    case 'failed':
      return (
        <div className={classNames(styles['notice'], styles['failed'])} role="alert">
          <strong>
            Image {truth.index + 1} of {truth.count} cannot be shown
          </strong>
          <span>{errorText(truth)}</span>
          <Button
            onClick={(event) => {
              // The button goes with the failure: the keys must stay with the image.
              event.currentTarget.closest('section')?.focus();
              retry();
            }}
          >
            Try again
          </Button>
        </div>
      );
    case 'loading':
      return truth.ref === null ? (
        <div className={styles['notice']}>Loading {truth.count === 1 ? 'image' : `${truth.count} images`} …</div>
      ) : (
        <div className={styles['waiting']}>
          loading {truth.target + 1}/{truth.count}
        </div>
      );
    case 'shown':
      return null;
  }
}
