import styles from './kbd.module.css';

/** A key as it stands on the keyboard: "Ctrl K" is two keys pressed together. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className={styles['keys']} aria-hidden="true">
      {keys.split(' ').map((key) => (
        <kbd key={key} className={styles['key']}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
