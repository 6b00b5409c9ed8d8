import { displayAge, patientAge } from '../../shared/dicom/age.ts';
import { displayDate, displayTime } from '../../shared/dicom/dates.ts';
import { displayName } from '../../shared/dicom/person-name.ts';
import type { WorklistRow } from '../../shared/model/study.ts';
import { Button } from '../ui/index.ts';
import { useComposition, useDeskCase } from './desk-context.tsx';
import styles from './reading-desk.module.css';

/** Who is on the glass, said in words. */
export function PatientBar({ onClose }: { readonly onClose: () => void }) {
  const open = useDeskCase();
  const hanging = useComposition((composition) => composition.hangingName);
  return (
    <header className={styles['patientBar']}>
      {open.status === 'open' ? (
        <PatientWords study={open.current.study} priors={open.priors.length} />
      ) : (
        <span>Opening …</span>
      )}
      <span className={styles['spring']} />
      <span className={styles['quiet']}>{hanging === '' ? '' : `Hanging: ${hanging}`}</span>
      <Button tone="quiet" onClick={onClose}>
        Close study
      </Button>
    </header>
  );
}

function PatientWords({ study, priors }: { readonly study: WorklistRow; readonly priors: number }) {
  const { patient } = study;
  const name = [displayName(patient.name) || 'No name', patient.name.ideographic, patient.name.phonetic];
  const [first, ...others] = [...new Set(name.filter((part) => part !== ''))];
  const age = displayAge(
    patientAge({ age: study.patientAge, birthDate: patient.birthDate, studyDate: study.studyDate }),
  );
  const items = [
    [age, patient.sex].filter(Boolean).join(' '),
    displayDate(patient.birthDate),
    `ID ${patient.patientId ?? 'none'} (${patient.issuer})`,
    [study.modalities.join('/'), study.description].filter(Boolean).join(' '),
    [displayDate(study.studyDate), displayTime(study.studyTime)].filter(Boolean).join(' '),
    study.accession ? `acc ${study.accession}` : '',
    study.site,
    priors > 0 ? `${priors} ${priors === 1 ? 'prior' : 'priors'} open` : 'no prior open',
  ].filter((item) => item.trim() !== '');
  return (
    <p className={styles['patient']}>
      <strong>
        <bdi>{first}</bdi>
      </strong>
      {others.map((other) => (
        <bdi key={other} className={styles['quiet']}>
          {other}
        </bdi>
      ))}
      {items.map((item) => (
        <span key={item}>
          <bdi>{item}</bdi>
        </span>
      ))}
      {patient.identityConflict ? <strong className={styles['warning']}>IDENTITY CONFLICT</strong> : null}
    </p>
  );
}
