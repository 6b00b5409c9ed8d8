import { useState } from 'react';
import type { StudyId } from '../../shared/model/ids.ts';
import type { Together } from '../../shared/model/together.ts';
import { studyName } from '../../shared/report/together.ts';
import { Button, CheckField, Dialog } from '../ui/index.ts';

/** Which other studies the report is about. */
export function TogetherDialog({
  together,
  busy,
  onSet,
  onClose,
}: {
  readonly together: Together;
  readonly busy: boolean;
  readonly onSet: (studyIds: readonly StudyId[]) => void;
  readonly onClose: () => void;
}) {
  const { own, fixed, studies } = together;
  const [chosen, setChosen] = useState<ReadonlySet<StudyId>>(
    () => new Set(studies.filter((one) => one.chosen).map(({ studyId }) => studyId)),
  );
  const toggle = (studyId: StudyId, is: boolean): void =>
    setChosen((now) => new Set(is ? [...now, studyId] : [...now].filter((one) => one !== studyId)));
  const none = studies.length === 0;
  return (
    <Dialog
      open
      title={`Report other studies together with ${own}`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose} data-autofocus={none || fixed || undefined}>
            {none || fixed ? 'Close' : 'Leave it as it is'}
          </Button>
          {none || fixed ? null : (
            <Button tone="primary" disabled={busy} onClick={() => onSet([...chosen])}>
              {`Report ${chosen.size + 1} ${chosen.size === 0 ? 'study' : 'studies'}`}
            </Button>
          )}
        </>
      }
    >
      <p>{saying(none, fixed)}</p>
      {studies.map((study) => (
        <CheckField
          key={study.studyId}
          label={[studyName(study), study.accession === null ? null : study.description]
            .filter((part) => part !== null && part !== '')
            .join(', ')}
          checked={chosen.has(study.studyId)}
          disabled={fixed}
          onChange={(is) => toggle(study.studyId, is)}
          hint={`${study.modalities.join('/')}, ${study.objects} ${study.objects === 1 ? 'object' : 'objects'}, ${study.reason}${study.reported === null ? '' : `; has a report (${study.reported})`}`}
        />
      ))}
    </Dialog>
  );
}

function saying(none: boolean, fixed: boolean): string {
  if (fixed) return 'It follows a signed report, or is signed: it goes where that went.';
  if (none) return 'No other study of this patient is of the same site and day.';
  return 'One text, read once and signed once, goes to each of them. Their images have to be looked at as well.';
}
