export { HangingSection } from './hanging-section.tsx';
