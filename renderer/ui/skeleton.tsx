import styles from './skeleton.module.css';

/** Grey box of the size of what will stand here: nothing moves when it comes. Sizes in CSS units. */
export function Skeleton({ width, height }: { readonly width: string; readonly height: string }) {
  return <span className={styles['box']} style={{ width, height }} aria-hidden="true" />;
}
