import styles from './tone-mark.module.css';

const MARKS = { warning: '▲', failed: '■', note: '●', ok: '✓' } as const;

export type Tone = keyof typeof MARKS;

/** Class of what has a tone: it sets `--tone`, the colour. */
export function toneClass(tone: Tone): string | undefined {
  return styles[tone];
}

/** The shape of a tone, so that colour never stands alone. */
export function ToneMark({ tone }: { readonly tone: Tone }) {
  return (
    <span className={styles['mark']} aria-hidden="true">
      {MARKS[tone]}
    </span>
  );
}
