export { SourcesSection } from './sources-section.tsx';
export { AheadSection } from './ahead-section.tsx';
export { AuthoritiesChoice } from './parts/authorities-choice.tsx';
export { CertificateChoice } from './parts/certificate-choice.tsx';
export { CertificateList } from './parts/certificate-list.tsx';
export type { ChosenCertificate } from './parts/chosen-certificate.ts';
