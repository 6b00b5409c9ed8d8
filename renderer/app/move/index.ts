export { MovedBanner } from './moved-banner.tsx';
export { MovedScreen } from './moved-screen.tsx';
export { MovePart } from './move-part.tsx';
