import { useCallback, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { asAppError } from '../../../shared/errors/app-error.ts';
import type { ProfileOverview, ProfilePreview, ProfileState } from '../../../shared/model/profile-view.ts';
import type { WorklistRow } from '../../../shared/model/study.ts';
import { Button, FailureLine, ManagedMark } from '../../ui/index.ts';
import { useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { ExportProfile } from './export-profile.tsx';
import { HoldsPart } from './holds-part.tsx';
import { OrdersPart } from './orders-part.tsx';
import { PlaceForm } from './place-form.tsx';
import { PreviewForm } from './preview-form.tsx';
import { RetentionPart } from './retention-part.tsx';
import { profileWords } from './site-words.ts';
import styles from './sites.module.css';

/** Of the settings: the profiles of the sites, and where the reader sits. @param row the study that is chosen */
export function SitesSection({ row = null }: { readonly row?: WorklistRow | null }) {
  const { link, layout } = useServices();
  const task = useTask();
  const refusal = useRefusal('profile.preview');
  const [overview, setOverview] = useState<ProfileOverview | null>(null);
  const [preview, setPreview] = useState<ProfilePreview | null>(null);
  const ask = useCallback(() => link.call('profile.overview', {}), [link]);
  useEffect(() => {
    let gone = false;
    ask().then(
      (answer) => {
        if (!gone) setOverview(answer);
      },
      // Without an answer the section says that it knows nothing; each act says its own failure.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [ask]);
  const choose = async (): Promise<void> => {
    const { token } = await link.call('profile.choose', {});
    if (token !== null) setPreview(await link.call('profile.preview', { token }));
  };
  const apply = async (found: ProfilePreview, isTrusted: boolean): Promise<void> => {
    await link.call('profile.apply', { hash: found.hash, trust: isTrusted ? found.fingerprint : null });
    setPreview(null);
    setOverview(await ask());
    // What the site brought is looked at at once.
    layout.setState({ dialog: 'check' });
  };
  const said = task.failure === null ? null : errorWords(asAppError(task.failure));
  return (
    <fieldset className={styles['section']}>
      <legend>Sites</legend>
      <PlaceForm place={overview?.place ?? null} onStated={async () => setOverview(await ask())} />
      {overview?.warnings.map((words) => (
        <p key={words}>{words}</p>
      ))}
      {overview === null ? <p className={styles['note']}>Which profiles are in force is not known.</p> : null}
      {overview?.profiles.length === 0 ? (
        <p className={styles['note']}>No profile of a site: no licence, privilege or place is asked for.</p>
      ) : null}
      {overview?.profiles.map((profile) => (
        <Profile key={profile.siteCode} profile={profile}>
          <ExportProfile siteCode={profile.siteCode} serial={profile.serial} />
        </Profile>
      ))}
      {preview === null ? (
        <Button disabled={task.busy || refusal !== null} onClick={() => task.start(choose)}>
          Import a profile …
        </Button>
      ) : (
        <PreviewForm
          preview={preview}
          busy={task.busy}
          onApply={(isTrusted) => task.start(() => apply(preview, isTrusted))}
          onLeave={() => {
            task.clear();
            setPreview(null);
          }}
        />
      )}
      {refusal === null ? null : <p className={styles['note']}>{refusal}</p>}
      {overview?.profiles.length ? (
        <>
          <RetentionPart />
          <HoldsPart row={row} />
        </>
      ) : null}
      <OrdersPart />
      <FailureLine said={said} />
    </fieldset>
  );
}

function Profile({ profile, children }: { readonly profile: ProfileState; readonly children: ReactNode }) {
  return (
    <details className={styles['profile']}>
      <summary>{profileWords(profile)}</summary>
      <p className={styles['note']}>
        Signed by <bdi>{profile.signedBy}</bdi>, key {profile.fingerprint}. Studies of {profile.studiesOf.join(', ')}.
      </p>
      <ul>
        {profile.sections.map(({ section, words, managed }) => (
          <li key={section}>
            {words}
            {managed ? (
              <>
                {' '}
                <ManagedMark>Set by the site</ManagedMark>
              </>
            ) : null}
          </li>
        ))}
      </ul>
      {children}
    </details>
  );
}
