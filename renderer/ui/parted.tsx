import styles from './progress-bar.module.css';

/** Longest word that is never broken, characters: a date is shorter, a name may not be. */
const SHORT = 12;

/** Text that breaks between words alone: a date keeps its hyphens in one line. */
export function Parted({ text }: { readonly text: string }) {
  return (
    <span>
      {text.split(' ').flatMap((word, place) => [
        place === 0 ? '' : ' ',
        word.includes('-') && word.length <= SHORT ? (
          <span key={place} className={styles['whole']}>
            {word}
          </span>
        ) : (
          word
        ),
      ])}
    </span>
  );
}
