import { useState } from 'react';
import { roleWords } from '../../shared/hanging/role-words.ts';
import type { SliceFaults } from '../../shared/hanging/slice-faults.ts';
import { spacingOf } from '../../shared/rules/spacing.ts';
import { classNames, heldTogether, measureFor, useSize, valueParts, wrapText } from '../ui/index.ts';
import { displaySpacing } from '../../shared/rules/display-spacing.ts';
import { ColourBar } from './fusion/colour-bar.tsx';
import type { GlassTruth } from './glass-truth.ts';
import { lettersOf } from './letters.ts';
import { overlayLines } from './overlay-lines.ts';
import type { WrittenLine } from './overlay-lines.ts';
import { OVERLAY_LINE } from './overlay-plan.ts';
import type { Corner, OverlayPlan, OverlayRoom } from './overlay-plan.ts';
import { OverlayPlanner } from './overlay-planner.ts';
import type { SeriesFacts } from './overlay-text.ts';
import { scaleBar } from './scale-bar.ts';
import type { ScaleBar } from './scale-bar.ts';
import type { ViewportHandle } from './viewport-handle.ts';
import styles from './viewport-view.module.css';

export interface OverlayProps {
  readonly truth: GlassTruth;
  readonly facts: SeriesFacts | null;
  readonly faults: SliceFaults;
  /** Empty: it is none. */
  readonly keyImage: string;
  /** Which of the pictures of its place it is; empty where there is one. */
  readonly phase: string;
  readonly link: 'exact' | 'approximate' | null;
  readonly linkedBy: string | null;
  readonly notLinked: string | null;
  readonly shared: string;
  readonly pitch: number | null;
  readonly handle: ViewportHandle | null;
}

const CORNERS: readonly Corner[] = ['topLeft', 'topRight', 'bottomLeft', 'bottomRight'];
/** Of the text over a picture, CSS pixels. */
const TEXT_SIZE = 12;
/** Distances from the edges, CSS pixels: at the right stands the slice bar, above a prior its band. */
const MARGIN = { left: 8, right: 22, top: 4, bottom: 4 } as const;
/** Of the band above a prior, with the slice bar at its right. */
const BAND = { line: 18, sides: 30 } as const;
/** Most of the width that the scale bar takes, and most of all. */
const SCALE_SHARE = 0.25;
const SCALE_MOST = 200;

/** Everything written over a picture. */
export function Overlay({ facts, handle, ...rest }: OverlayProps) {
  if (!facts || !handle) return null;
  return <WrittenOver {...rest} facts={facts} handle={handle} />;
}

function WrittenOver({
  truth,
  facts,
  faults,
  keyImage,
  phase,
  link,
  linkedBy,
  notLinked,
  shared,
  pitch,
  handle,
}: OverlayProps & { readonly facts: SeriesFacts; readonly handle: ViewportHandle }) {
  const viewport = handle.element.parentElement;
  const size = useSize(viewport);
  const [measure] = useState(() => measureFor(handle.element, TEXT_SIZE));
  const [planner] = useState(() => new OverlayPlanner(measure));
  if (!size) return null;
  const band = facts.role !== 'current' ? roleWords(facts.role, facts.studyDate) : null;
  // It is never cut: in a narrow viewport it has lines of its own, and all below it begins lower.
  const bandHeight =
    band === null ? 0 : wrapText(heldTogether(band), size.width - BAND.sides, measure).lines * BAND.line;
  const lines = overlayLines({ truth, facts, faults, keyImage, phase, link, linkedBy, notLinked, shared, pitch });
  const bar = truth.state === 'failed' ? null : scaleOf(truth, handle.element.clientWidth);
  const room: OverlayRoom = {
    ...size,
    ...MARGIN,
    top: MARGIN.top + bandHeight,
    // The most it can be, so that nothing moves while somebody zooms.
    scale: bar === null ? 0 : scaleRoom(handle.element.clientWidth),
  };
  const plan = planner.plan(lines, room);
  return (
    <>
      {band === null ? null : (
        <div className={styles['band']} style={{ height: bandHeight, lineHeight: `${BAND.line}px` }}>
          <Values text={band} />
        </div>
      )}
      {CORNERS.map((corner) => (
        <div
          key={corner}
          className={classNames(styles['corner'], styles[corner])}
          style={{
            maxWidth: plan.width[corner],
            lineHeight: `${OVERLAY_LINE}px`,
            ...(corner.startsWith('top') ? { top: room.top } : {}),
          }}
          data-over-image=""
        >
          {lines
            .filter((line) => line.corner === corner && plan.shown.has(line.key))
            .map((line) => (
              <Line key={line.key} line={line} facts={facts} />
            ))}
        </div>
      ))}
      {truth.state === 'failed' ? null : <Edges truth={truth} places={plan.letters} />}
      {bar !== null && plan.scaleShown ? <Scale bar={bar} /> : null}
      <Colours truth={truth} height={size.height} />
    </>
  );
}

