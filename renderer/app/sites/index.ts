export { SitesSection } from './sites-section.tsx';
