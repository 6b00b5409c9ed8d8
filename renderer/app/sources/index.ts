export { SourcesSection } from './sources-section.tsx';
export { AheadSection } from './ahead-section.tsx';