/** What lies over the picture comes first: its colours are the ones that are seen. */
function Colours({ truth: { fused, colours }, height }: { readonly truth: GlassTruth; readonly height: number }) {
  if (fused?.state === 'drawn') return <ColourBar {...fused} height={height} />;
  return colours?.scale ? <ColourBar {...colours} scale={colours.scale} height={height} /> : null;
}

function Line({ line, facts }: { readonly line: WrittenLine; readonly facts: SeriesFacts }) {
  const looks = classNames(line.tone !== 'plain' && styles[line.tone], line.optional && styles['optional']);
  if (line.key !== 'who') {
    return (
      <p className={looks}>
        <bdi>
          <Values text={line.text} />
        </bdi>
      </p>
    );
  }
  return (
    <p className={looks}>
      <bdi>{facts.patient}</bdi> <bdi className={classNames(styles['quiet'], styles['id'])}>{facts.patientId}</bdi>
    </p>
  );
}

/** A text whose values are never in two lines where they fit one. */
function Values({ text: whole }: { readonly text: string }) {
  return valueParts(whole).map(({ text, isValue }, place) =>
    isValue ? (
      // Parts of one line never change places.
      <span key={place} className={styles['value']}>
        {text}
      </span>
    ) : (
      text
    ),
  );
}

function Edges({
  truth: { image, ref, rotation, flip },
  places,
}: {
  readonly truth: GlassTruth;
  readonly places: OverlayPlan['letters'];
}) {
  const letters = image && ref ? lettersOf(image, ref.frame, rotation, flip) : null;
  if (!letters) return null;
  const sides = [
    ['edgeLeft', letters.left, places.left],
    ['edgeRight', letters.right, places.right],
    ['edgeTop', letters.top, places.top],
    ['edgeBottom', letters.bottom, places.bottom],
  ] as const;
  return sides.map(([side, letter, top]) => (
    <span key={side} data-over-image="" className={classNames(styles['edge'], styles[side])} style={{ top }}>
      {letter}
    </span>
  ));
}

function scaleRoom(width: number): number {
  return Math.min(SCALE_MOST, width * SCALE_SHARE);
}

function scaleOf({ image, ref, zoom, rotation }: GlassTruth, width: number): ScaleBar | null {
  if (!image || !ref) return null;
  const spacing = spacingOf(image, ref.frame);
  if (spacing.unit !== 'mm') return null;
  const ratio = window.devicePixelRatio || 1;
  const shape = displaySpacing(image, ref.frame);
  // The bar lies across the screen: on a picture that lies on its side that is the way of its columns.
  const onItsSide = rotation % 180 === 90;
  return onItsSide
    ? scaleBar(spacing.row, [shape[1], shape[0]], zoom, ratio, scaleRoom(width))
    : scaleBar(spacing.column, shape, zoom, ratio, scaleRoom(width));
}

function Scale({ bar }: { readonly bar: ScaleBar }) {
  return (
    <div className={styles['scale']} data-over-image="" style={{ width: bar.cssPixels }} aria-hidden="true">
      <span>{bar.label}</span>
    </div>
  );
}
