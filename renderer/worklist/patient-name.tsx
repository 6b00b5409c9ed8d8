import { displayName } from '../../shared/dicom/person-name.ts';
import type { PersonName } from '../../shared/model/study.ts';
import styles from './cells.module.css';

/** "DOE, Jane", then the ideographic and phonetic groups when they were sent, each kept in its own direction. */
export function PatientName({ name }: { readonly name: PersonName }) {
  const main = displayName(name);
  const others = [name.ideographic, name.phonetic]
    .filter((group) => group !== '')
    .map((group) => displayName({ alphabetic: group, ideographic: '', phonetic: '' }))
    .filter((shown) => shown !== main);
  return (
    <>
      <bdi>{main === '' ? 'no name' : main}</bdi>
      {others.map((group) => (
        <bdi key={group} className={styles['otherGroup']}>
          {group}
        </bdi>
      ))}
    </>
  );
}
