import { useState } from 'react';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { SeriesStanding, SiteStanding } from '../../../shared/model/transfer.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import styles from './preview.module.css';

type Known = {
  readonly studyId: StudyId;
  readonly standings: readonly SiteStanding[] | null;
  readonly failure: unknown;
};

/** Behind one line: for each series what its site has, and what of that is here, was read back, and can be decoded. */
export function StandingPart({ studyId }: { readonly studyId: StudyId }) {
  const { link } = useServices();
  const [known, setKnown] = useState<Known | null>(null);
  const ask = (): void => {
    link.call('study.standing', { studyId }).then(
      ({ standings }) => setKnown({ studyId, standings, failure: null }),
      (failure: unknown) => setKnown({ studyId, standings: null, failure }),
    );
  };
  // What was asked of another study is never shown under this one's name.
  const own = known?.studyId === studyId ? known : null;
  return (
    <details
      key={studyId}
      className={styles['readiness']}
      onToggle={({ currentTarget }) => currentTarget.open && ask()}
    >
      <summary>Series at the site and here</summary>
      {own === null ? <p>Looking…</p> : null}
      {own?.failure ? <p role="alert">{errorWords(own.failure).title}</p> : null}
      {own?.standings?.length === 0 ? <p>No source was asked for this study.</p> : null}
      {own?.standings?.map((standing) => (
        <SiteSeries key={standing.sourceId} standing={standing} />
      ))}
    </details>
  );
}

function SiteSeries({ standing }: { readonly standing: SiteStanding }) {
  return (
    <table className={styles['standing']}>
      <caption>{standing.sourceName}</caption>
      <thead>
        <tr>
          {['Series', 'at the site', 'here', 'read back', 'decodable'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {standing.series.map((series) => (
          <tr key={series.seriesUid}>
            <th scope="row">
              <bdi>{nameOf(series)}</bdi>
            </th>
            <td>{series.expected ?? 'not said'}</td>
            <td>{series.received}</td>
            <td>{series.verified}</td>
            <td>{series.decodable}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function nameOf({ modality, description }: SeriesStanding): string {
  return [modality, description].filter((part) => part !== null && part !== '').join(' ') || 'no description';
}
