import { useEffect, useRef } from 'react';
import { barWords } from '../../../shared/rules/colour/colour-maps.ts';
import type { ColourMap } from '../../../shared/rules/colour/colour-maps.ts';
import type { ValueScale } from '../../../shared/rules/colour/overlay-colours.ts';
import { unitText } from '../../../shared/rules/format.ts';
import { figure } from '../figure.ts';
import { scaleWords } from './fused-words.ts';
import styles from './colour-bar.module.css';

export interface ColourBarProps {
  readonly map: ColourMap;
  readonly scale: ValueScale;
  readonly quantity: string;
  /** UCUM. */
  readonly unit: string;
  /** The largest value has the first colour. */
  readonly inverse?: boolean;
  /** Of the viewport, CSS pixels. */
  readonly height: number;
}

/** Between the letter at the right edge and the lines below it there is this much, of all the height, less what stands there. */
const SHARE = 0.42;
const BELOW = 96;
const MOST = 160;
/** A shorter bar says nothing: the scale stands in words, too. */
const LEAST = 36;

/** Which colour is which value: the bar at the right edge of a viewport in colours. */
export function ColourBar({ map, scale, quantity, unit, inverse = false, height }: ColourBarProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const pen = ref.current?.getContext('2d');
    if (!pen) return;
    const data = new ImageData(1, 256);
    new Uint32Array(data.data.buffer).set(barWords(map, inverse));
    pen.putImageData(data, 0, 0);
  }, [map, inverse]);
  const tall = Math.min(MOST, height * SHARE - BELOW);
  if (tall < LEAST) return null;
  return (
    <div
      className={styles['bar']}
      role="img"
      aria-label={`Colours: ${scaleWords(scale, quantity, unit)}`}
      data-over-image=""
      style={{ height: tall }}
    >
      <span>
        {figure(scale.high)} {unitText(unit)}
      </span>
      <canvas ref={ref} width={1} height={256} />
      <span>{figure(scale.low)}</span>
    </div>
  );
}
