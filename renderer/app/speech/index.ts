export { SpeechSection } from './speech-section.tsx';
