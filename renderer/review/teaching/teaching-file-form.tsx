import { useState } from 'react';
import type { ConferenceId } from '../../../shared/model/ids.ts';
import type { TeachingFile } from '../../../shared/model/review/teaching-file.ts';
import { readMasks } from '../../../shared/review/teaching/mask-lines.ts';
import { errorWords } from '../../app/notices/index.ts';
import { Button, CheckField, FailureLine, ProgressBar } from '../../ui/index.ts';
import styles from './teaching.module.css';
import { useTeachingFile } from './use-teaching-file.ts';

/** A file of the list's pictures without their patients: what is blacked out, whether somebody has looked, and what stayed in. */
export function TeachingFileForm({ conferenceId }: { readonly conferenceId: ConferenceId }) {
  const { busy, job, progress, taught, failure, write, cancel } = useTeachingFile(conferenceId);
  const [said, setSaid] = useState('');
  const [looked, setLooked] = useState(false);
  const masks = readMasks(said);
  return (
    <form
      className={styles['file']}
      aria-label="Teaching file"
      onSubmit={(event) => {
        event.preventDefault();
        if (masks !== null) write({ masks, looked });
      }}
    >
      <h3>Teaching file</h3>
      <p className={styles['quiet']}>
        Pictures without their patients, a key object selection of those that are marked, the list and the page of its
        presenter. Text in pixels is searched for: a picture in which some is found stays in, and heads of CT and MR do.
      </p>
      <label className={styles['text']}>
        Black out in every picture, in its pixels: x, y, width, height, one a line
        <textarea
          rows={2}
          value={said}
          spellCheck={false}
          aria-invalid={masks === null}
          onChange={(event) => setSaid(event.target.value)}
        />
      </label>
      {masks === null ? <p role="alert">Four whole numbers a line, as 0, 0, 512, 40.</p> : null}
      <CheckField
        label="I have looked at every picture and have seen no name (recorded)"
        checked={looked}
        onChange={setLooked}
      />
      <div className={styles['buttons']}>
        <Button type="submit" disabled={busy || masks === null}>
          Write the file …
        </Button>
      </div>
      {job === null ? null : (
        <ProgressBar
          label="Writing the teaching file, case by case"
          done={progress?.doneCount ?? 0}
          total={progress?.totalCount ?? null}
          onCancel={cancel}
        />
      )}
      {taught === null ? null : <Taught taught={taught} />}
      <FailureLine said={failure === null ? null : errorWords(failure)} />
    </form>
  );
}

const REASONS: Readonly<Record<string, string>> = {
  'deidentify/text-in-pixels said': 'its device says that text is in it',
  'deidentify/text-in-pixels kind': 'devices draw into this kind',
  'deidentify/text-in-pixels capture': 'a capture of a screen, or in colour',
  'deidentify/text-in-pixels not-denied': 'nobody says that there is no text in it',
  'deidentify/text-in-pixels found': 'text was found in it',
  'review/no-picture': 'no picture',
  'deidentify/face head': 'a head, which may show a face',
  'deidentify/face part-unknown': 'it may be a head: no part of the body is named',
  'deidentify/face length-unknown': 'it may hold a head: nobody says where its slices lie',
  'deidentify/face too-long': 'it is so long that a head may be in it',
};
/** By code alone, where the reason is nobody's who looks at pictures. */
const KINDS: Readonly<Record<string, string>> = {
  'deidentify/unsupported': 'of a kind that cannot be made anonymous here',
  'deidentify/text-in-pixels': 'there may be text in it',
};

function reasonWords(why: string): string {
  return REASONS[why] ?? KINDS[why.split(' ')[0] ?? ''] ?? why;
}

function Taught({ taught: { file, cases } }: { readonly taught: TeachingFile }) {
  const pictures = cases.reduce((sum, one) => sum + one.pictures, 0);
  const left = cases.flatMap(({ pseudonym, leftOut }) => leftOut.map((one) => ({ pseudonym, ...one })));
  const words =
    file === null
      ? 'Nothing was written: no picture may leave without its patient. Black out or look at pictures that carry text, or choose other studies.'
      : `${pictures === 1 ? '1 picture' : `${pictures} pictures`} of ${cases.length} cases ${pictures === 1 ? 'is' : 'are'} in ${file}. Look at them before they are given away.`;
  return (
    <div role={file === null ? 'alert' : 'status'}>
      <p>{words}</p>
      {left.length === 0 ? null : (
        <ul className={styles['quiet']}>
          {left.map(({ pseudonym, modality, why, count }) => (
            <li
              key={`${pseudonym} ${modality} ${why}`}
            >{`${pseudonym}: ${count} ${modality} stayed in, ${reasonWords(why)}`}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
