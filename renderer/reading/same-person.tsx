import { useState } from 'react';
import { displayDate } from '../../shared/dicom/dates.ts';
import { displayName } from '../../shared/dicom/person-name.ts';
import type { Evidence, SamePersonCandidate } from '../../shared/model/same-person.ts';
import { linkedWords } from '../../shared/rules/same-person.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import { useRefusal } from '../app/may.ts';
import { Button, Dialog } from '../ui/index.ts';
import styles from './same-person.module.css';
import { useSamePerson } from './use-same-person.ts';
import type { SamePerson as Answers } from './use-same-person.ts';

/** The offer of priors under the id of another issuer; nothing where the sites have no agreement. */
export function SamePerson({ studyId }: { readonly studyId: StudyId }) {
  const same = useSamePerson(studyId);
  const [open, setOpen] = useState(false);
  const { candidates } = same;
  if (candidates.length === 0) return null;
  const unanswered = candidates.filter(({ answered }) => answered === null).length;
  return (
    <>
      <Button tone="quiet" onClick={() => setOpen(true)}>
        {unanswered > 0 ? `Same person? (${unanswered})` : 'Other issuers …'}
      </Button>
      <Dialog
        title="Same person? Patients of other issuers"
        open={open}
        width="wide"
        onClose={() => setOpen(false)}
        actions={
          <Button data-autofocus tone="quiet" onClick={() => setOpen(false)}>
            Close
          </Button>
        }
      >
        <p className={styles['hint']}>
          The sites agreed to share priors. Your answer links priors, merges nobody, is on record with your name, and
          can be taken back.
        </p>
        {candidates.map((candidate) => (
          <Candidate key={candidate.patientKey} candidate={candidate} answer={same.answer} />
        ))}
      </Dialog>
    </>
  );
}

function Candidate({
  candidate,
  answer,
}: {
  readonly candidate: SamePersonCandidate;
  readonly answer: Answers['answer'];
}) {
  const refusal = useRefusal('study.answerSamePerson');
  const { name, issuer, site, studies, newest, evidence, answered } = candidate;
  const said = displayName(name);
  return (
    <section className={styles['candidate']} aria-label={said}>
      <h3>
        <bdi>{said}</bdi> · {site} · {studies} {studies === 1 ? 'study' : 'studies'}
        {newest === null ? '' : `, newest ${displayDate(newest)}`}
      </h3>
      <table>
        <thead>
          <tr>
            <th scope="col">Evidence</th>
            <th scope="col">This patient</th>
            <th scope="col">{issuer}</th>
            <th scope="col">Agrees</th>
          </tr>
        </thead>
        <tbody>
          {evidence.map((one) => (
            <Line key={one.what} evidence={one} />
          ))}
        </tbody>
      </table>
      {answered === null ? null : (
        <p>
          {answered.answer === 'same'
            ? `Linked: ${linkedWords(answered.byName, answered.at)}.`
            : `Two people, says ${answered.byName}.`}
        </p>
      )}
      {refusal === null ? (
        <div className={styles['acts']}>
          {answered === null ? (
            <>
              <Button onClick={() => answer(candidate, 'same')}>Same person: show the priors</Button>
              <Button onClick={() => answer(candidate, 'different')}>Two people</Button>
            </>
          ) : (
            <Button onClick={() => answer(candidate, null)}>Take the answer back</Button>
          )}
        </div>
      ) : null}
    </section>
  );
}

const AGREES: Readonly<Record<Evidence['agrees'], string>> = {
  yes: '✓ agrees',
  no: '▲ differs',
  unknown: '– not said',
};

function Line({ evidence: { what, here, there, agrees } }: { readonly evidence: Evidence }) {
  const words = (value: string | null): string =>
    value === null ? 'not sent' : what === 'birth date' ? displayDate(value) : value;
  return (
    <tr data-agrees={agrees}>
      <th scope="row">{what}</th>
      <td>
        <bdi>{words(here)}</bdi>
      </td>
      <td>
        <bdi>{words(there)}</bdi>
      </td>
      <td>{AGREES[agrees]}</td>
    </tr>
  );
}
