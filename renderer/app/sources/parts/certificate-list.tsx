import type { CertificateFacts } from '../../../../shared/model/certificate.ts';
import styles from './parts.module.css';

const STANDING: Readonly<Record<CertificateFacts['standing'], string>> = {
  good: '',
  'ends-soon': '▲ ends soon: replace it',
  ended: '■ has ended: nothing takes it any more',
  'not-yet': '▲ holds from a later day on',
};

/** What certificates say of themselves: whom, until when, and the fingerprint that a person compares. */
export function CertificateList({ of, label }: { readonly of: readonly CertificateFacts[]; readonly label: string }) {
  return (
    <ul aria-label={label} className={styles['certificates']}>
      {of.map(({ subject, issuer, validFrom, validUntil, fingerprint, standing }) => (
        <li key={fingerprint}>
          <bdi>{subject}</bdi>, {validFrom.slice(0, 10)} to {validUntil.slice(0, 10)} (UTC).{' '}
          {standing === 'good' ? null : <strong className={styles['warning']}>{STANDING[standing]}</strong>}
          <span className={styles['note']}>
            Given by <bdi>{issuer}</bdi>. SHA-256 <span className={styles['hex']}>{pairs(fingerprint)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** As browsers and openssl write it: "AB:CD:…". */
function pairs(hex: string): string {
  return (hex.toUpperCase().match(/../g) ?? []).join(':');
}
