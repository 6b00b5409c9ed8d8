export { LeaseBanner } from './lease-banner.tsx';
export { providerName } from './lease-words.ts';
export { ProviderSection } from './provider-section.tsx';
export { useSignIn } from './use-sign-in.ts';
