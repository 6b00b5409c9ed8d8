import type { ReactNode } from 'react';
import type { SliceFaults } from '../../shared/hanging/slice-faults.ts';
import { spacingOf } from '../../shared/rules/spacing.ts';
import { classNames } from '../ui/index.ts';
import { displaySpacing } from './display-spacing.ts';
import type { GlassTruth } from './glass-truth.ts';
import { qualityMarks, sideText, sliceLines, windowText } from './overlay-text.ts';
import type { SeriesFacts } from './overlay-text.ts';
import { scaleBar } from './scale-bar.ts';
import { lettersOf } from './viewport-attributes.ts';
import type { ViewportHandle } from './viewport-handle.ts';
import styles from './viewport-view.module.css';

export interface OverlayProps {
  readonly truth: GlassTruth;
  readonly facts: SeriesFacts | null;
  readonly faults: SliceFaults;
  readonly link: 'exact' | 'approximate' | null;
  readonly handle: ViewportHandle | null;
}

/** Everything written over a picture. */
export function Overlay({ truth, facts, faults, link, handle }: OverlayProps) {
  if (!facts) return null;
  const { image, ref } = truth;
  const marks = qualityMarks(truth, facts, faults);
  const side = image ? sideText(image) : '';
  const spacing = image && ref ? spacingOf(image, ref.frame) : null;
  return (
    <>
      {facts.role === 'prior' ? <div className={styles['band']}>PRIOR {facts.studyDate}</div> : null}
      <Corner place="topLeft">
        <p>
          <bdi>{facts.patient}</bdi> <bdi className={styles['quiet']}>{facts.patientId}</bdi>
        </p>
        <p className={styles['optional']}>
          <bdi>{facts.series}</bdi>
        </p>
        {side === '' ? null : <p className={styles['warning']}>{side}</p>}
      </Corner>
      <Corner place="topRight">
        <p>{facts.role === 'current' ? `CURRENT ${facts.studyDate}` : facts.studyDate}</p>
        {facts.institution === '' ? null : (
          <p className={classNames(styles['quiet'], styles['optional'])}>
            <bdi>{facts.institution}</bdi>
          </p>
        )}
        {marks.map((mark) => (
          <p key={mark.text} className={styles[mark.tone]}>
            {mark.text}
          </p>
        ))}
        {link === 'approximate' ? <p className={styles['quiet']}>linked, approximate</p> : null}
        {link === 'exact' ? <p className={styles['quiet']}>linked</p> : null}
      </Corner>
      <Corner place="bottomLeft">
        <p className={styles['optional']}>{windowText(truth)}</p>
        {image ? <p className={styles['optional']}>zoom {truth.zoom.toFixed(2)}×</p> : null}
        {spacing ? <p className={styles['quiet']}>{spacing.basis}</p> : null}
      </Corner>
      <Corner place="bottomRight">
        {sliceLines(truth).map((line, place) => (
          <p key={line} className={classNames(place > 0 && styles['optional'])}>
            {line}
          </p>
        ))}
      </Corner>
      {truth.state === 'failed' ? null : <Edges truth={truth} />}
      {truth.state === 'failed' ? null : <Scale truth={truth} handle={handle} />}
    </>
  );
}

function Corner({
  place,
  children,
}: {
  place: 'topLeft' | 'topRight' | 'bottomLeft' | 'bottomRight';
  children: ReactNode;
}) {
  return (
    <div className={classNames(styles['corner'], styles[place])} data-over-image="">
      {children}
    </div>
  );
}

function Edges({ truth: { image, ref, rotation, flip } }: { truth: GlassTruth }) {
  const letters = image && ref ? lettersOf(image, ref.frame, rotation, flip) : null;
  if (!letters) return null;
  return (
    <>
      <span data-over-image="" className={classNames(styles['edge'], styles['edgeLeft'])}>
        {letters.left}
      </span>
      <span data-over-image="" className={classNames(styles['edge'], styles['edgeRight'])}>
        {letters.right}
      </span>
      <span data-over-image="" className={classNames(styles['edge'], styles['edgeTop'])}>
        {letters.top}
      </span>
      <span data-over-image="" className={classNames(styles['edge'], styles['edgeBottom'])}>
        {letters.bottom}
      </span>
    </>
  );
}

function Scale({ truth: { image, ref, zoom }, handle }: { truth: GlassTruth; handle: ViewportHandle | null }) {
  if (!image || !ref || !handle) return null;
  const spacing = spacingOf(image, ref.frame);
  if (spacing.unit !== 'mm') return null;
  const ratio = window.devicePixelRatio || 1;
  const room = Math.min(200, handle.element.clientWidth * 0.25);
  const bar = scaleBar(spacing.column, displaySpacing(image, ref.frame), zoom, ratio, room);
  if (!bar) return null;
  return (
    <div className={styles['scale']} data-over-image="" style={{ width: bar.cssPixels }} aria-hidden="true">
      <span>{bar.label}</span>
    </div>
  );
}
